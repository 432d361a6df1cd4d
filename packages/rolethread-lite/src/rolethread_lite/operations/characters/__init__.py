"""One module per verb on characters: the registry of names, and the turns that are spoken under them."""
