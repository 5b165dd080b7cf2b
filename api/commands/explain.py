"""`baogao explain`."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table as Grid
from rich.text import Text

from api.cli import home_option, printable, terminal
from datasets.errors import ReleaseError
from datasets.library.home import releases_folder
from datasets.reading.text import fold, sentence_around
from datasets.releases.integrity.inspection import open_sound
from datasets.releases.release import Release, newest_release
from datasets.releases.tables.rows import plain_tables
from datasets.rules.registry import rule_named
from schemas.tables import BY_NAME, TABLES


@click.command("explain")
@home_option("releases")
@click.argument("row_id")
def command(home: Path, row_id: str) -> None:
    """Show a row of the newest release, the sentence it was read from, and the rule that read it."""
    release = newest_release(releases_folder(home))
    if release is None:
        raise ReleaseError(f"{releases_folder(home)}: has no releases; make one with baogao build")
    open_sound(release.folder)
    table, row = find(release, row_id)
    console = terminal(highlight=False, markup=False)
    grid = Grid(title=f"{table} {row_id}, release {release.version}", title_justify="left", show_header=False)
    for column, value in row.items():
        grid.add_row(column, "" if value is None else printable(value))
    console.print(grid)
    if BY_NAME[table].is_located:
        console.print(sentence(release, row))
        rule = rule_named(row["rule"])
        console.print(f"rule {row['rule']}: {rule.meaning} {rule.meaning_zh}" if rule else f"rule {row['rule']}")


def find(release: Release, row_id: str) -> tuple[str, dict[str, Any]]:
    """The row with this id, in whatever table. Raises ReleaseError when there is none."""
    tables = plain_tables(release)
    for table in TABLES:
        for row in tables.get(table.name, ()):
            if row[table.key] == row_id:
                return table.name, row
    some = next((row["id"] for row in tables["indicators"]), "none")
    raise ReleaseError(f"release {release.version} has no row {row_id!r}; one it has is {some}")


def sentence(release: Release, row: dict[str, Any]) -> Text:
    """The sentence of a row, with its quote and its figure marked."""
    text = release.text(row["report_id"])
    span = sentence_around(fold(text), row["char_start"], row["char_end"])
    shown = Text(printable(text[span.start : span.end]))
    shown.stylize("bold", row["char_start"] - span.start, row["char_end"] - span.start)
    if row.get("figure_start") is not None:
        shown.stylize("reverse", row["figure_start"] - span.start, row["figure_end"] - span.start)
    return shown
