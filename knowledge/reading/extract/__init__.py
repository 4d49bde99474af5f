"""One construct of the document a module: a section of the outline in, records out."""
