"""Bytes to records: containers, row shapes and usage logs."""
