"""Where the library of reports and its releases are kept."""

from pathlib import Path

BUILT_IN = Path(__file__).parents[1]


def sources_folder(home: Path) -> Path:
    """The reports: one folder each."""
    return home / "sources"


def releases_folder(home: Path) -> Path:
    """The releases: one folder each."""
    return home / "releases"
