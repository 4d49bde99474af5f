"""Meeting sheets: records → content (plain data) → sheet.typ (the design) → PDF, by typst."""
