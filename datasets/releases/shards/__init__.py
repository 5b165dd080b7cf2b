"""What was read of a report and of a region, kept by all that it follows from."""
