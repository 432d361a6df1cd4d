"""Duplicates settled: several datasets brought together into a new one, or one dataset rid of its own."""
