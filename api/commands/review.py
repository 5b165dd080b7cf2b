"""`baogao review`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct, structs
from rich.box import SIMPLE
from rich.table import Table as Grid
from rich.text import Text

from api.cli import echo_json, home_option, printable, read_seconds_option, terminal
from datasets.library.bounds import ORIGIN, Bounds
from datasets.library.findings import KINDS, Finding, Kind, Sentence
from datasets.library.home import sources_folder
from datasets.releases.review import Findings, Question, Survey, review, source_named, survey

SHOWN = 20
OPENS, CLOSES = "»", "«"  # around the characters a finding is about, for where nothing is coloured
HEADS = {kind: kind.replace("_", " ") for kind in KINDS} | {"doubt": "doubts", "unknown_verb": "unknown verbs"}


@click.command("review")
@click.argument("report", required=False)
@home_option("sources")
@click.option(
    "--kind", type=click.Choice(KINDS), help="Only findings of this kind; without REPORT: reports that have some."
)
@click.option("--limit", type=click.IntRange(1), default=SHOWN, show_default=True, help="How many are shown.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many are left out before.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@read_seconds_option
def command(home: Path, report: str | None, read_seconds: int, as_json: bool, **given: Any) -> None:
    """Show what a person should look at, as the rules of today read the sources; no release is asked.

    Without REPORT: the reports of the library, those first that cannot be read, then those with most to look at. With
    REPORT, such as 211102-2024: each doubt, each numeral and verb no rule understands, each row that was left out, with
    its sentence, the reason, and the lines that settle it, to be pasted into its origin.toml (docs/curating.md).

    The exit code is 1 when a report cannot be read.
    """
    page = Page(**given)
    if report is None:
        found = surveyed(home, Bounds(read_seconds))
        chosen = [one for one in found if page.kind is None or one.refused or one.counts[page.kind]]
        shown = chosen[page.offset : page.offset + page.limit]
        print_json(page, len(chosen), shown) if as_json else show_survey(page, len(chosen), shown)
        sys.exit(1 if any(one.refused for one in found) else 0)
    with terminal(stderr=True).status("Reading the report"):
        source = source_named(sources_folder(home), report)
        findings = review(Question(source, **structs.asdict(page)), Bounds(read_seconds))
    if as_json:
        print_json(page, findings.total, findings.page)
    else:
        show_findings(page, findings, report, sources_folder(home) / report / ORIGIN)


class Page(Struct, frozen=True):
    """Which of the findings, or of the reports, are shown."""

    kind: Kind | None
    limit: int
    offset: int

    def after(self, total: int) -> int | None:
        """The offset of the page behind this one, if there is one."""
        end = self.offset + self.limit
        return end if end < total else None


def surveyed(home: Path, bounds: Bounds) -> list[Survey]:
    """Every report of a library: first those that cannot be read, then those with most to look at."""
    with terminal(stderr=True).status("Reading the sources") as status:
        total, reports = survey(home, bounds)
        found = []
        for one in reports:
            found.append(one)
            status.update(f"Reading the sources: {len(found):,} of {total:,}")
    return sorted(found, key=lambda one: (one.refused is None, -weight(one), one.report_id))


def weight(one: Survey) -> int:
    """How many findings a report has that are about some place in it, or odd about the whole."""
    return sum(count for kind, count in one.counts.items() if kind != "unreviewed")


def print_json(page: Page, total: int, shown: list[Any]) -> None:
    """A page of what was found, with how much there is and where the next page begins."""
    said = {"total": total, "offset": page.offset, "limit": page.limit, "next_offset": page.after(total)}
    echo_json(msgspec.json.format(msgspec.json.encode(said | {"data": shown}), indent=2))


def show_survey(page: Page, total: int, shown: list[Survey]) -> None:
    """The reports as a table, and why some cannot be read."""
    grid = Grid("report", box=SIMPLE)
    for kind in KINDS:
        grid.add_column(HEADS[kind], justify="right")
    for one in shown:
        if not one.refused:
            grid.add_row(printable(one.report_id), *(f"{one.counts[kind]:,}" for kind in KINDS))
    console = terminal(markup=False, highlight=False, soft_wrap=True)
    if grid.row_count:
        console.print(grid)
    for one in shown:
        if one.refused:
            console.print(f"Cannot be read: {one.report_id}: {one.refused}")
    console.print(page_line(page, total, len(shown), "report"))
    if grid.row_count:
        console.print("baogao review REPORT shows each, with the lines to correct it.")


def page_line(page: Page, total: int, shown: int, what: str) -> str:
    """Which part of all is shown, and how to see what comes behind it."""
    more = page.after(total)
    which = f"{page.offset + 1:,} to {page.offset + shown:,} of " if shown and (more or page.offset) else ""
    return f"{which}{total:,} {what}{'' if total == 1 else 's'}" + (f"; the next: --offset {more}" if more else "")


def show_findings(page: Page, findings: Findings, report: str, origin: Path) -> None:
    """Each finding with its sentence, the reason, and the lines that settle it; all but these lines are comments."""
    console = terminal(markup=False, highlight=False, soft_wrap=True)
    for number, one in enumerate(findings.page, page.offset + 1):
        about = f"  {one.row_id} ({one.table})" if one.row_id else ""
        console.print(f"# {number}. {HEADS[one.kind]}{about}", style="bold")
        for line in finding_text(one):
            console.print(line)
        for choice, suggestion in enumerate(one.suggestions):
            fill = f"; fill in {', '.join(suggestion.fill)}" if suggestion.fill else ""
            console.print(f"# {'or ' if choice else ''}{suggestion.means} ({suggestion.where}{fill}):")
            console.print(suggestion.lines, end="")
        console.print()
    console.print(f"# {report}: {page_line(page, findings.total, len(findings.page), 'finding')}")
    if any(one.suggestions for one in findings.page):
        console.print(f"# Of each, one choice goes into {origin}")


def finding_text(one: Finding) -> Iterator[Text]:
    """The sentence of a finding, and the reason."""
    if one.sentence:
        if one.sentence.section:
            yield Text(f"#   {plain(one.sentence.section)}", style="dim")
        yield marked(one.sentence)
    yield Text(f"#   {plain(one.because)}")


def marked(sentence: Sentence) -> Text:
    """A sentence on one line, with the characters it is about marked."""
    text, (start, end) = sentence.text, (sentence.start, sentence.end)
    shown = Text(f"#   {plain(text[:start])}")
    shown.append(f"{OPENS}{plain(text[start:end])}{CLOSES}", style="reverse")
    return shown.append(plain(text[end:]))


def plain(words: str) -> str:
    """Words on one line."""
    return printable(words).replace("\n", " ")
