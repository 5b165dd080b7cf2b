"""The library of sources: where reports come from, how files become text, corrections by hand."""
