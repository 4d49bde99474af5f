"""事業 that have no heading of their own: points of a list with what stands below them, and rows of a table."""
