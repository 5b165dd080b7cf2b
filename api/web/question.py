"""What a search is about: the regions, the metrics and the years that its words name."""

import re
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from msgspec import Struct

from api.store.store import Store
from api.web.visit import Row, Visit
from datasets.library.regions.names import english_names, english_shorts, key, short_names, whole_names
from datasets.library.regions.register import NATIONAL
from datasets.releases.index.search_index import searchable

YEAR = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9.])年?")
BLANKS = re.compile(r"\s+")
NATION = ("全国", "中国", "国家")  # as the country is called beside its name
LONGEST = 20  # characters of the name of a region
MOST_WORDS = 4  # of an English one
SHORTEST_PART = 3  # characters of a name that are taken for all of it
MOST_CODES, MOST_METRICS = 6, 3  # a name may be that of several
NAMES = "id,name,name_en,aliases"
Names = list[tuple[str, str]]
NAMED: WeakKeyDictionary[Store, Names] = WeakKeyDictionary()  # of the releases that were asked


class Question(Struct, frozen=True):
    """What words name: codes of regions, ids of metrics, years. `rest` is what is none of it."""

    codes: list[str]
    metrics: list[str]
    years: list[int]
    rest: str


def question(visit: Visit, text: str) -> Question:
    """What a text is about, of what the release has."""
    plain = searchable(text)
    years = sorted({int(found[0][:4]) for found in YEAR.finditer(plain)})
    codes, rest = regions_in(YEAR.sub(" ", plain))
    known = visit.named_rows("regions", codes)
    metrics, rest = metrics_in(visit, rest)
    return Question([code for code in codes if code in known][:MOST_CODES], metrics, years, rest.strip())


def regions_in(text: str) -> tuple[list[str], str]:
    """The regions that a text names, wholly or in short, and the text without these names."""
    codes: dict[str, None] = {}
    for start, end, found in [*chinese_names(text), *english_spans(text)]:
        codes |= dict.fromkeys(found)
        text = text[:start] + " " * (end - start) + text[end:]
    return [*codes], BLANKS.sub(" ", text)


def chinese_names(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """The places of Chinese names of regions, the longest at each, with the codes of those that are called so."""
    place = 0
    while place < len(text):
        pieces = (text[place : place + length] for length in range(LONGEST, 1, -1))
        name, codes = next(((one, codes) for one in pieces if (codes := codes_of(one))), (" ", []))
        if codes:
            yield place, place + len(name), codes
        place += len(name)


def codes_of(name: str) -> list[str]:
    """The codes of the regions that have a Chinese name."""
    if name in NATION:
        return [NATIONAL]
    return [one.code for one in whole_names().get(name) or short_names().get(name, [])]


def english_spans(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """The same of English names, which are words."""
    words = [*re.finditer(r"[a-z'’]+", text)]
    first = 0
    while first < len(words):
        step = 1
        for count in range(min(MOST_WORDS, len(words) - first), 0, -1):
            start, end = words[first].start(), words[first + count - 1].end()
            name = key(text[start:end])
            if found := english_names().get(name) or english_shorts().get(name):
                yield start, end, [one.code for one in found]
                step = count
                break
        first += step


def metrics_in(visit: Visit, text: str) -> tuple[list[str], str]:
    """The metrics that a text names, by the longest name in it, and the text without that name.

    Where it has none, those whose names have all of the text in them.
    """
    named = metric_names(visit)
    longest = max((name for name, _ in named if stands_in(name, text)), key=len, default="")
    if longest:
        return [*dict.fromkeys(id_ for name, id_ in named if name == longest)], text.replace(longest, " ", 1)
    part = text.strip()
    if len(part) < SHORTEST_PART:
        return [], text
    like = sorted((len(name), id_) for name, id_ in named if part in name)
    return [*dict.fromkeys(id_ for _, id_ in like)][:MOST_METRICS], " " if like else text


def metrics_called(visit: Visit, name: str) -> list[str]:
    """The ids of the metrics that have a name, or that id."""
    plain = searchable(name).strip()
    return [*dict.fromkeys(id_ for called, id_ in metric_names(visit) if plain in (called, id_))]


def metric_names(visit: Visit) -> Names:
    """What the metrics of the release are called, in small letters, each with its id."""
    found = NAMED.get(visit.store)
    if found is None:
        rows = visit.rows("metrics", None, select=NAMES)
        found = NAMED[visit.store] = [(name.lower(), row["id"]) for row in rows for name in names_of(row)]
    return found


def names_of(metric: Row) -> Iterable[str]:
    """What a metric is called."""
    return filter(None, (metric["name"], metric["name_en"], *metric["aliases"]))


def stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text, one of Latin letters as words of it."""
    if name not in text:
        return False
    return not name.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None
