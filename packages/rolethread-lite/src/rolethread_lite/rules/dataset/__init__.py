"""Rules that compare the entries of a dataset."""
