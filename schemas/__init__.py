"""What is published: rows, column types and vocabularies, and everything generated from them."""
