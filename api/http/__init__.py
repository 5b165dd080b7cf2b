"""What every answer shares: problems, conditional requests, negotiation, metrics, logs."""
