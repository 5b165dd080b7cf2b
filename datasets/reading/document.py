"""A report, read: its text with paragraphs, sentences and numerals. Extractors see nothing else."""

import bisect
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from datasets.reading.contexts import frames, year_meant
from datasets.reading.lines import mended
from datasets.reading.markup import NO_WIDTH, Aside, links, note_marks, unmarked, without
from datasets.reading.numerals import Numeral, numerals
from datasets.reading.structure import Paragraph, paragraphs
from datasets.reading.text import Span, fold, sentences
from datasets.reading.times import Frame
from datasets.rules.notes import CIRCLED
from datasets.rules.sections import NOTE_BARE, PLAN_YEAR, TITLE_YEAR
from datasets.rules.strength import EXPECTED_PARAGRAPH
from schemas.vocabulary import Part

READ_PARTS = frozenset({"front", "review", "problems", "outlook", "plan", "closing"})


def number_of(written: str) -> int:
    """The number of a note: 12 or ⑫."""
    return CIRCLED.get(written) or int(written)


class Document:
    """One report. `source` is the text as stored, `text` is what the rules read; all offsets fit both.

    `words` is the source whose marks have no width: names are cut from it. `asides` are read past: marks of notes, and
    addresses of links; `text_printed` is the text with them.
    """

    def __init__(
        self,
        source: str,
        report_id: str,
        *,
        year: int | None = None,
        region: str | None = None,
        part: Part | None = None,
    ) -> None:
        self.source = source
        words = unmarked(source)
        self.text_printed = mended(fold(words))
        self.report_id = report_id
        self.year = year
        self.region = region
        around = list(links(source))
        text = without(self.text_printed, around, " ")
        self.paragraphs = paragraphs(source, text, part, year_meant(text, year), self.text_printed)
        self.asides = [*around, *self._note_marks(text)]
        self.text = without(self.text_printed, self.asides, " ")
        self.words = without(words, self.asides, NO_WIDTH)
        self._sections: dict[int, str | None] = {}  # by the number of a paragraph
        self._starts = [paragraph.start for paragraph in self.paragraphs]

    def _note_marks(self, text: str) -> Iterator[Aside]:
        """The marks of notes in what is no note."""
        heads = (NOTE_BARE.match(text, one.start, one.end) for one in self.paragraphs if one.part == "notes")
        notes = {number_of(head["number"]) for head in heads if head}
        last = 0
        for paragraph in self.paragraphs:
            if paragraph.part in READ_PARTS and paragraph.kind in ("body", "heading"):
                for mark in note_marks(self.source, paragraph.start, paragraph.end, notes, last):
                    last = max(last, mark.note or 0)
                    yield mark

    @cached_property
    def numerals(self) -> list[Numeral]:
        """Every numeral of the text, in order."""
        return list(numerals(self.source, self.text_printed))

    @cached_property
    def _places(self) -> list[int]:
        """Where each numeral starts."""
        return [numeral.start for numeral in self.numerals]

    @cached_property
    def frames(self) -> list[Frame]:
        """What times are relative to in each paragraph."""
        return frames(self.text, self.paragraphs, year_meant(self.text, self.year))

    def frame_of(self, paragraph: Paragraph) -> Frame:
        """What times are relative to in a paragraph."""
        return self.frames[paragraph.number - 1]

    def year_of(self, paragraph: Paragraph) -> int | None:
        """The year a paragraph is about when it does not say."""
        return self.frame_of(paragraph).span[1] or None

    @cached_property
    def sentences(self) -> list[tuple[Paragraph, Span]]:
        """The sentences of the report itself: no page chrome, title or notes."""
        return [
            (paragraph, sentence)
            for paragraph in self.paragraphs
            if paragraph.part in READ_PARTS and paragraph.kind in ("body", "heading")
            for sentence in sentences(self.text, paragraph.start, paragraph.end)
        ]

    @cached_property
    def expected_paragraphs(self) -> frozenset[int]:
        """The numbers of the paragraphs that call what they list expected goals."""
        return frozenset(
            one.number
            for one in self.paragraphs
            if any(self.text.find(word, one.start, one.end) >= 0 for word in EXPECTED_PARAGRAPH)
        )

    @property
    def stated_year(self) -> int | None:
        """The year the plan is for, as headings or the title say: 2024年工作安排, 2024年政府工作报告.

        The headings of the plan say it first; others name years that are over (2023年主要工作), so the last counts.
        """
        named = [
            (one, PLAN_YEAR.search(self.text, one.start, one.end)) for one in self.paragraphs if one.kind == "heading"
        ]
        years = [(one.part == "plan", int(match["year"])) for one, match in named if match]
        if years:
            return max(years)[1]
        titles = (one for one in self.paragraphs if one.kind in ("title", "heading", "body"))
        found = (TITLE_YEAR.search(self.text, one.start, one.end) for one in titles)
        return next((int(match["year"]) for match in found if match), None)

    def numerals_in(self, start: int, end: int) -> list[Numeral]:
        """The numerals that start between two places."""
        low = bisect.bisect_left(self._places, start)
        return self.numerals[low : bisect.bisect_left(self._places, end, low)]

    def paragraph_at(self, place: int) -> Paragraph:
        """The paragraph a place of the text is in."""
        return self.paragraphs[max(0, bisect.bisect_right(self._starts, place) - 1)]

    def section(self, paragraph: Paragraph) -> str | None:
        """The headings above a paragraph, as printed."""
        if paragraph.number not in self._sections:
            path = (self.printed(span.start, span.end) for span in paragraph.headings)
            self._sections[paragraph.number] = " / ".join(path) or None
        return self._sections[paragraph.number]

    def printed(self, start: int, end: int) -> str:
        """The words between two places as printed, without marks of Markdown."""
        return self.words[start:end].replace(NO_WIDTH, "")

    def row_id(self, letter: str, place: int, again: int = 0) -> str:
        """The id of a row, from the place it was read at; `again` counts further rows from the same place."""
        return f"{self.report_id}.{letter}{place}" + (f"-{again + 1}" if again else "")

    def located(self, start: int, end: int, rule: str, paragraph: Paragraph | None = None) -> dict[str, Any]:
        """The provenance columns of a row read from these characters; of their paragraph, where that is known."""
        paragraph = paragraph or self.paragraph_at(start)
        return {
            "report_id": self.report_id,
            "section": self.section(paragraph),
            "paragraph": paragraph.number,
            "char_start": start,
            "char_end": end,
            "quote": self.source[start:end],
            "rule": rule,
        }
