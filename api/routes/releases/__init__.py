"""Routes of releases: what there is, files, comparison, the feed."""
