"""Check a release whoever made it: signature, manifest, hashes, tables."""
