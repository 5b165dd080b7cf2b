"""As how many requests one counts that takes long to answer: as many as take about as long (docs/operations.md)."""

import re
from urllib.parse import parse_qsl

from litestar.types import HTTPScope

from api.formats.registry import BY_NAME, negotiated_format
from api.http.negotiation import header
from api.http.problems import Problem
from api.http.scope import routed_path
from api.query.parameters import LONGEST_QUERY, SHAPE, SHAPES
from api.query.words import LONGEST_WORDS, spellings_of, texts_of
from api.web.sections import is_page

ADDRESSES = (
    (re.compile(r"/v1/releases/[^/]+/bundle\.zip|(/v1)?/\w+/[^/]+/history"), 30),
    (re.compile(r"/pictures/[^/]+\.(svg|png)"), 40),
    (re.compile(r"(/v1)?/releases/[^/]+/diff/[^/]+|/(reports|metrics)/[^/]+"), 20),
    (re.compile(r"/schema/openapi\.json"), 10),
    (re.compile(r"/v1/(releases/[^/]+/)?\w+/receipt"), 5),
)
SEARCH = re.compile(r"/v1/(releases/[^/]+/)?(search|phrases)(\.\w+)?|/(phrases|search)")
WORDS, LETTER = 5, 10  # a word of one letter is in most texts
PAGE = 5
WIDE_SHAPE = SHAPES[1]
SPREAD = 40  # the panel in its wide shape, in any format: a column for each metric
FORMATS = {"xlsx": 20, "dta": 10}


def cost_of(scope: HTTPScope) -> int:
    """As how many requests one counts, however its address is written; 1 for what takes no time, or is refused."""
    path = routed_path(scope)
    costs = [1, *(cost for pattern, cost in ADDRESSES if pattern.fullmatch(path))]
    given = query_parameters(scope)
    if SEARCH.fullmatch(path):
        costs.append(cost_of_words(given.get("q", "")))
    if path.startswith("/v1/"):
        costs.append(FORMATS.get(format_of(scope, path, given), 1))
        costs.append(SPREAD if given.get(SHAPE.name) == WIDE_SHAPE else 1)
    elif is_page(scope):
        costs.append(PAGE)
    return max(costs)


def query_parameters(scope: HTTPScope) -> dict[str, str]:
    """The parameters of a request; of a name that comes again, which most refuse, the last."""
    asked = scope["query_string"][:LONGEST_QUERY].decode("utf-8", "replace")
    return dict(parse_qsl(asked, errors="replace"))


def cost_of_words(asked: str) -> int:
    """As how many requests a search, or a count of phrases, counts."""
    found = (spelling for text in texts_of(asked[:LONGEST_WORDS]) for spelling in spellings_of(text))
    return LETTER if any(len(spelling) == 1 for spelling in found) else WORDS


def format_of(scope: HTTPScope, path: str, given: dict[str, str]) -> str:
    """The name of the format that is asked for, by suffix, parameter or header; nothing for what is none."""
    end, asked, accept = path.rpartition(".")[2], given.get("format"), header(scope, b"accept")
    try:
        return negotiated_format(end if end in BY_NAME else None, asked, accept).name
    except Problem:
        return ""
