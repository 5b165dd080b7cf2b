"""Clauses that may tell of works: most have no word that works end with, and are not looked at again."""

import re
from collections.abc import Iterator

from datasets.reading.text import Span
from datasets.rules.projects.works import WORKS_ENDS
from datasets.rules.words import finder

# A clause with what it quotes; what is neither a mark nor opens a quote is taken in one run.
CLAUSE = re.compile(r"(?:[^,;:。!?\n“(《]++|“[^”]{0,40}”|\([^)]{0,24}\)|《[^》]{0,60}》|[“(《])+")
SHORTEST_ENDS = [word for word in WORKS_ENDS if not any(other in word for other in WORKS_ENDS if other != word)]
ANY_END = finder([*SHORTEST_ENDS, "总投资", "元的", *(f"{number}期" for number in "一二三四五六")])


def clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence that have a word works end with."""
    end = ANY_END.search(text, sentence.start, sentence.end)
    for clause in CLAUSE.finditer(text, sentence.start, sentence.end) if end else ():
        if end and end.start() < clause.start():
            end = ANY_END.search(text, clause.start(), sentence.end)
        if end is None:
            return
        if end.start() < clause.end():
            yield Span(*clause.span())
