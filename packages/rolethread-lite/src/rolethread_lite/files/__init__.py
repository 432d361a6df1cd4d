"""One module per verb on files: each reads a stream of lines, and none of them prints."""
