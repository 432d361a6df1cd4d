"""Finds texts in a dataset by scanning folded text at memory speed: exact, and nothing to keep in step on disk."""
