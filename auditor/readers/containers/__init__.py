"""How rows are packed in files: each container gives parsed rows in file order."""
