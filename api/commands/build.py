"""`baogao build`."""

import datetime as dt
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from api.cli import folder_of, home_option, in_a_line, printable, read_seconds_option, terminal
from api.commands.progress import shown_progress
from datasets.errors import ReleaseError
from datasets.library.bounds import Bounds
from datasets.library.home import Home
from datasets.releases.build import Built, build, change_summary
from datasets.releases.checks import around
from datasets.releases.integrity.signing import read_private_key
from datasets.releases.publishing import Publication
from datasets.releases.release import Release
from datasets.releases.shards.collecting import Progress, Work
from datasets.releases.shards.ray_engine import SCHEME, engine_of
from datasets.releases.tables.parquet import open_parquet
from datasets.releases.versions import Version

LOCAL, RAY = "local", "ray"
SHOWN = 20  # unresolved numerals listed one by one


def engine_name(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """The name of an engine. Raises BadParameter for one that there is not."""
    host, _, port = value.removeprefix(SCHEME).rpartition(":")
    if value not in (LOCAL, RAY) and not (value.startswith(SCHEME) and host and port.isdecimal()):
        raise click.BadParameter(f"{value!r} is none of local, ray, ray://HOST:PORT (as `ray start --head` prints it)")
    return value


@click.command("build")
@home_option("sources", "shards", "releases", writes=True)
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
@click.option(
    "--engine",
    callback=engine_name,
    metavar="local|ray[://HOST:PORT]",
    default=LOCAL,
    show_default=True,
    help="Where reports are read: in processes of this machine, or by Ray, here or in the cluster of that head.",
)
@click.option(
    "--jobs",
    "--processes",
    "processes",
    type=click.IntRange(1, 1_000),
    show_default="one for each processor",
    help="Processes that read reports.",
)
@click.option(
    "--check",
    "is_checked",
    is_flag=True,
    help="Compare sources and shards with their checksums, also those whose files are as the last build left them.",
)
@read_seconds_option
def command(home: Path, asked: str | None, day: dt.datetime | None, key: Path | None, **given: Any) -> None:
    """Read the sources, check the rows, and write a new release.

    The version follows from the comparison with the newest release: rows changed or removed make a MAJOR step, rows
    added a MINOR one. A release is written whole or not at all, and never over another. What was read is kept beside
    the library, in .shards, which is safe to delete: a build that was stopped goes on, and the next reads what is new.
    A report that cannot be read is left out, and told; the exit code is then 1.
    """
    console = terminal(markup=False)
    version = None if asked is None else Version.parse(asked)
    sign = read_private_key(key).sign if key else None
    publication = Publication(day.date() if day else today(), sign)
    with shown_progress() as progress:
        built = build(home, version, publication, work_of(progress, **given))
    if not built.is_new:
        signed = ", and none signed" if key else ""
        console.print(f"Nothing changed since release {built.release.version}; no release written{signed}.")
    else:
        show(console, built)
    show_refused(console, built)
    sys.exit(1 if built.refused else 0)


def work_of(progress: Progress, engine: str, processes: int | None, read_seconds: int, *, is_checked: bool) -> Work:
    """How the reports are read, as the options say it."""
    bounds, processes = Bounds(read_seconds), processes or 0
    if engine == LOCAL:
        return Work(bounds, processes, progress, is_checked=is_checked)
    return Work(bounds, progress=progress, engine=engine_of(engine, processes), is_checked=is_checked)


def build_first(home: Home, read_seconds: int) -> None:
    """Make the first release of a home, and say which reports are left out of it."""
    with folder_of(home, ("sources", "shards", "releases"), writes=True) as folder, shown_progress() as progress:
        built = build(folder, None, Publication(today()), Work(Bounds(read_seconds), progress=progress))
    show_refused(terminal(markup=False), built)


def show_refused(console: Console, built: Built) -> None:
    """The reports that a build left out, and what else stood in its way."""
    for problem in built.told:
        console.print(f"Look at this: {problem}.", soft_wrap=True)
    for refused in built.refused:
        console.print(f"Left out: {in_a_line(refused.told)}", soft_wrap=True)
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
        console.print(f"Since the release before: {change_summary(built.changes)}", highlight=False)
    for doubt in built.doubts:
        console.print(f"Look at this: {printable(doubt)}.", soft_wrap=True)
    show_unresolved(console, built.release)
    console.print(f"Written to {built.release.folder}", soft_wrap=True)


def show_unresolved(console: Console, release: Release) -> None:
    """The numerals no rule understands yet, counted, and the first in their surroundings."""
    console.print(f"Numerals not understood yet (unresolved): {release.manifest.unresolved}")
    for row in islice(unresolved_in(release), SHOWN):
        text = release.text(row["report_id"])
        console.print(f"  {row['id']}  {printable(around(text, row['char_start'], row['char_end']))}", highlight=False)
    if release.manifest.unresolved > SHOWN:
        console.print(f"  and {release.manifest.unresolved - SHOWN} more")


def unresolved_in(release: Release) -> Iterator[dict[str, Any]]:
    """The numerals of a release that no rule understands."""
    with open_parquet(release.table_file("figures")) as stored:
        for batch in stored.iter_batches(columns=["id", "report_id", "char_start", "char_end", "reason"]):
            yield from (row for row in batch.to_pylist() if row["reason"] == "unresolved")
