"""Clues beside the match, one detector a file."""
