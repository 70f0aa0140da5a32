"""Records to candidates to verified evidence."""
