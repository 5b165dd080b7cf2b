"""The metric that a clause without figures is about."""

import re

from datasets.extract.names.heads import METRIC_NAME
from datasets.extract.names.sides import after_leads
from datasets.reading.text import Span
from datasets.rules.grammar import VERB_BEFORE

HEAD_START = re.compile(r"[,;:、的]")


def metric_between(text: str, start: int, end: int) -> Span | None:
    """Where the last metric named between two places stands, with what narrows it."""
    *_, last = (None, *METRIC_NAME.finditer(text, start, max(start, end)))
    if last is None:
        return None
    head = max((mark.end() for mark in HEAD_START.finditer(text, start, last.start())), default=start)
    head = after_leads(text, head, last.start())
    verb = VERB_BEFORE.match(text[head : last.start()])
    return Span(after_leads(text, head + verb.end() if verb else head, last.start()), last.end())
