"""How well reports are read, as last measured against hand labels: `datasets/accuracy.json`, and its table in the docs.

`baogao evaluate LABELS --record datasets/accuracy.json` writes it: what it says was measured, and nothing is typed in.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from datasets import json
from datasets.errors import SourceError
from datasets.files import read_named

FILE = Path(__file__).parents[1] / "accuracy.json"
LARGEST = 16 << 20  # bytes
Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Text = Annotated[str, Meta(min_length=1, max_length=80)]


class Accuracy(Struct, frozen=True, forbid_unknown_fields=True):
    """Precision and recall of one question over a file of labels; `rules_sha256` is of the rules that were measured.

    `labelled` is what a person found, `read` what the rules did, `agreed` what both did.
    """

    labels: Text
    fold: Text
    question: Text
    labelled: Count
    read: Count
    agreed: Count
    precision: Share
    recall: Share
    measured_on: dt.date
    rules_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


def read_accuracy(file: Path = FILE) -> list[Accuracy]:
    """What was measured. Raises SourceError for a file that is none."""
    try:
        return json.decode(read_named(file, LARGEST), list[Accuracy])
    except (OSError, ValueError) as error:
        raise SourceError(f"{file}: {error}") from error


def record(file: Path, measured: Iterable[Accuracy]) -> None:
    """Put what was measured into a file, instead of what it had of the same labels and fold."""
    new = list(measured)
    again = {(one.labels, one.fold) for one in new}
    kept = [one for one in (read_accuracy(file) if file.is_file() else []) if (one.labels, one.fold) not in again]
    ordered = sorted([*kept, *new], key=lambda one: (one.labels, one.fold))
    lines = ",\n".join(msgspec.json.encode(one).decode() for one in ordered)
    file.write_text(f"[\n{lines}\n]\n", "utf-8")


def accuracy_table(measured: Iterable[Accuracy]) -> str:
    """What was measured as a table in Markdown."""
    head = "| labels 标注 | fold | question 问题 | n | precision 准确率 | recall 召回率 | measured 测于 |\n"
    return f"{head}|---|---|---|---|---|---|---|\n" + "".join(
        f"| {one.labels} | {one.fold} | {one.question} | {one.labelled} | {one.precision:.3f} | {one.recall:.3f} "
        f"| {one.measured_on} |\n"
        for one in measured
    )
