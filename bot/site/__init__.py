"""The strategy as a static website: records and values → pages (templates/) → a folder, replaced as a whole."""
