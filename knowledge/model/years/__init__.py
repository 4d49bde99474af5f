"""Every way in which people write a year, read here and nowhere else: in running text, and in a field of its own."""
