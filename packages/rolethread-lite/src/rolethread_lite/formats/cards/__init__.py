"""Character cards: what stands in them, whatever kind of file carries them. They are read, never written."""
