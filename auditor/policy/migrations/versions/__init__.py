"""One script for each schema revision, oldest first."""
