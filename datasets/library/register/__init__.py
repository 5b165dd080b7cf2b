"""The register of regions: `regions.csv`, and the command that makes it (docs/regions.md)."""
