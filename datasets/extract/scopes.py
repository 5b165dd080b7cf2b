"""The area or body a figure is about, where that is not the report's own."""

from functools import lru_cache

from datasets.extract.heads import MEASURES
from datasets.extract.metric_names import metric_named
from datasets.reading.document import Document
from datasets.reading.text import Span, fold
from datasets.rules.grammar import AREA_LEAD, FIRM, PLACE, ZONE
from datasets.rules.links import AREAS, LOCALS

SHORTEST_NAME = 2
OFTEN, PART = 3, 4  # times, and one in how many of the most used, that make a word the report's own


def scope_of(document: Document, quote: Span, name: str) -> str | None:
    """The narrower or wider thing a figure is said of, else the region of the report."""
    folded = fold(name)
    if zone := ZONE.match(folded):
        return name[: zone.end("zone")]
    if local := next((local for local in LOCALS if folded.startswith(local)), None):
        return local
    place, firm = PLACE.match(folded), FIRM.match(folded)
    if place and metric_named(folded[place.end() :]):
        return name[: place.end()]
    if firm and folded[firm.end() :].endswith(MEASURES):
        return name[: firm.end()]
    return wider_area(document, quote, folded) or document.region


@lru_cache(maxsize=2)
def wider_areas(text: str) -> frozenset[str]:
    """What is wider than the area of a report: the narrowest that it names often is its own."""
    times = [text.count(word) for word in AREAS]
    enough = max(OFTEN, max(times) // PART)
    own = next((place for place, count in enumerate(times) if count >= enough), len(AREAS) - 1)
    return frozenset(AREAS[own + 1 :])


def wider_area(document: Document, quote: Span, name: str) -> str | None:
    """The area right before the name of a metric (全国居民消费价格), when it is wider than that of the report."""
    metric = metric_named(name)
    lead = AREA_LEAD.search(document.text, quote.start, quote.end) if metric and metric.dimension != "count" else None
    if lead is None or lead[0] not in wider_areas(document.text):
        return None
    place = document.text.find(name[:SHORTEST_NAME], lead.end(), quote.end)
    return lead[0] if 0 <= place - lead.end() <= SHORTEST_NAME else None
