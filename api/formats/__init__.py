"""The formats of an answer: one line each in `registry`, and what writes them."""
