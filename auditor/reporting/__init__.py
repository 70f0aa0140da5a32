"""The published document and everything rendered from it."""
