"""How well the heads of reports are read, by field: region, year, title, speaker, office, congress, session, day."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from datasets.evaluation.scores import Score
from datasets.evaluation.whole import MetaLabel, text_of_report
from datasets.reading.document import Document
from datasets.reading.heads import read_head
from datasets.reading.plan_year import agreed, plan_years

FIELDS = ("region_name", "plan_year", "title", "speaker", "speaker_title", "term", "session", "delivered_on")


class MetaVerdict(Struct, frozen=True):
    """The fields of one head, as a person read them and as they are read."""

    report: str
    label: dict[str, Any]
    read: dict[str, Any]

    @property
    def wrong(self) -> list[str]:
        """The fields that differ."""
        return [field for field in FIELDS if self.label[field] != self.read[field]]


def judge_meta(label: MetaLabel, corpus: Path) -> MetaVerdict:
    """Compare the head of a report with what a person read in it."""
    text = text_of_report(label, corpus)
    head = read_head(text)
    session = head.session
    read = {
        "region_name": next(iter(head.places), None),
        "plan_year": agreed(plan_years(head, Document(text, label.report_id))),
        "title": head.title,
        "speaker": head.speaker,
        "speaker_title": head.office,
        "term": session.congress if session else None,
        "session": session.session if session else None,
        "delivered_on": head.delivered_on.isoformat() if head.delivered_on else None,
    }
    return MetaVerdict(label.report_id, {field: getattr(label, field) for field in FIELDS}, read)


def meta_scores(verdicts: Iterable[MetaVerdict]) -> Iterator[Score]:
    """Precision and recall of each field over what is printed."""
    found = list(verdicts)
    for field in FIELDS:
        pairs = [(verdict.label[field], verdict.read[field]) for verdict in found]
        labelled = sum(label is not None for label, _ in pairs)
        read = sum(value is not None for _, value in pairs)
        yield Score(field, labelled, read, sum(label == value is not None for label, value in pairs))
