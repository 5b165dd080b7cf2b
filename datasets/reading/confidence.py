"""How sure the parts of a report are, and what of them a person should look at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from datasets.reading.structure import Paragraph
from datasets.rules.parts import HEADING_SIGNALS, LINE_SIGNALS
from schemas.vocabulary import Part

TOLD: tuple[Part, ...] = ("review", "problems", "outlook", "plan", "closing")
PUBLISHED: tuple[Part, ...] = ("review", "problems", "outlook", "plan")
NEEDED: tuple[Part, ...] = ("review", "plan")
TINY = 0.08  # of the report
UNSURE = 0.75
DIGITS = 3
BECAUSE = {signal.name: signal.because for signal in (*LINE_SIGNALS, *HEADING_SIGNALS)}


class Parts(Struct, frozen=True):
    """What is known of the parts of a report: characters, how sure they are, and figures that rows use."""

    lengths: Mapping[str, int]
    confidence: Mapping[str, float | None]
    figures: Mapping[str, int]


def confidence(paragraphs: Iterable[Paragraph]) -> dict[str, float | None]:
    """How sure each part is, and all together (`parts`), by the characters in them; None where nothing was decided."""
    sure: defaultdict[str, float] = defaultdict(float)
    lengths: defaultdict[str, int] = defaultdict(int)
    for paragraph in paragraphs:
        if paragraph.sure is not None and paragraph.part in TOLD:
            length = paragraph.end - paragraph.start
            for key in (paragraph.part, "parts"):
                sure[key] += length * paragraph.sure
                lengths[key] += length
    keys = ("parts", *PUBLISHED)
    return {key: round(sure[key] / lengths[key], DIGITS) if lengths[key] else None for key in keys}


def lengths_of(paragraphs: Iterable[Paragraph]) -> dict[str, int]:
    """The characters of each part of a report."""
    lengths = dict.fromkeys(map(str, TOLD), 0)
    for paragraph in paragraphs:
        if paragraph.part in TOLD:
            lengths[paragraph.part] += paragraph.end - paragraph.start
    return lengths


def doubts(parts: Parts) -> Iterator[str]:
    """What is odd about the parts of a whole report: one that is missing, tiny, unsure, or has no figure."""
    total = sum(parts.lengths.values())
    if parts.confidence.get("parts") is None or not total:
        return
    for part in NEEDED:
        share = parts.lengths.get(part, 0) / total
        if share == 0:
            yield f"it has no {part}"
        elif share < TINY:
            yield f"its {part} is only {share:.0%} of the report"
        elif not parts.figures.get(part):
            yield f"its {part} has no figure"
    for part in PUBLISHED:
        sure = parts.confidence.get(part)
        if sure is not None and sure < UNSURE:
            yield f"its {part} is told with a confidence of {sure:.2f} only"


def explained(paragraphs: Iterable[Paragraph]) -> Iterator[dict[str, object]]:
    """The parts of a report in order: where each is, how sure, and which signals of how many lines decided."""
    decided = (paragraph for paragraph in paragraphs if paragraph.sure is not None)
    for part, group in groupby(decided, key=lambda paragraph: paragraph.part):
        lines = list(group)
        counts: defaultdict[str, int] = defaultdict(int)
        for line in lines:
            for signal in line.signals:
                counts[signal] += 1
        yield {
            "part": part,
            "char_start": lines[0].start,
            "char_end": lines[-1].end,
            "confidence": confidence(lines)["parts"],
            "signals": [{"name": name, "lines": n, "because": BECAUSE[name]} for name, n in counts.items()],
        }
