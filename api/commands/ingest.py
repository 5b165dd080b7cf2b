"""`baogao ingest`."""

import datetime as dt
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
from rich.console import Console

from api.cli import home_option, printable, read_seconds_option, terminal
from datasets.extract.doubts import doubts_of
from datasets.library.bounds import Bounds
from datasets.library.ingestion import OFFICIAL, Ingested, Stated, ingest
from datasets.library.region_names import code_of
from datasets.library.sources import WebAddress
from schemas.vocabulary import Level

LEVELS = get_args(get_args(Level)[0])
DAY = click.DateTime(["%Y-%m-%d"])


def web_address(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    """An address on the web, if one was given. Raises BadParameter for anything else."""
    try:
        return msgspec.convert(given, WebAddress | None)
    except msgspec.ValidationError:
        raise click.BadParameter(f"{given!r} is no address such as https://www.example.gov.cn/report.pdf") from None


@click.command("ingest")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@click.option(
    "--region",
    "code",
    required=True,
    metavar="REGION",
    help="Code of the region, six digits, or its name in that year.",
)
@click.option("--year", required=True, type=click.IntRange(1949, 2100), help="Year the plan is for.")
@click.option("--name", help="Name of the region in Chinese. Default: as another report of the library has it.")
@click.option("--name-en", help="Name of the region in English. Default: likewise.")
@click.option("--level", type=click.Choice(LEVELS), help="Level of the government. Default: by the code.")
@click.option(
    "--vintage",
    type=click.IntRange(1949, 2100),
    help="Year of the list the code is from. Default: as another report of the library has it, else the year before the plan.",
)
@click.option("--title", help="Title of the report. Default: as the text has it, else one is made of region and year.")
@click.option("--speaker", help="Who delivered it.")
@click.option("--speaker-title", help="Office of who delivered it.")
@click.option("--delivered-on", type=DAY, metavar="YYYY-MM-DD", help="Day it was delivered.")
@click.option("--published-on", type=DAY, metavar="YYYY-MM-DD", help="Day it was published.")
@click.option("--publisher", help="Who published it.")
@click.option("--site-name", help="Name of the site it was published on.")
@click.option("--url", callback=web_address, help="Address it was published at.")
@click.option("--licence", default=OFFICIAL, show_default=True, help="Terms the text is under.")
@click.option("--force", is_flag=True, help="Take a text that does not look like a government work report.")
@read_seconds_option
def command(file: Path, home: Path, read_seconds: int, **given: Any) -> None:
    """Add a report to the library of sources: text (UTF-8, GB 18030), HTML, DOCX or PDF.

    The file is kept untouched in sources/CODE-YEAR/, with the text that was read from it and an origin.toml; `baogao
    build` then makes a release. Nothing is written over. A text that does not look like a government work report, by its
    structure, words, length and figures, is refused; extract reads any passage.
    """
    stated: dict[str, Any] = {n: one.date() if isinstance(one, dt.datetime) else one for n, one in given.items()}
    stated["code"] = code_of(stated["code"], stated["year"])
    with terminal(stderr=True).status("Reading the report"):
        new = ingest(home, file, Stated(**stated), Bounds(read_seconds))
        show(terminal(markup=False, highlight=False, soft_wrap=True), new)


def show(console: Console, new: Ingested) -> None:
    """What came into the library, and what a person should look at."""
    document, rows = new.read.document, new.read.rows
    region = new.origin.region
    counts = {name: len(getattr(rows, name)) for name in ("indicators", "targets", "projects", "glossary", "figures")}
    unresolved = sum(figure.reason == "unresolved" for figure in rows.figures)
    said = {
        "files": ", ".join(sorted(file.name for file in new.folder.iterdir())),
        "region": f"{region.code} {region.name} ({region.name_en}), {region.level}, {region.scheme} {region.vintage}",
        "in": ", ".join(one.name for one in new.origin.parents) or "(not known)",
        "title": new.origin.title,
        "text": f"{len(document.source):,} characters in {len(document.paragraphs)} paragraphs",
        "read": ", ".join(f"{count} {name}" for name, count in counts.items()) + f" ({unresolved} unresolved)",
    }
    console.print(f"Added {new.folder.name}")
    for name, what in said.items():
        console.print(f"  {name:<8}{printable(what)}")
    for doubt in (*new.doubts, *doubts_of(document, rows)):
        console.print(f"Look at this: {printable(doubt)}.")
    console.print(f"Written to {new.folder}; baogao build makes a release of it.")
