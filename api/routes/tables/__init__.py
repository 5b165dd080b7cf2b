"""Routes of every table: listing, one row, facets, aggregates, receipts."""
