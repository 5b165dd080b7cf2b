"""What the standards ask to be said of a release, all made from one description of it."""
