"""Rules about how an entry is written down: keys, characters, numbers."""
