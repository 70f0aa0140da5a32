"""The reference index on disk."""
