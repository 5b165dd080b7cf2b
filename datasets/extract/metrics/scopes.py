"""The area or body a figure is about, where that is not the report's own."""

from functools import lru_cache

from datasets.extract.metrics.names import metric_named
from datasets.extract.names.heads import MEASURES
from datasets.reading.document import Document
from datasets.reading.text import Span, fold
from datasets.rules.grammar import (
    AREA_LEAD,
    BACK_TO_ALL,
    BEFORE_ZONE,
    BODY,
    DONE_TO_ZONE,
    FIRM,
    NO_ZONE,
    OF_ALL,
    OF_WHOLE_AREA,
    OPENS_WITH_BODY,
    PLACE,
    SMALL_ZONES,
    STARTS_A_CLAUSE,
    STARTS_A_STATEMENT,
    VERB_FIRST,
    ZONE,
    ZONE_SUBJECT,
)
from datasets.rules.links import AREAS, LOCALS

SHORTEST_NAME = 2
ZONE_WORDS = ("区", "新城", "兵团")  # one of them is in every zone
SENTENCE_REACH, SENTENCE_MARKS = 80, ("。", ";", "\n")
STATES, PARTS_OF_STATES = ("省", "自治区"), ("全市", "全州", "全县")  # in their reports 全市 is one of their cities
OWN_ZONE = 15  # times a report names the zone that it is of
OFTEN, PART = 3, 4  # times, and one in how many of the most used, that make a word the report's own


def scope_of(document: Document, quote: Span, name: str) -> str | None:
    """The narrower or wider thing a figure is said of, else the region of the report."""
    folded = fold(name)
    if part := part_of_place(folded):
        return name[: len(part)]
    firm = FIRM.match(folded)
    if firm and folded[firm.end() :].endswith(MEASURES):
        return name[: firm.end()]
    named = document.text.find(folded[:SHORTEST_NAME], quote.start, quote.end)
    zone = zone_before(document.text, max(quote.start, named), folded)
    return other_area(document, quote, folded) or zone or body_before(document, quote) or document.region


def body_before(document: Document, quote: Span) -> str | None:
    """The body that a paragraph opens with, unless it comes back to all: 兵团生产总值300亿元;固定资产投资148亿元."""
    start = document.paragraph_at(quote.start).start
    body = BODY.search(document.text, start, min(quote.start, start + OPENS_WITH_BODY))
    return body[0] if body and OF_ALL.search(document.text, body.end(), quote.end) is None else None


@lru_cache(maxsize=20_000)
def part_of_place(name: str) -> str:
    """The zone, district or county that a folded name opens with; nothing when it opens with none."""
    if zone := ZONE.match(name):
        return "" if is_done_to(zone["zone"]) else zone["zone"]
    if name.startswith(LOCALS):
        return max((local for local in LOCALS if name.startswith(local)), key=len)
    place = PLACE.match(name)
    is_place = place is not None and "的" not in place[0] and not STARTS_A_STATEMENT.match(place[0])
    return place[0] if place and is_place and metric_named(name[place.end() :]) else ""


def is_done_to(zone: str) -> bool:
    """Whether a stretch that ends like a zone says what is done to one, or is a title: 健全中心城区, 全国法治示范区."""
    return any(shape.match(zone) for shape in (STARTS_A_CLAUSE, VERB_FIRST, NO_ZONE))


def zone_before(text: str, place: int, name: str = "") -> str | None:
    """The zone that the sentence is about (某新区建成区19平方公里,常住人口36万), unless it comes back to all."""
    near = max(0, place - SENTENCE_REACH)
    start = max(near, *[text.rfind(mark, near, place) + 1 for mark in SENTENCE_MARKS])
    if not any(text.find(word, start, place) >= 0 for word in ZONE_WORDS):
        return None
    *_, found = (None, *ZONE_SUBJECT.finditer(text, start, place))
    if found is None or BACK_TO_ALL.search(text, found.end(), place):
        return None
    zone, is_same_clause = found["zone"], text.find(",", found.end(), place) < 0
    if OF_WHOLE_AREA.search(name) or text.find("等", found.end(), place) >= 0:
        return None
    if zone.endswith(SMALL_ZONES) and not is_same_clause:
        return None
    zone = zone[lead.end() :] if (lead := BEFORE_ZONE.match(zone)) else zone
    if is_same_clause and (done := DONE_TO_ZONE.match(zone)):
        zone = zone[done.end() :]
    if DONE_TO_ZONE.search(zone) or is_done_to(zone):
        return None
    return zone if text.count(zone) <= OWN_ZONE else None


@lru_cache(maxsize=2)
def wider_areas(text: str) -> frozenset[str]:
    """What is wider than the area of a report: the narrowest that it names often is its own."""
    times = [text.count(word) for word in AREAS]
    enough = max(OFTEN, max(times) // PART)
    own = next((place for place, count in enumerate(times) if count >= enough), len(AREAS) - 1)
    return frozenset(AREAS[own + 1 :])


def is_another(document: Document, area: str) -> bool:
    """Whether an area is not that of a report: wider, or a part of a province."""
    is_part = area in PARTS_OF_STATES and (document.region or "").endswith(STATES)
    return is_part or area in wider_areas(document.text)


def other_area(document: Document, quote: Span, name: str) -> str | None:
    """The area right before the name of a metric (全国居民消费价格), when it is not that of the report."""
    lead = AREA_LEAD.search(document.text, quote.start, quote.end)
    if lead is None or not is_another(document, lead[0]):
        return None
    metric = metric_named(name)
    if metric is None or metric.dimension == "count":
        return None
    place = document.text.find(name[:SHORTEST_NAME], lead.end(), quote.end)
    return lead[0] if 0 <= place - lead.end() <= SHORTEST_NAME else None
