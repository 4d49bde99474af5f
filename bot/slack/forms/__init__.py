"""What of a message or a view a workspace takes, which may not know all kinds of block."""
