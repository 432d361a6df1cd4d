"""The app: a page for every part of the work, served to this machine's browser and to nobody else."""
