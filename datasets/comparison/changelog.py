"""What became of the data from release to release: counted by comparison, explained by the history kept by hand."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import pairwise

from datasets.releases.changes import TableChange, compare
from datasets.releases.history import History
from datasets.releases.release import Release
from datasets.releases.tables.rows import arrow_tables

WIDTH = 120


def changelog(releases: Sequence[Release], history: History) -> str:
    """A Markdown list of releases, newest first. `releases` are all there are, oldest first."""
    first, *_ = releases
    counted = [(first, first_rows(first)), *((new, differences(old, new)) for old, new in pairwise(releases))]
    return "".join(line for release, counts in reversed(counted) for line in entry(release, counts, history))


def entry(release: Release, counts: str, history: History) -> Iterator[str]:
    """A release: when it came out, why, what it changed, and which errata it corrects."""
    version = str(release.version)
    note = history.releases.get(version)
    corrects = [erratum.id for erratum in history.errata if erratum.corrected_in == version]
    parts = [
        f"**Release {version}** ({history.published_on(release) or 'undated'}).",
        note.explained if note else "",
        note.explained_zh if note else "",
        counts,
        f"Corrects {', '.join(corrects)}." if corrects else "",
    ]
    text = " ".join(part for part in parts if part)
    yield textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False) + "\n"


def first_rows(release: Release) -> str:
    """How many rows the first release has."""
    return "; ".join(f"`{file.table}`: {file.rows} rows" for file in release.manifest.files if file.table) + "."


def differences(old: Release, new: Release) -> str:
    """How many rows and which columns differ, table by table."""
    found = [table_words(change) for change in compare(arrow_tables(old), arrow_tables(new))]
    return "; ".join(found) + "." if found else "No row and no column differs."


def table_words(change: TableChange) -> str:
    """How one table differs, in words."""
    rows = {"added": change.added, "removed": change.removed, "changed": change.changed}
    columns = {"new": change.columns_added, "gone": change.columns_removed, "wider": change.columns_changed}
    parts = [
        *(f"{len(keys)} {word}" for word, keys in rows.items() if keys),
        *(f"{word} {', '.join(f'`{name}`' for name in names)}" for word, names in columns.items() if names),
    ]
    return f"`{change.table}`: {', '.join(parts)}"
