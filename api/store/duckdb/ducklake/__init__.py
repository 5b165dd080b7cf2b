"""A catalogue of all releases that DuckDB attaches by its address."""
