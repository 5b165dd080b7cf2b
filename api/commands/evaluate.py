"""`baogao evaluate`."""

from pathlib import Path

import click
import msgspec
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from datasets.evaluation.labels import read_labels
from datasets.evaluation.scores import Verdict, judge, scores

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("evaluate")
@click.argument("labels", type=FILE)
@click.option("--corpus", type=FOLDER, help="Texts of the labels that only name their source.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Keep this run, to compare with later.")
@click.option("--compare", type=FILE, help="Show gains and losses against a run that was kept.")
@click.option("--quiet", is_flag=True, help="Scores only, no list of misses, wrongs and extras.")
def command(labels: Path, corpus: Path | None, save: Path | None, compare: Path | None, quiet: bool) -> None:
    """Measure precision, recall and F1 against hand labels, per field.

    A figure is fully right when its place, name, measure, value, unit and bound are those of the label; a project when
    its name, status and investment are; a note when its term and definition are.
    """
    verdicts = [verdict for passage, text in read_labels(labels, corpus) for verdict in judge(passage, text)]
    console = Console(highlight=False)
    if not quiet:
        for verdict in verdicts:
            if verdict.outcome != "right":
                console.print(line(verdict), markup=False, soft_wrap=True)
    show_scores(console, verdicts)
    if compare:
        show_changes(console, msgspec.json.decode(compare.read_bytes(), type=list[Verdict]), verdicts)
    if save:
        save.write_bytes(msgspec.json.encode(verdicts))


def line(verdict: Verdict) -> str:
    """A figure that was not read right, on one line."""
    differences = [
        f"{field}: read {verdict.row[field]!r}, is {verdict.label[field]!r}"
        for field in verdict.wrong
        if verdict.row and verdict.label
    ]
    known = verdict.label or verdict.row or {}
    detail = (
        "; ".join(differences)
        or f"{known.get('name') or known.get('term')} {known.get('measure') or ''} {known.get('value') or ''}".rstrip()
    )
    return f"{verdict.outcome:5} {verdict.passage} at {verdict.place}: {verdict.text} | {detail}"


def show_scores(console: Console, verdicts: list[Verdict]) -> None:
    """The scores as a table."""
    table = Table("question", "labelled", "read", "agreed", "precision", "recall", "F1", box=SIMPLE)
    for score in scores(verdicts):
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        table.add_row(score.question, str(score.labelled), str(score.read), str(score.agreed), *shares)
    console.print(table)


def show_changes(console: Console, before: list[Verdict], after: list[Verdict]) -> None:
    """What is right now and was not, and the other way round."""
    was = {(v.passage, v.table, v.place): v.outcome for v in before}
    now = {(v.passage, v.table, v.place): v for v in after}
    gains = [v for key, v in now.items() if v.outcome == "right" and was.get(key) != "right"]
    gone = [v for v in before if v.outcome == "extra" and (v.passage, v.table, v.place) not in now]
    losses = [v for key, v in now.items() if v.outcome != "right" and was.get(key) in ("right", None)]
    console.print(f"{len(gains) + len(gone)} gained, {len(losses)} lost")
    for verdict in losses:
        console.print("lost: " + line(verdict), markup=False, soft_wrap=True)
