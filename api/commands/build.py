"""`baogao build`."""

import datetime as dt
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from api.cli import home_option, printable, read_seconds_option, terminal
from datasets.errors import ReleaseError
from datasets.extract.quarantine import told
from datasets.library.bounds import Bounds
from datasets.library.regions import doubts_of_region
from datasets.reading.confidence import PUBLISHED, TOLD, Parts, doubts
from datasets.releases.build import Built, because, build
from datasets.releases.checks import around
from datasets.releases.publishing import Publication
from datasets.releases.release import PlainRows, Release
from datasets.releases.signing import read_private_key
from datasets.releases.tables import plain_tables
from datasets.releases.versions import Version

SHOWN = 20  # unresolved numerals listed one by one


@click.command("build")
@home_option
@click.option("--as", "asked", metavar="VERSION", help="Version to give the release; may be larger than what is due.")
@click.option(
    "--on",
    "day",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication, UTC. Default: that of SOURCE_DATE_EPOCH, or today.",
)
@click.option(
    "--sign-with",
    "key",
    type=click.Path(path_type=Path),
    envvar="BAOGAO_SIGNING_KEY",
    show_envvar=True,
    help="Ed25519 private key (PEM) to sign the checksums with.",
)
@read_seconds_option
def command(home: Path, asked: str | None, day: dt.datetime | None, key: Path | None, read_seconds: int) -> None:
    """Read the sources, check the rows, and write a new release.

    The version follows from the comparison with the newest release: rows changed or removed make a MAJOR step, rows
    added a MINOR one. A release is written whole or not at all, and never over another. A report that cannot be read
    is left out, and told; the exit code is then 1.
    """
    console = terminal(markup=False)
    version = None if asked is None else Version.parse(asked)
    sign = read_private_key(key).sign if key else None
    with terminal(stderr=True).status("Reading the sources"):
        publication = Publication(day.date() if day else today(), sign)
        built = build(home, version, publication, Bounds(read_seconds))
    if not built.is_new:
        signed = ", and none signed" if key else ""
        console.print(f"Nothing changed since release {built.release.version}; no release written{signed}.")
    else:
        show(console, built)
    show_refused(console, built)
    sys.exit(1 if built.refused else 0)


def build_today(home: Path, read_seconds: int) -> None:
    """Make the first release of a home, and say which reports are left out of it."""
    show_refused(terminal(markup=False), build(home, None, Publication(today()), Bounds(read_seconds)))


def show_refused(console: Console, built: Built) -> None:
    """The reports that a build left out, and what else stood in its way."""
    for problem in built.told:
        console.print(f"Look at this: {problem}.", soft_wrap=True)
    for refused in built.refused:
        console.print(f"Left out: {refused.report_id}: {refused.reason}", soft_wrap=True)
    if built.refused:
        console.print(f"Reports left out: {len(built.refused)}. The others are in release {built.release.version}.")


def today() -> dt.date:
    """The day it is, UTC; or that of SOURCE_DATE_EPOCH (reproducible-builds.org), by which builds can be repeated."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(given), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ReleaseError(f"SOURCE_DATE_EPOCH: expected seconds since 1970, got {given!r}") from None


def show(console: Console, built: Built) -> None:
    """What was made."""
    table = Table("table", "rows", "bytes", title=f"Release {built.release.version}", title_justify="left")
    for file in built.release.manifest.files:
        if file.table:
            table.add_row(file.table, str(file.rows), str(file.bytes))
    console.print(table)
    if built.changes:
        console.print(f"Since the release before: {because(built.changes)}", highlight=False)
    tables = plain_tables(built.release)
    for doubt in doubts_of_reports(tables):
        console.print(f"Look at this: {printable(doubt)}.", soft_wrap=True)
    show_unresolved(console, built.release, tables["figures"])
    console.print(f"Written to {built.release.folder}", soft_wrap=True)


def doubts_of_reports(tables: PlainRows) -> Iterator[str]:
    """What is odd about the parts of each report of a release, and which rows were left out."""
    rules: defaultdict[str, list[str]] = defaultdict(list)
    lengths: defaultdict[str, Counter[str]] = defaultdict(Counter)
    figures: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in tables["paragraphs"]:
        if row["part"] in TOLD:
            lengths[row["report_id"]][row["part"]] += row["char_end"] - row["char_start"]
    for row in tables["figures"]:
        figures[row["report_id"]][row["part"]] += row["table"] is not None
        rules[row["report_id"]].append(row["rule"])
    for row in tables["reports"]:
        sure = {key: row[f"{key}_confidence"] for key in ("parts", *PUBLISHED)}
        odd = doubts(Parts(lengths[row["id"]], sure, figures[row["id"]]))
        of_region = doubts_of_region(row["region_code"], row["region_name"], row["year"])
        yield from (f"{row['id']}: {one}" for one in (*odd, *told(rules[row["id"]]), *of_region))


def show_unresolved(console: Console, release: Release, figures: list[dict[str, Any]]) -> None:
    """The numerals no rule understands yet, counted and shown in their surroundings."""
    console.print(f"Numerals not understood yet (unresolved): {release.manifest.unresolved}")
    rows = [row for row in figures if row["reason"] == "unresolved"]
    for row in rows[:SHOWN]:
        text = release.text(row["report_id"])
        console.print(f"  {row['id']}  {printable(around(text, row['char_start'], row['char_end']))}", highlight=False)
    if len(rows) > SHOWN:
        console.print(f"  and {len(rows) - SHOWN} more")
