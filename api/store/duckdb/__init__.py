"""DuckDB over one release: the engine, its SQL, its limits."""
