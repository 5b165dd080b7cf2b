"""The rows that a correction of an erratum is about."""

from typing import Literal

from datasets.comparison.releases import Difference, changes
from datasets.releases.history import Erratum, ErratumKind

CHANGE_OF: dict[ErratumKind, Literal["changed", "added", "removed"]] = {
    "wrong": "changed",
    "missing": "added",
    "superfluous": "removed",
}


def rows_of(erratum: Erratum, correction: Difference) -> list[str]:
    """The rows a corrected erratum is about: those its correction added or removed, or changed in its columns.

    Raises ReleaseError when the correction cannot be told, because the table has other columns.
    """
    correction.refuse_incompatible(erratum.table)
    keys = correction.differing(erratum.table, CHANGE_OF[erratum.kind])
    if erratum.kind != "wrong":
        return [key for _, _, key in keys]
    columns = set(erratum.columns)
    return [row.id for row in changes(correction, keys) if columns.intersection(cell.column for cell in row.cells)]
