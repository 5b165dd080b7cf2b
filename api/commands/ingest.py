"""`baogao ingest`."""

import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli import home_option, in_a_line, printable, read_seconds_option, terminal
from api.commands.progress import DRAWN_EVERY, Rate
from api.http.fetching import fetch
from datasets.errors import SourceError
from datasets.extract.doubts import doubts_of
from datasets.extract.report import extract
from datasets.library.bounds import LARGEST, Bounds
from datasets.library.home import sources_folder
from datasets.library.ingestion.doubtful import write_doubtful
from datasets.library.ingestion.inputs import Found, Inputs
from datasets.library.ingestion.intake import Intake, Outcome
from datasets.library.ingestion.loading import OFFICIAL
from datasets.library.ingestion.staging import Item, Unread
from datasets.library.ingestion.statements import ALIASES, COLUMNS, Index, Stated
from datasets.library.ingestion.text_tables import TEXT
from datasets.library.regions.names import code_of
from datasets.library.sources import Source, WebAddress, read_source
from schemas.vocabulary import Level

LEVELS = get_args(get_args(Level)[0])
DAY = click.DateTime(["%Y-%m-%d"])
FEW = 3  # rows of an index that are told
SHOWN = 20  # reports that are told one by one; the table has all
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def web_address(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    """An address on the web, if one was given. Raises BadParameter for anything else."""
    try:
        return msgspec.convert(given, WebAddress | None)
    except msgspec.ValidationError:
        raise click.BadParameter(f"{given!r} is no address such as https://www.example.gov.cn/report.pdf") from None


def columns_of(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """What columns of tables are that are called otherwise, by their own names."""
    pairs = [one.partition("=") for one in given]
    for ours, _, theirs in pairs:
        if not theirs or ours not in {TEXT, *COLUMNS, *ALIASES}:
            raise click.BadParameter(f"expected OURS=THEIRS, ours one of {', '.join((TEXT, *COLUMNS))}")
    return {theirs: ALIASES.get(ours, ours) for ours, _, theirs in pairs}


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@home_option("sources", writes=True)
@click.option("--index", "indexes", multiple=True, type=FILE, help="CSV that tells of the files: file, region_code, year, title, ...")  # fmt: skip
@click.option("--column", "columns", multiple=True, metavar="OURS=THEIRS", callback=columns_of, help="What a column of a table is, as in text=正文.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), default=lambda: os.cpu_count() or 1, show_default="one for each processor", help="Processes that read files.")  # fmt: skip
@click.option("--force", is_flag=True, help="Take in what is not like a report, and what a text contradicts.")
@click.option("--allow-private-addresses", "private", is_flag=True, help="Read addresses of private networks, too.")
@click.option(
    "--region",
    "code",
    metavar="REGION",
    help="Code of the region, six digits, or its name in that year. Default: recognised.",
)
@click.option("--year", type=click.IntRange(1949, 2100), help="Year the plan is for. Default: recognised.")
@click.option("--name", help="Name of the region in Chinese. Default: as another report of the library has it.")
@click.option("--name-en", help="Name of the region in English. Default: likewise.")
@click.option("--level", type=click.Choice(LEVELS), help="Level of the government. Default: by the code.")
@click.option(
    "--vintage",
    type=click.IntRange(1949, 2100),
    help="Year of the list the code is from. Default: as another report of the library has it, else the year before the plan.",
)
@click.option("--title", help="Title of the report. Default: as the text has it, else one is made of region and year.")
@click.option("--speaker", help="Who delivered it. Default: as printed, as are the next six.")
@click.option("--speaker-title", help="Office of who delivered it.")
@click.option("--session", help="Congress and session it was delivered to.")
@click.option("--delivered-on", type=DAY, metavar="YYYY-MM-DD", help="Day it was delivered.")
@click.option("--published-on", type=DAY, metavar="YYYY-MM-DD", help="Day it was published.")
@click.option("--publisher", help="Who published it.")
@click.option("--site-name", help="Name of the site it was published on.")
@click.option("--url", callback=web_address, help="Address it was published at.")
@click.option("--licence", default=OFFICIAL, show_default=True, help="Terms the text is under.")
@read_seconds_option
def command(paths: tuple[str, ...], home: Path, indexes: tuple[Path, ...], **given: Any) -> None:
    """Add reports to the library of sources: text (UTF-8, GB 18030), Markdown, HTML, DOCX, PDF.

    PATH is a file, a folder (with all below it), a pattern, an archive (zip, tar), a table of texts (CSV, JSON lines), or
    an http(s) address. What is not stated is recognised; what is not sure waits, and is listed in a table that you fill
    in and give back with --index. Each file is kept untouched in sources/CODE-YEAR/, with its text and an origin.toml.
    Nothing is written over; what was stopped goes on when it is run again. Exits with 1 when something did not come in.
    """
    index = Index()
    for file in indexes:
        index.add(file, given["columns"])
    inputs = Inputs(partial(fetch, largest=LARGEST, private=given.pop("private")), given.pop("columns"), {})
    limits = Bounds(given.pop("read_seconds"))
    jobs, force = given.pop("jobs"), given.pop("force")
    plain: dict[str, Any] = {name: one.date() if isinstance(one, dt.datetime) else one for name, one in given.items()}
    stated = Stated(**plain)
    if stated.code:
        stated.code = code_of(stated.code, stated.year)
    found = inputs.found(list(paths))
    is_one = len(found) == 1 and len(paths) == 1 and not Path(paths[0]).is_dir()
    stated.confirmed = is_one and None not in (stated.code, stated.year)
    if not is_one and stated.code and stated.year:
        raise click.UsageError("--region and --year are of one report; more need an --index, or are recognised")
    told = take_in(Intake(home, index, stated, limits, jobs=jobs, force=force), inputs, found)
    console = terminal(markup=False, highlight=False, soft_wrap=True)
    if is_one and sum(told.counts.values()) == 1:
        show_one(console, home, told.last)
    else:
        show_all(console, home, told, inputs, index)


class IngestSummary:
    """What became of all items: how many of each, and those that a person should look at."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.to_look_at: list[Outcome] = []
        self.last = Outcome("", "refused")

    def note(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.counts[outcome.status] += 1
        self.last = outcome
        if outcome.why:
            self.to_look_at.append(outcome)


def take_in(intake: Intake, inputs: Inputs, found: list[Found | Unread]) -> IngestSummary:
    """Take all in, and show how far it is."""
    told = IngestSummary()
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    console = terminal(stderr=True)
    with Progress(
        *columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("", total=len(found))
        drawn = 0.0

        def items() -> Iterator[Item | Unread]:
            total = len(found)
            for one in found:
                count = 0
                for count, item in enumerate(inputs.items(one), 1):
                    total += count > 1
                    progress.update(task, total=total)
                    yield item
                progress.advance(task, count == 0)

        for outcome in intake.outcomes(items()):  # which parts into processes, so nothing is drawn in a thread
            told.note(outcome)
            progress.advance(task)
            if time.monotonic() - drawn > DRAWN_EVERY:
                progress.refresh()
                drawn = time.monotonic()
    return told


def show_one(console: Console, home: Path, outcome: Outcome) -> None:
    """What became of one report. Raises SourceError when it did not come in."""
    if outcome.status in ("refused", "doubtful"):
        raise SourceError(in_a_line(why_of(outcome)))
    if outcome.status == "present":
        console.print(f"{outcome.report_id} is in the library already{''.join(f'; {one}' for one in outcome.why)}.")
        return
    source = read_source(sources_folder(home) / str(outcome.report_id))
    show(console, sources_folder(home) / source.report_id, source, outcome.why)


def why_of(outcome: Outcome) -> str:
    """What became of an item, with its name, once."""
    why = "; ".join(outcome.why)
    return why if why.startswith(outcome.name) else f"{outcome.name}: {why}"


def show(console: Console, folder: Path, source: Source, doubts: list[str]) -> None:
    """What came into the library, and what a person should look at."""
    document = source.document()
    rows = extract(document)
    region = source.origin.region
    counts = {name: len(getattr(rows, name)) for name in ("indicators", "targets", "projects", "glossary", "figures")}
    unresolved = sum(figure.reason == "unresolved" for figure in rows.figures)
    said = {
        "files": ", ".join(sorted(file.name for file in folder.iterdir())),
        "region": f"{region.code} {region.name} ({region.name_en}), {region.level}, {region.scheme} {region.vintage}",
        "in": ", ".join(one.name for one in source.origin.parents) or "(not known)",
        "title": source.origin.title,
        "text": f"{len(document.source):,} characters in {len(document.paragraphs)} paragraphs",
        "read": ", ".join(f"{count} {name}" for name, count in counts.items()) + f" ({unresolved} unresolved)",
    }
    console.print(f"Added {source.report_id}")
    for name, what in said.items():
        console.print(f"  {name:<8}{printable(what)}")
    for doubt in (*doubts, *doubts_of(document, rows)):
        console.print(f"Look at this: {printable(doubt)}.")


def show_all(console: Console, home: Path, told: IngestSummary, inputs: Inputs, index: Index) -> None:
    """What became of many reports: how many came in, and which did not, and why."""
    words = {"added": "came in", "present": "there already", "doubtful": "doubtful, and waiting", "refused": "refused"}
    console.print(", ".join(f"{told.counts[status]:,} {what}" for status, what in words.items()) + ".")
    if odd := sum(one.status == "added" for one in told.to_look_at):
        console.print(f"Of those that came in, {odd:,} have a doubt that stops nothing.")
    if inputs.passed_over:
        kinds = ", ".join(f"{count:,} {printable(kind)}" for kind, count in sorted(inputs.passed_over.items()))
        console.print(f"Passed over, for they are no texts: {kinds}.")
    if unused := [row.where for row in index.rows if not row.used]:
        more = f" and {len(unused) - FEW:,} more" if len(unused) > FEW else ""
        console.print(f"Rows of the index that tell of nothing that was given: {', '.join(unused[:FEW])}{more}.")
    stopped = [one for one in told.to_look_at if one.status in ("doubtful", "refused")]
    for one in stopped[:SHOWN]:
        console.print(f"{one.status}: {in_a_line(why_of(one))}")
    if table := write_doubtful(home, told.to_look_at):
        more = f"{len(stopped) - SHOWN} more, and all" if len(stopped) > SHOWN else "All"
        waits = told.counts["doubtful"] > 0
        back = f" Fill in what waits, and give it back: --index {table}" if waits else ""
        console.print(f"{more} that somebody should look at: {table}.{back}")
    if stopped:
        raise SystemExit(1)
