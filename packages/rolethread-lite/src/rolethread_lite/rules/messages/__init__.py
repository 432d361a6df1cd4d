"""Rules about the messages of an entry: their roles, their order, their content."""
