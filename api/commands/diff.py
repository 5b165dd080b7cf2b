"""`baogao diff`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.markup import escape

from api.cli import echo_json, home_option, terminal
from datasets.comparison.reasons import ChangeReason
from datasets.comparison.releases import CHANGES, Difference, RowChange, changes, difference
from datasets.library.home import releases_folder
from datasets.releases.integrity.inspection import open_sound
from datasets.releases.release import LATEST, named_version
from schemas.tables import BY_NAME

LONGEST = 60  # characters of a value that are shown
SIGNS = {"added": "[green]+[/]", "removed": "[red]-[/]", "changed": "[yellow]~[/]"}


@click.command("diff")
@home_option("releases")
@click.argument("old")
@click.argument("new", default=LATEST)
@click.option("--table", type=click.Choice([*BY_NAME]), help="Only this table.")
@click.option("--change", type=click.Choice(CHANGES), help="Only rows that changed in this way.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(home: Path, old: str, new: str, table: str | None, change: str | None, as_json: bool) -> None:
    """Compare two releases, row by row and cell by cell, each with the reason.

    OLD and NEW are versions (2.0.0), prefixes of one (2) or latest; NEW is latest unless it is given.
    """
    folder = releases_folder(home)
    with terminal(stderr=True).status("Comparing"):
        found = difference(*(open_sound(folder / str(named_version(folder, name))) for name in (old, new)))
    found.refuse_incompatible(table)
    rows = changes(found, found.differing(table, change))  # type: ignore[arg-type]  # click has checked it
    if as_json:
        echo_json(msgspec.json.format(msgspec.json.encode(document(found, rows)), indent=2))
        return
    console = terminal(highlight=False, soft_wrap=True)
    console.print(f"Release {found.old.version} -> {found.new.version}")
    for line in [*summary(found, table), *(line for row in rows for line in shown(row))]:
        console.print(line)


def document(found: Difference, rows: Iterator[RowChange]) -> dict[str, Any]:
    """The comparison as JSON has it."""
    return {
        "from": str(found.old.version),
        "to": str(found.new.version),
        "tables": found.summary,
        "data": list(rows),
    }


def summary(found: Difference, table: str | None) -> Iterator[str]:
    """How much of each table differs, a line each; or of one."""
    shown = [one for one in found.tables if table in (None, one.table)]
    if not shown:
        yield f"No row and no column{f' of {table}' if table else ''} differs."
    for one in shown:
        counts = [f"{len(getattr(one, kind))} {kind}" for kind in CHANGES if getattr(one, kind)]
        columns = [
            f"{word}: {', '.join(names)}"
            for word, names in (
                ("columns added", one.columns_added),
                ("columns removed", one.columns_removed),
                ("columns changed", one.columns_changed),
            )
            if names
        ]
        yield f"[bold]{one.table}[/]: {'; '.join([*counts, *columns])}"


def shown(row: RowChange) -> Iterator[str]:
    """A row that differs, and its cells."""
    yield f"{SIGNS[row.change]} {row.table} {escape(row.id)}  [dim]{escape(words_of(row.reason))}[/]"
    for cell in row.cells:
        why = "" if cell.reason == row.reason else f"  [dim]{escape(words_of(cell.reason))}[/]"
        yield f"    {cell.column}: {escape(value(cell.old))} -> {escape(value(cell.new))}{why}"


def words_of(reason: ChangeReason) -> str:
    """A reason in a few words."""
    rules = [name for name in (reason.was_rule, reason.rule) if name]
    parts = [reason.kind, " -> ".join(dict.fromkeys(rules)), reason.because or ""]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def value(of: Any) -> str:
    """A value on a line."""
    text = json.dumps(of, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
