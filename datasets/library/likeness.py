"""Whether a text is Chinese, and a report: what was read in a wrong encoding is neither."""

from datasets.errors import SourceError
from datasets.reading.text import fold
from datasets.rules.likeness import COMMON, TELLING

LAST_WESTERN = "\u02ff"
FEWEST_TO_TELL = 100  # letters; in fewer, chance decides
LEAST_COMMON = 0.12  # of the letters; real reports have 0.29 and more, misread ones 0.01
LONG = 500  # letters from which a report shows its words
LEAST_TELLING = 6  # words in a thousand letters; real reports have 19 and more


def letters(text: str) -> int:
    """How many letters a text has that are not of the West: its Chinese characters, or what they were misread as."""
    return sum(character > LAST_WESTERN and character.isalpha() for character in text)


def refuse_misread(text: str, name: object) -> None:
    """Raise SourceError for a text of rare characters: Big5, say, that was read as GB 18030."""
    folded = fold(text)
    known = letters(folded)
    if known >= FEWEST_TO_TELL and sum(map(folded.count, COMMON)) < LEAST_COMMON * known:
        raise SourceError(
            f"{name}: has few of the characters common in Chinese, as a text in another encoding (Big5) has; "
            "save it as UTF-8 text"
        )


def is_of_another_kind(text: str) -> bool:
    """Whether a long text hardly uses the words of a report: a story, say. A person is asked, for words are few."""
    folded = fold(text)
    known = letters(folded)
    return known >= LONG and sum(map(folded.count, TELLING)) * 1000 < LEAST_TELLING * known
