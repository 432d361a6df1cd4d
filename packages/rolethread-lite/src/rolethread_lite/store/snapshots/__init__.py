"""Snapshots: states of a workspace, kept in folders that any program can copy."""
