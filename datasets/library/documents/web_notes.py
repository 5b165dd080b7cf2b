"""Notes of a web page: raised numbers become the marks of notes, and the notes have their numbers."""

import re

import bs4
from bs4.element import NavigableString

NUMBER = re.compile(r"[\[［【〔(（]?(\d{1,3})[\]］】〕)）]?")
POWER = re.compile(r"[A-Za-z0-9]\s*$")  # before a raised number that is one: m2, 108
# The id of a note, as Word, LibreOffice, pandoc and sites that read Markdown give it.
NOTE_ID = re.compile(
    r"^(?:user-content-)?(?:_?(?:ftn|edn)|sdfootnote|sdendnote|fn|footnote|endnote)[-:_]?(\d{1,3})$", re.IGNORECASE
)
NUMBERED = re.compile(r"\s*[\[［【〔(（]?[\d①-⑳]")
NOTES = ("li", "p", "div", "dd")


def with_notes_marked(soup: bs4.BeautifulSoup) -> bs4.BeautifulSoup:
    """A page whose raised numbers are marks such as [^3], so that they are no digits of a figure behind them.

    One that leads nowhere and stands behind a letter or a digit is a power, and stays as it is. Links back from notes
    are no part of them.
    """
    for one in soup("sup"):
        number = NUMBER.fullmatch(one.get_text().strip())
        before = one.find_previous(string=True)
        is_power = one.find("a") is None and one.find_parent("a") is None and before and POWER.search(before)
        if number and not is_power:
            one.replace_with(NavigableString(f"[^{number[1]}]"))
    for one in soup(True, role="doc-backlink"):
        one.extract()
    for one in soup(NOTES, id=NOTE_ID):
        number = NOTE_ID.match(str(one["id"]))
        first = one.find(string=lambda words: bool(words and words.strip()))
        if number and isinstance(first, NavigableString) and not NUMBERED.match(first):
            first.replace_with(NavigableString(f"[^{number[1]}]: {first}"))
    return soup
