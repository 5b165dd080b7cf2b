"""`baogao evaluate`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

import click
import msgspec
from msgspec import Struct
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from api.cli import terminal
from api.commands.build import today
from datasets import json
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
from datasets.library.sources import read_bytes
from datasets.metadata.accuracy import Accuracy, record
from datasets.releases.fingerprints import rules_sha256

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("evaluate")
@click.argument("labels", type=FILE)
@click.option("--corpus", type=FOLDER, help="Texts of the labels that only name their source.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Keep this run, to compare with later.")
@click.option("--compare", type=FILE, help="Show gains and losses against a run that was kept.")
@click.option("--quiet", is_flag=True, help="Scores only, no list of misses, wrongs and extras.")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False),
              help="Put the scores into this file, instead of those of the same labels.")  # fmt: skip
@click.option("--fold", type=click.Choice(get_args(Fold)), default="all", show_default=True,
              help="Of labels in whole reports: those to make rules from, or the third held back.")  # fmt: skip
def command(labels: Path, corpus: Path | None, quiet: bool, fold: Fold, **files: Path | None) -> None:
    """Measure precision, recall and F1 against hand labels, per field.

    A figure is fully right when its place, name, measure, value, unit and bound are those of the label; a project when
    its name, status and investment are; a note when its term and definition are. Labels of whole reports (their parts,
    figures in context, outcomes of targets) need --corpus; scores are also given by level and decade. The parts of a
    report are right when 97 % of its figures are on the right side.
    """
    console = terminal(highlight=False)
    if (kind := None if has_statements(labels) else kind_of_labels(labels)) is None:
        verdicts = list(judged(labels, corpus, fold))
        found = show_passages(console, labels, verdicts, SavedRun(files["save"], files["compare"]), quiet)
    elif corpus is None or files["save"] or files["compare"]:
        raise click.UsageError("labels of whole reports need --corpus, and can be neither saved nor compared")
    else:
        found = SHOWN[kind](console, labels, corpus, fold, quiet)
    if recorded := files["record"]:
        record(recorded, (accuracy(labels, fold, score) for score in found))


class SavedRun(Struct, frozen=True):
    """Where to keep a run, and one that was kept to compare with."""

    save: Path | None
    compare: Path | None


def accuracy(labels: Path, fold: Fold, score: Score) -> Accuracy:
    """A score as it is recorded: of which labels, of the rules as they are, and today."""
    return Accuracy(
        labels=labels.stem,
        fold=fold,
        question=score.question,
        labelled=score.labelled,
        read=score.read,
        agreed=score.agreed,
        precision=round(score.precision, 4),
        recall=round(score.recall, 4),
        measured_on=today(),
        rules_sha256=rules_sha256(),
    )


def show_passages(console: Console, labels: Path, verdicts: list[Verdict], kept: SavedRun, quiet: bool) -> list[Score]:
    """How well passages are read."""
    if not quiet:
        for verdict in verdicts:
            if verdict.outcome != "right":
                console.print(line(verdict), markup=False, soft_wrap=True)
    found = list(scores_of_statements(verdicts) if has_statements(labels) else scores(verdicts))
    console.print(score_table(found))
    if kept.compare:
        show_changes(console, kept_verdicts(kept.compare), verdicts)
    if kept.save:
        kept.save.write_bytes(msgspec.json.encode(verdicts))
    return found


def kept_verdicts(file: Path) -> list[Verdict]:
    """A run that was kept. Raises SourceError for a file that is none."""
    try:
        return json.decode(read_bytes(file), list[Verdict])
    except ValueError as error:
        raise SourceError(f"{file}: is no run that was kept with --save: {error}") from error


def show_parts(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> list[Score]:
    """How well the parts of whole reports are told."""
    verdicts = [judge_parts(label, corpus) for label in read_whole(labels, PartsLabel, fold)]
    for verdict in verdicts:
        if verdict.confused and not quiet:
            console.print(parts_line(verdict), markup=False, soft_wrap=True)
    table = Table("group", "reports", "figures", "parts right", "right side", "very part", box=SIMPLE)
    found = list(parts_scores(verdicts))
    for score in found:
        shares = (f"{share:.2%}" for share in (score.right, score.side, score.very))
        table.add_row(score.group, str(score.reports), str(score.figures), *shares)
    console.print(table)
    return [*found[0].questions] if found else []


def parts_line(verdict: PartsVerdict) -> str:
    """Which parts of a report were taken for which, on one line."""
    shares = f"side {verdict.side / verdict.figures:.1%}, part {verdict.very / verdict.figures:.1%}"
    confused = ", ".join(f"{what} ({count})" for what, count in verdict.confused.items())
    return f"{'right' if verdict.is_right else 'wrong'} {verdict.report}: {shares}; {confused}"


def show_context(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> list[Score]:
    """How well figures are read in their whole reports."""
    reports = by_report(read_whole(labels, FigureLabel, fold))
    verdicts = [verdict for told in reports.values() for verdict in judge_context(told, corpus)]
    for verdict in verdicts:
        if not verdict.is_right("period", "kind") and not quiet:
            console.print(line(verdict), markup=False, soft_wrap=True)
    return show_groups(console, context_scores(verdicts))


def show_outcomes(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> list[Score]:
    """How well targets are paired with what came of them."""
    verdicts = [judge_outcome(label, corpus) for label in read_whole(labels, OutcomeLabel, fold)]
    for verdict in verdicts:
        if verdict.kind in ("wrong", "miss") and not quiet:
            console.print(outcome_line(verdict), markup=False, soft_wrap=True)
    return show_groups(console, outcome_scores(verdicts))


def show_groups(console: Console, groups: Iterable[tuple[str, list[Score]]]) -> list[Score]:
    """The scores of all labels, which come first, and of each level and decade."""
    found = list(groups)
    for group, scored in found:
        console.print(group)
        console.print(score_table(scored))
    return found[0][1] if found else []


def outcome_line(verdict: OutcomeVerdict) -> str:
    """A target that was not paired right, on one line."""
    label, read = verdict.label, verdict.read
    took = f"took {read.name} {read.value}" if read else f"took none ({verdict.status})"
    due = label.outcome.text if label.outcome else "none"
    return f"{verdict.kind:5} {label.report_id} at {label.target.start}: {label.target.name} | {took}, is {due}"


def show_meta(console: Console, labels: Path, corpus: Path, fold: Fold, quiet: bool) -> list[Score]:
    """How well the heads of reports are read."""
    verdicts = [judge_meta(label, corpus) for label in read_whole(labels, MetaLabel, fold)]
    for verdict in verdicts:
        if verdict.wrong and not quiet:
            told = (f"{field}: read {verdict.read[field]!r}, is {verdict.label[field]!r}" for field in verdict.wrong)
            console.print(f"wrong {verdict.report}: {'; '.join(told)}", markup=False, soft_wrap=True)
    found = list(meta_scores(verdicts))
    console.print(score_table(found))
    return found


SHOWN: dict[type[Labelled], Callable[[Console, Path, Path, Fold, bool], list[Score]]] = {
    PartsLabel: show_parts, FigureLabel: show_context, OutcomeLabel: show_outcomes, MetaLabel: show_meta,
}  # fmt: skip


def judged(labels: Path, corpus: Path | None, fold: Fold) -> Iterator[Verdict]:
    """What a person and the rules read: in passages, or in the paragraphs whose statements are labelled."""
    if not has_statements(labels):
        if fold != "all":
            raise click.UsageError("passages have no folds: leave --fold out")
        yield from (verdict for passage, text in read_labels(labels, corpus) for verdict in judge(passage, text))
    elif corpus is None:
        raise SourceError(f"{labels}: names files; say where they are with --corpus")
    else:
        yield from judge_statements(labels, corpus, fold)


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
