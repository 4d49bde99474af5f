"""Each trap of a format, with a small file that holds it."""
