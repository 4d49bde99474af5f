"""What a question may ask, one kind a module: each reads a question and answers it, or leaves it."""
