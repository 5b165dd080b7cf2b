"""What differs between two releases, why, and how it is told."""
