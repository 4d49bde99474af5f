"""What a person can do, one thing a module."""
