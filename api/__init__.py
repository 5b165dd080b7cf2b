"""How releases are read: over HTTP, and from the command line."""
