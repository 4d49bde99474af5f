"""What the words of a question say by themselves, before any record is looked at."""
