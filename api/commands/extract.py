"""`baogao extract`."""

import hashlib
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from api.cli import echo, echo_json
from datasets.errors import BaogaoError, SourceError
from datasets.extract.doubts import doubts_of
from datasets.extract.report import extract, with_region_and_year
from datasets.files import at_most
from datasets.library.bounds import LARGEST
from datasets.library.documents.kinds import kind_of
from datasets.library.likeness import refuse_misread, why_not_a_report
from datasets.library.regions.names import code_of
from datasets.library.regions.register import VINTAGE, nearest
from datasets.library.sources import decode, read_bytes
from datasets.reading.confidence import confidence, explained
from datasets.reading.document import Document
from datasets.reading.structure import LONGEST_PASSAGE
from schemas.region_codes import level_of
from schemas.vocabulary import Part

UNKNOWN = "unknown"
PARTS: dict[str, Part | None] = {"auto": None, "review": "review", "plan": "plan"}


@click.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--year", type=click.IntRange(1900, 2100), help="Year the plan is for; read from the headings if not given."
)
@click.option("--region", metavar="REGION", help="Code of the region, six digits, or its name in the year of the plan.")
@click.option("--part", type=click.Choice(list(PARTS)), default="auto", show_default=True,
              help="Part of a report a loose passage is from; auto decides from headings and wording.")  # fmt: skip
@click.option("--ndjson", is_flag=True, help="One line for each file.")
@click.option("--explain", is_flag=True, help="Also say which signals decided the parts of a report.")
def command(
    files: tuple[Path, ...], year: int | None, region: str | None, part: str, ndjson: bool, explain: bool
) -> None:
    """Read reports or passages and print their rows as JSON, one object for each file; `-` reads standard input.

    Offsets are code points of the decoded text, so text[char_start:char_end] is the quote of every row. The answer
    depends on the input alone. A file that cannot be read is named on standard error, and the exit code is then 1.
    """
    failed = False
    for file in files:
        try:
            answer = read(file, year, region, PARTS[part], explain)
        except BaogaoError as error:
            echo(f"Error: {error}", err=True)
            failed = True
            continue
        encoded = msgspec.json.encode(answer)
        echo_json(encoded if ndjson else msgspec.json.format(encoded, indent=2))
    sys.exit(1 if failed else 0)


def read_input() -> bytes:
    """The text that comes in. Raises SourceError when it is longer than a file may be."""
    try:
        return at_most(sys.stdin.buffer, LARGEST, "-")
    except OSError as error:
        raise SourceError(f"-: {error.strerror or error}") from error


def read(file: Path, year: int | None, region: str | None, part: Part | None, explain: bool = False) -> dict[str, Any]:
    """The rows of one file. Raises SourceError when it holds no text."""
    content = read_input() if str(file) == "-" else read_bytes(file)
    if kind := kind_of(content):
        raise SourceError(f"{file}: is {kind.name}, not text; baogao ingest reads it, or save it as UTF-8 text")
    text = decode(content, file)
    refuse_misread(text, file)  # before it was saved as UTF-8
    if not text.strip():
        raise SourceError(f"{file}: is empty; expected the text of a report")
    document = Document(text, UNKNOWN, year=year, part=part)
    document.year = year or document.stated_year
    region = code_of(region, document.year) if region else None
    if region and document.year:
        document.report_id = f"{region}-{document.year}"
    known = nearest(region, document.year or VINTAGE) if region else None
    extraction = with_region_and_year(
        extract(document),
        region_code=region,
        region_name=known.name if known else None,
        level=level_of(region) if region else None,
        report_year=document.year,
    )
    rows = {name: getattr(extraction, name) for name in extraction.__struct_fields__ if name != "paragraphs"}
    odd = [*doubts_of(document, extraction), *doubts_of_kind(document)]
    for doubt in odd:
        echo(f"Look at this: {file}: {doubt}.", err=True)
    report = about(document, content, region, year) | {"confidence": confidence(document.paragraphs), "doubts": odd}
    parts = {"parts": list(explained(document.paragraphs))} if explain else {}
    return {"file": str(file), "report": report, **parts, **rows}


def doubts_of_kind(document: Document) -> list[str]:
    """Why a text that is too long for a passage does not look like a report."""
    reason = why_not_a_report(document) if len(document.source) > LONGEST_PASSAGE else None
    return [f"it does not look like a government work report (政府工作报告): {reason}"] if reason else []


def about(document: Document, content: bytes, region: str | None, year: int | None) -> dict[str, Any]:
    """What is known of the text as a whole."""
    return {
        "id": document.report_id,
        "region_code": region,
        "year": document.year,
        "year_is_from": "option" if year else "text" if document.year else None,
        "sha256": hashlib.sha256(content).hexdigest(),
        "char_length": len(document.source),
        "paragraph_count": len(document.paragraphs),
        "parts": sorted({paragraph.part for paragraph in document.paragraphs}),
    }
