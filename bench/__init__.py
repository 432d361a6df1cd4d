"""Measures what takes time, each as a ratio to a floor of the same run."""
