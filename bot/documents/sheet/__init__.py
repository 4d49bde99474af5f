"""The meeting sheet as a PDF: its content, and its rendering by Typst."""
