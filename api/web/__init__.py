"""The explorer: pages for people on the same data, made on the server; they ask the store as the API does."""
