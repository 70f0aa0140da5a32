"""Texts to MinHash signatures."""
