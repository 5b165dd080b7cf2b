"""The text of a web page: the part that holds its sentences, below its title; no menus, paths, captions or links."""

import re
from collections.abc import Callable, Sequence

import bs4
from bs4.element import NavigableString

from datasets.library.documents.web_notes import NOTE_ID
from datasets.reading.text import fold
from datasets.rules.sections import CHROME, CHROME_TAIL, FRONT_LINE, NOTES_HEADING

SENTENCE = re.compile(r"[，。；！？]")
LEAST = 200  # characters of sentences, with which a page has a main part
MAIN = 0.8  # of the sentences of a part are in one part of it, which is then looked at in its place
LINKED = 0.5  # of the characters of a block are in links: it leads elsewhere
MINOR = 0.2  # of the sentences, that a part has at most which is left out for what it is called
TWIN = 0.25  # of the sentences, that a part has at least which may be there twice
LEFT = 0.05  # of the sentences are outside of the main part: that is told
NOT_TEXT = ("nav", "aside", "footer", "form", "button", "select", "figcaption")
BLOCKS = ("div", "ul", "ol", "li", "p", "table", "tr", "td", "section", "span", "dl", "header", "center", "h3", "h4")
NAMES = re.compile(
    r"share|related|crumb|recommend|comment|pager|toolbar|qrcode|caption|copyright|position|xgwd|xglj|\btags?\b",
    re.IGNORECASE,
)
HEADS = ("h1", "h2", "h3")
METADATA = {"ArticleTitle", "og:title"}
REPORT = re.compile(r"政府 *工作 *报告")
PATH = re.compile(r"位置|[>|/＞»]|^\W*$")
LONGEST_TITLE = 60
REACH = 6  # lines of a text among which its title stands
SITE = re.compile(r"\s*(?:[_|｜]|\s-|-(?=\D*$)).*$")  # behind a title: the name of the site
BLANK = re.compile(r"\s+")
HERE = "\ue000"  # where the main part stands in the page

Lines = Callable[[bs4.Tag], list[str]]


def page_text(soup: bs4.BeautifulSoup, titles: Sequence[str], lines_of: Lines) -> tuple[list[str], int]:
    """The lines of the main part of a page, its title first; and how many characters of sentences are outside of it.

    A page that has hardly a sentence is read whole. `titles` are those it says it has, `lines_of` gives the lines of a
    part.
    """
    weights = weigh(soup)
    if without_twins(soup, weights):
        weights = weigh(soup)
    total = weights[id(soup)]
    if total < LEAST:
        return lines_of(soup), 0
    main = heaviest(soup, weights)
    parts = [main, *notes_behind(main)]
    left = total - sum(weights[id(part)] for part in parts)
    without_asides(soup, main, weights)
    text = [line for part in parts for line in lines_of(part)]
    main.replace_with(NavigableString(f"\n{HERE}\n"))
    whole = lines_of(soup)
    before = whole[: whole.index(HERE)] if HERE in whole else []
    return headed(trimmed(text), before, titles), left if left > LEFT * total else 0


def titles_of(soup: bs4.BeautifulSoup) -> list[str]:
    """The titles that a page says it has: in its metadata, and in its head."""
    found = soup("meta", attrs={"content": True})
    stated = [str(one["content"]) for one in found if METADATA & {one.get("name"), one.get("property")}]
    return [*stated, *(one.get_text() for one in soup("title"))]


def weigh(soup: bs4.Tag) -> dict[int, int]:
    """For each element of a page, by identity, the characters of sentences in it that are in no link."""
    weights: dict[int, int] = {id(soup): 0}
    for one in soup.descendants:
        if isinstance(one, bs4.Tag):
            weights.setdefault(id(one), 0)
        elif type(one) is NavigableString and SENTENCE.search(one):
            above = list(one.parents)
            if not any(parent.name in ("a", "title", *NOT_TEXT) for parent in above):
                for parent in above:
                    weights[id(parent)] = weights.get(id(parent), 0) + len(one.strip())
    return weights


def without_twins(soup: bs4.Tag, weights: dict[int, int]) -> bool:
    """Take out a part that says again what one before it says, as for another kind of screen; whether there was one."""
    first: dict[int, bs4.Tag] = {}
    is_found = False
    for one in soup(True):  # all elements
        if weights.get(id(one), 0) >= max(LEAST, TWIN * weights[id(soup)]):
            said = first.setdefault(hash(BLANK.sub("", one.get_text())), one)
            if said is not one and not any(above is said for above in one.parents):
                one.extract()
                is_found = True
    return is_found


def heaviest(soup: bs4.Tag, weights: dict[int, int]) -> bs4.Tag:
    """The innermost part that holds most of the sentences."""
    part = soup
    while True:
        inner = max(
            (one for one in part.children if isinstance(one, bs4.Tag)), key=lambda one: weights[id(one)], default=None
        )
        if inner is None or weights[id(inner)] < MAIN * weights[id(part)] or inner.name in ("p", "font", "span"):
            return part
        part = inner


def notes_behind(main: bs4.Tag) -> list[bs4.Tag]:
    """The parts behind the main one that explain terms: by their heading, or as Word marks them in a page."""
    behind = [one for level in (main, *list(main.parents)[:2]) for one in level.find_next_siblings()]
    return [
        one
        for one in behind
        if NOTES_HEADING.match(fold(one.get_text().strip()[:LONGEST_TITLE])) or one.find(id=NOTE_ID) is not None
    ]


def without_asides(soup: bs4.Tag, main: bs4.Tag, weights: dict[int, int]) -> None:
    """Take out what leads elsewhere, and what is called what it is: paths, bars, captions, comments."""
    above = {id(one) for one in (main, *main.parents)}
    for one in soup(NOT_TEXT):
        if id(one) not in above:
            one.extract()
    for one in soup(BLOCKS):
        if id(one) in above or weights.get(id(one), 0) > MINOR * weights[id(main)]:
            continue
        attributes = " ".join([*filter(None, one.get_attribute_list("class")), str(one.get("id", ""))])
        if NAMES.search(attributes) or is_linked(one):
            one.extract()


def is_linked(part: bs4.Tag) -> bool:
    """Whether most of what a part says is in links."""
    text = len(part.get_text(strip=True))
    return text > 0 and sum(len(link.get_text(strip=True)) for link in part("a")) > LINKED * text


def trimmed(lines: Sequence[str]) -> list[str]:
    """Lines without those of the page at their beginning and at their end."""
    said = [n for n, line in enumerate(lines) if SENTENCE.search(line)]
    first, last = (said[0], said[-1]) if said else (0, len(lines))
    return [
        line
        for n, line in enumerate(lines)
        if first <= n <= last or not any(shape.search(fold(line)) for shape in (CHROME, CHROME_TAIL))
    ]


def headed(lines: list[str], before: Sequence[str], titles: Sequence[str]) -> list[str]:
    """Lines below their title, with the lines of the front that stand between."""
    if any(is_title(line) for line in lines[:REACH]):
        return lines
    place = next((n for n in range(len(before) - 1, -1, -1) if is_title(before[n])), None)
    if place is not None:
        front = [
            line for line in before[place + 1 :] if FRONT_LINE.search(fold(line)) and not CHROME.search(fold(line))
        ]
        return [before[place], *front, *lines]
    known = (SITE.sub("", title.strip()) for title in titles)
    title = next((one for one in known if is_title(one)), None)
    return [title, *lines] if title else lines


def is_title(line: str) -> bool:
    """Whether a line is the title of a report."""
    plain = fold(line)
    return (
        len(line) <= LONGEST_TITLE
        and bool(REPORT.search(plain))
        and not PATH.search(plain)
        and not SENTENCE.search(line)
    )
