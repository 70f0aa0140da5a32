"""Alembic scripts of the policy store, run from the code, without an ini file."""
