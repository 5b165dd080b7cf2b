"""What a person should look at in a report that was read."""

from collections import Counter

from datasets.extract.quarantine import quarantine_notes
from datasets.extract.report import Extraction
from datasets.reading.confidence import Parts, confidence, doubts, lengths_of
from datasets.reading.document import Document


def doubts_of(document: Document, extraction: Extraction) -> list[str]:
    """What is odd about the parts of a report, and which rows were left out."""
    return [*doubts_of_parts(document, extraction), *quarantine_notes(figure.rule for figure in extraction.figures)]


def doubts_of_parts(document: Document, extraction: Extraction) -> list[str]:
    """What is odd about the parts of a report."""
    figures = Counter(str(figure.part) for figure in extraction.figures if figure.table is not None)
    lengths = lengths_of(document.paragraphs)
    return list(doubts(Parts(lengths, confidence(document.paragraphs), figures)))
