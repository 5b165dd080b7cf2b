"""`baogao evaluate`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

import click
import msgspec
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from api.cli import terminal
from datasets.errors import SourceError
from datasets.evaluation.context import ContextVerdict, context_scores, judge_context
from datasets.evaluation.labels import read_labels
from datasets.evaluation.meta import judge_meta, meta_scores
from datasets.evaluation.outcomes import OutcomeVerdict, judge_outcome, outcome_scores
from datasets.evaluation.parts import PartsVerdict, judge_parts, parts_scores
from datasets.evaluation.projects import has_statements, judge_statements, scores_of_statements
from datasets.evaluation.scores import Score, Verdict, judge, scores
from datasets.evaluation.whole import (
    FigureLabel,
    Fold,
    Labelled,
    MetaLabel,
    OutcomeLabel,
    PartsLabel,
    by_report,
    kind_of_labels,
    read_whole,
)

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("evaluate")
@click.argument("labels", type=FILE)
@click.option("--corpus", type=FOLDER, help="Texts of the labels that only name their source.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Keep this run, to compare with later.")
@click.option("--compare", type=FILE, help="Show gains and losses against a run that was kept.")
@click.option("--quiet", is_flag=True, help="Scores only, no list of misses, wrongs and extras.")
@click.option("--fold", type=click.Choice(get_args(Fold)), default="all", show_default=True,
              help="Of labels of whole reports: those to make rules from, or the third held back.")  # fmt: skip
def command(
    labels: Path, corpus: Path | None, save: Path | None, compare: Path | None, quiet: bool, fold: Fold
) -> None:
    """Measure precision, recall and F1 against hand labels, per field.

    A figure is fully right when its place, name, measure, value, unit and bound are those of the label; a project when
    its name, status and investment are; a note when its term and definition are. Labels of whole reports (their parts,
    figures in context, outcomes of targets) need --corpus; scores are also given by level and decade. The parts of a
    report are right when 97 % of its figures are on the right side.
    """
    statements = has_statements(labels)
    if not statements and (kind := kind_of_labels(labels)):
        if corpus is None or save or compare:
            raise click.UsageError("labels of whole reports need --corpus, and can be neither saved nor compared")
        SHOWN[kind](terminal(highlight=False), labels, corpus, fold, quiet)
        return
    verdicts = list(judged(labels, corpus))
    console = terminal(highlight=False)
    if not quiet:
        for verdict in verdicts:
            if verdict.outcome != "right":
                console.print(line(verdict), markup=False, soft_wrap=True)
    console.print(score_table(scores_of_statements(verdicts) if statements else scores(verdicts)))
    if compare:
        show_changes(console, msgspec.json.decode(compare.read_bytes(), type=list[Verdict]), verdicts)
    if save:
        save.write_bytes(msgspec.json.encode(verdicts))


def show_parts(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> None:
    """How well the parts of whole reports are told."""
    verdicts = [judge_parts(label, corpus) for label in read_whole(labels, PartsLabel, fold)]
    for verdict in verdicts:
        if verdict.confused and not quiet:
            console.print(parts_line(verdict), markup=False, soft_wrap=True)
    table = Table("group", "reports", "figures", "parts right", "right side", "very part", box=SIMPLE)
    for score in parts_scores(verdicts):
        shares = (f"{share:.2%}" for share in (score.right, score.side, score.very))
        table.add_row(score.group, str(score.reports), str(score.figures), *shares)
    console.print(table)


def parts_line(verdict: PartsVerdict) -> str:
    """Which parts of a report were taken for which, on one line."""
    shares = f"side {verdict.side / verdict.figures:.1%}, part {verdict.very / verdict.figures:.1%}"
    confused = ", ".join(f"{what} ({count})" for what, count in verdict.confused.items())
    return f"{'right' if verdict.is_right else 'wrong'} {verdict.report}: {shares}; {confused}"


def show_context(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> None:
    """How well figures are read in their whole reports."""
    reports = by_report(read_whole(labels, FigureLabel, fold))
    verdicts = [verdict for told in reports.values() for verdict in judge_context(told, corpus)]
    for verdict in verdicts:
        if not verdict.is_right("period", "kind") and not quiet:
            console.print(line(verdict), markup=False, soft_wrap=True)
    for group, found in context_scores(verdicts):
        console.print(group)
        console.print(score_table(found))


def show_outcomes(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> None:
    """How well targets are paired with what came of them."""
    verdicts = [judge_outcome(label, corpus) for label in read_whole(labels, OutcomeLabel, fold)]
    for verdict in verdicts:
        if verdict.kind in ("wrong", "miss") and not quiet:
            console.print(outcome_line(verdict), markup=False, soft_wrap=True)
    for group, found in outcome_scores(verdicts):
        console.print(group)
        console.print(score_table(found))


def outcome_line(verdict: OutcomeVerdict) -> str:
    """A target that was not paired right, on one line."""
    label, read = verdict.label, verdict.read
    took = f"took {read.name} {read.value}" if read else f"took none ({verdict.status})"
    due = label.outcome.text if label.outcome else "none"
    return f"{verdict.kind:5} {label.report_id} at {label.target.start}: {label.target.name} | {took}, is {due}"


def show_meta(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> None:
    """How well the heads of reports are read."""
    verdicts = [judge_meta(label, corpus) for label in read_whole(labels, MetaLabel, fold)]
    for verdict in verdicts:
        if verdict.wrong and not quiet:
            told = (f"{field}: read {verdict.read[field]!r}, is {verdict.label[field]!r}" for field in verdict.wrong)
            console.print(f"wrong {verdict.report}: {'; '.join(told)}", markup=False, soft_wrap=True)
    console.print(score_table(meta_scores(verdicts)))


SHOWN: dict[type[Labelled], Callable[[Console, Path, Path, Fold, bool], None]] = {
    PartsLabel: show_parts, FigureLabel: show_context, OutcomeLabel: show_outcomes, MetaLabel: show_meta,
}  # fmt: skip


def judged(labels: Path, corpus: Path | None) -> Iterator[Verdict]:
    """What a person and the rules read: in passages, or in the paragraphs whose statements are labelled."""
    if not has_statements(labels):
        yield from (verdict for passage, text in read_labels(labels, corpus) for verdict in judge(passage, text))
    elif corpus is None:
        raise SourceError(f"{labels}: names files; say where they are with --corpus")
    else:
        yield from judge_statements(labels, corpus)


def line(verdict: Verdict | ContextVerdict) -> str:
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
    where = verdict.report if isinstance(verdict, ContextVerdict) else verdict.passage
    return f"{verdict.outcome:5} {where} at {verdict.place}: {verdict.text} | {detail}"


def score_table(found: Iterable[Score]) -> Table:
    """The scores as a table."""
    table = Table("question", "labelled", "read", "agreed", "precision", "recall", "F1", box=SIMPLE)
    for score in found:
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        table.add_row(score.question, str(score.labelled), str(score.read), str(score.agreed), *shares)
    return table


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
