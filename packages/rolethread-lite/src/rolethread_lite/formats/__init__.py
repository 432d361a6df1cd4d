"""One module per format: how it is recognised, read and written, and what it cannot carry."""
