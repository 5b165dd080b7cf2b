"""What became of the targets: each with the figure of a later report that answers it, and whether it was met."""
