"""What a request asks for: parameters read, checked and normalised. Nothing here knows where rows are kept."""
