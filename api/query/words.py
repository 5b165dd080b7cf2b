"""Words to look for: one reading and one fold, for the rows of a table and for the search of all.

A word is folded as the search index folds its texts (`searchable`): width, case, spaces, dashes, traditional forms.
Texts that no index has folded are asked by a pattern of all the characters that fold to those of the word.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from api.http.problems import BadParameter
from datasets.reading.text import FOLDING
from datasets.releases.index.search_index import searchable

LONGEST_WORDS = 200  # characters of `q`
MOST_WORDS = 10
FORMAT_CHARACTER = "Cf"  # the Unicode category of what has no width: U+200B, U+FEFF and others that are pasted along
CASED = range(0x1F000)  # where Unicode has letters of two cases
ASCII = 0x80  # characters
SURROGATES = range(0xD800, 0xE000)  # no characters
# Between marks that begin and end a word stands a phrase, spaces and all; any other mark means itself.
WORD = re.compile(r'(?<!\S)(?:"(?P<straight>[^"]+)"|“(?P<curly>[^”]+)”)(?!\S)|\S+')

# A comma between phrases, but within none: outside of quotes, and not in 1,000.
COMMA = re.compile(r"(?P<quoted>[\"＂][^\"＂]+[\"＂]|“[^”]+”)|(?<!\d)[,，、;；]|[,，、;；](?!\d)")


class Word(Struct, frozen=True):
    """A word or a phrase: its folded spellings, one of which a folded text must have."""

    spellings: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """A regular expression (RE2) that finds it in a text that is not folded."""
        return "(?:" + "|".join("".join(map(characters, spelling)) for spelling in self.spellings) + ")"

    @property
    def plain(self) -> str:
        """The longest part that each text with it has just so, of characters that no other folds to; may be empty."""
        if len(self.spellings) > 1:
            return ""
        alone = (one if len(codes_of(one)) == 1 else " " for one in self.spellings[0])
        return max("".join(alone).split(), key=len, default="")

    @property
    def may_be_ascii(self) -> bool:
        """Whether a text of ASCII characters alone can have it."""
        return any(all(min(codes_of(one)) < ASCII for one in spelling) for spelling in self.spellings)


def read_words(given: str) -> tuple[Word, ...]:
    """The words of `q`, and its phrases in quotes. Raises BadParameter when there are none, or too many."""
    return tuple(word for _, word in read_texts(given))


def read_texts(given: str) -> list[tuple[str, Word]]:
    """The same, each with the text as it is written; one of nothing that is seen is none."""
    words = [(text, Word(spellings)) for text in texts_of(given) if (spellings := spellings_of(text))]
    if not 1 <= len(words) <= MOST_WORDS or len(given) > LONGEST_WORDS:
        expected = f"1 to {MOST_WORDS} words of {LONGEST_WORDS} characters in all"
        raise BadParameter(f"q: expected {expected}, got {len(words)} of {len(given)}", parameter="q")
    return words


def read_listed(given: str) -> list[tuple[str, Word]]:
    """Words and phrases that are compared: commas between them set them apart, too (新质生产力，数字经济)."""
    return read_texts(COMMA.sub(lambda match: match["quoted"] or " ", given))


def texts_of(given: str) -> Iterator[str]:
    """The words and phrases of a text as they are written, without quotes around them."""
    for match in WORD.finditer(given.replace("＂", '"')):
        yield match["straight"] or match["curly"] or match[0]


def spellings_of(word: str) -> tuple[str, ...]:
    """A word, folded: without characters that have no width and, where it has some, as a text with them is folded."""
    plain = "".join(character for character in word if unicodedata.category(character) != FORMAT_CHARACTER)
    found = (" ".join(searchable(written).split()) for written in (plain, word))
    return tuple(dict.fromkeys(spelling for spelling in found if spelling))


def characters(folded: str) -> str:
    """The characters that fold to one, as a pattern. They are written by number: none has a meaning in it."""
    codes = sorted(codes_of(folded))
    numbers = "".join(rf"\x{{{code:X}}}" for code in codes)
    return numbers if len(codes) == 1 else f"[{numbers}]"


def codes_of(folded: str) -> set[int]:
    """The characters that fold to one, by number."""
    return unfolded().get(folded, {ord(folded)})


@cache
def unfolded() -> dict[str, set[int]]:
    """The characters that fold to each that has several."""
    found: dict[str, set[int]] = {}
    for code in {*FOLDING, *CASED}.difference(SURROGATES):
        found.setdefault(searchable(chr(code)), set()).add(code)
    return {folded: codes for folded, codes in found.items() if codes != {ord(folded)}}
