"""Bundles: a dataset with everything that belongs to it, in one file for somebody else."""
