"""From text to a document: lines, numerals, structure, offsets. Nothing here knows what a row is."""
