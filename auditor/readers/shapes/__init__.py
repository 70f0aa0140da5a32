"""Shapes of training rows, told apart by content."""
