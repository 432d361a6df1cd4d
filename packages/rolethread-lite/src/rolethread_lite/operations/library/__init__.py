"""The library on its way in and out: what stands beside a file, what is taken of it, and what entries follow."""
