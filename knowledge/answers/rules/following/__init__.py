"""What goes on from what a thread has shown: bare questions, places in a list, an attribute alone, the same again."""
