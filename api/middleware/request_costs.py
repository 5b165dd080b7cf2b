"""As how many requests one counts that takes long to answer: as many as take about as long (docs/operations.md)."""

import re
from urllib.parse import parse_qsl

from litestar.types import HTTPScope

from api.formats.registry import BY_NAME, chosen
from api.http.negotiation import header
from api.http.problems import Problem
from api.query.parameters import LONGEST_QUERY
from api.query.words import LONGEST_WORDS, spellings_of, texts_of
from api.web.sections import is_page

SLASHES = re.compile(r"/+")
ADDRESSES = (
    (re.compile(r"/v1/releases/[^/]+/bundle\.zip|(/v1)?/\w+/[^/]+/history"), 30),
    (re.compile(r"(/v1)?/releases/[^/]+/diff/[^/]+|/(reports|metrics|pictures)/[^/]+"), 20),
    (re.compile(r"/v1/(releases/[^/]+/)?\w+/receipt"), 5),
)
SEARCH = re.compile(r"/v1/(releases/[^/]+/)?(search|phrases)")
WORDS, LETTER = 5, 10  # a word of one letter is in most texts
PAGE = 5
FORMATS = {"xlsx": 20, "dta": 10}


def cost_of(scope: HTTPScope) -> int:
    """As how many requests one counts, however its address is written; 1 for what takes no time, or is refused."""
    path = SLASHES.sub("/", scope["path"]).rstrip("/")  # as routes find it
    for pattern, cost in ADDRESSES:
        if pattern.fullmatch(path):
            return cost
    if SEARCH.fullmatch(path):
        return cost_of_words(given_in(scope).get("q", ""))
    if path.startswith("/v1/"):
        return FORMATS.get(format_of(scope, path), 1)
    return PAGE if is_page(scope) else 1


def given_in(scope: HTTPScope) -> dict[str, str]:
    """The parameters of a request; of a name that comes again, which most refuse, the last."""
    asked = scope["query_string"][:LONGEST_QUERY].decode("utf-8", "replace")
    return dict(parse_qsl(asked, keep_blank_values=True, errors="replace"))


def cost_of_words(asked: str) -> int:
    """As how many requests a search, or a count of phrases, counts."""
    found = (spelling for text in texts_of(asked[:LONGEST_WORDS]) for spelling in spellings_of(text))
    return LETTER if any(len(spelling) == 1 for spelling in found) else WORDS


def format_of(scope: HTTPScope, path: str) -> str:
    """The name of the format that is asked for, by suffix, parameter or header; nothing for what is none."""
    end, asked, accept = path.rpartition(".")[2], given_in(scope).get("format"), header(scope, b"accept")
    try:
        return chosen(end if end in BY_NAME else None, asked, accept).name
    except Problem:
        return ""
