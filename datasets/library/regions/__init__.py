"""The register of regions: names, codes, years, what became of them."""
