"""The tables of a release as files: rows to Parquet and CSV."""
