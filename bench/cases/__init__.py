"""What is measured: every module here has `run`, which takes the bench."""
