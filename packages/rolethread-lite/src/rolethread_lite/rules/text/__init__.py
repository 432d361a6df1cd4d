"""Rules about the hygiene of a text: whitespace, punctuation, and characters that should not be there."""
