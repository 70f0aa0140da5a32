"""Origins and use cases to decisions, from rules kept in SQLite."""
