"""What speaks against values although they could be read."""
