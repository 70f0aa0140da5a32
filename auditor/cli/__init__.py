"""The command line: parses, calls one use case, prints, chooses the exit code."""
