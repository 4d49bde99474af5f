"""What was printed and went into no record: each is said, so that nothing is missing without a word."""
