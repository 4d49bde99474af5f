"""The page in front of the stand-in: its files and its doors."""
