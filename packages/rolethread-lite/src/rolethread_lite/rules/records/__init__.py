"""Rules about lines that are no entries."""
