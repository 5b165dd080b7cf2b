"""A report with what was read from it: its marks, its notes, and the stretches that a page has room for."""
