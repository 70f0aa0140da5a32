"""Text as it is compared: normalization, tokens, shingles."""
