"""PDF → pieces: characters with their places → rows and ruled tables → text, tables and headings in reading order."""
