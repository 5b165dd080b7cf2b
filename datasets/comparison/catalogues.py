"""What api imports from here until it does so from `datasets.releases.tables`."""

from datasets.releases.tables import plain_tables

__all__ = ["plain_tables"]
