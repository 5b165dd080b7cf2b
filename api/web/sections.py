"""Where pages stand: the first segment of their addresses."""

from litestar.types import HTTPScope

from api.http.scope import routed_path

SECTIONS = frozenset(
    (
        *(
            "",
            "reports",
            "rows",
            "tables",
            "regions",
            "metrics",
            "compare",
            "phrases",
            "search",
            "coverage",
            "glossary",
            "releases",
        ),
        "problems",
    )
)
ONLY = frozenset(("metrics",))  # whose own address is no page


def is_page(scope: HTTPScope) -> bool:
    """Whether an address is that of a page."""
    first, _, below = routed_path(scope).lstrip("/").partition("/")
    return first in SECTIONS and (first not in ONLY or bool(below))


def is_original(path: str) -> bool:
    """Whether a path is that of the file that a report was published as, which others made."""
    return path.startswith("/reports/") and path.endswith("/original")
