"""The commands that work on a workspace: noun first, then verb."""
