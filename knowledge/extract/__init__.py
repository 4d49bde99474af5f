"""One construct a file: each reads its records out of the outline and says which lines it has read."""
