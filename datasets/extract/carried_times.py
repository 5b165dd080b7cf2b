"""The time that a sentence has from one before it in its paragraph."""

from collections.abc import Iterator

from msgspec.structs import replace

from datasets.reading.document import Document
from datasets.reading.structure import Paragraph
from datasets.reading.text import Span
from datasets.reading.times import Frame, Time, opening_time


def with_carried_times(document: Document) -> Iterator[tuple[Paragraph, Span, Time | None]]:
    """The sentences of a report, each with the time that an earlier sentence of its paragraph opens with."""
    carried: Time | None = None
    number = 0
    for paragraph, sentence in document.sentences:
        if paragraph.number != number:
            carried, number = None, paragraph.number
        yield paragraph, sentence, carried
        frame = document.frame_of(paragraph)
        opened = opening_time(document.text, sentence.start, sentence.end, frame)
        if opened and closes(opened, frame) and told_beside(document, opened, sentence):
            opened = replace(opened, kind="closing")
        carried = opened or carried


def told_beside(document: Document, time: Time, sentence: Span) -> bool:
    """Whether a sentence tells figures of the time that it opens with, and so does not only lead to what follows."""
    return any(numeral.script == "arabic" for numeral in document.numerals_in(time.end, sentence.end))


def closes(time: Time, frame: Frame) -> bool:
    """Whether a time is the last year of a section of several: 2013年,…达987亿元。累计争取…17亿元 is of all of them."""
    return not frame.promises and frame.span[0] < frame.span[1] and time.first == time.last == frame.span[1]
