"""What a sheet says: its tables found, its columns named, its rows and cells read as a person reads them."""
