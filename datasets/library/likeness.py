"""Whether a text is Chinese, and the work report of a government: what was read in a wrong encoding is neither."""

from datasets.errors import SourceError
from datasets.reading.document import Document
from datasets.reading.text import fold
from datasets.rules.likeness import (
    ARTICLE,
    COMMON,
    COURT_WORDS,
    OTHER_SPEAKERS,
    OTHER_TITLES,
    OWN_TITLE,
    OWN_WORDS,
    REPORTS_FOR_A_GOVERNMENT,
    TELLING,
)
from datasets.rules.sections import NUMBERING

LAST_WESTERN = "\u02ff"
FEWEST_TO_TELL = 100  # letters; in fewer, chance decides
LEAST_COMMON = 0.12  # of the letters; real reports have 0.29 and more, misread ones 0.01
LONG = 500  # letters from which a report shows its words
LEAST_TELLING = 12  # words in a thousand letters; real reports have 19 and more
LEAST_CHINESE = 0.5  # of what is printed; real reports have 0.74 and more
SHORTEST, FEWEST_SECTIONS = 1500, 2  # letters of a text without sections; the shortest excerpt known has 2,900
FEWEST_NUMERALS = 2
FEWEST_ARTICLES = 5  # real reports have none
MOST_COURT = 1.5  # words in a thousand letters; real reports have 0.2 at most
SECTION, LONGEST_NUMBER = NUMBERING[1][1], 6
FRONT_LINES, FRONT, LONGEST_TITLE = 30, 1500, 80  # lines, characters, characters of a line


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


def refuse_other_texts(document: Document) -> None:
    """Raise SourceError for a text that does not look like the work report of a government."""
    if reason := why_not_a_report(document):
        raise SourceError(
            f"{document.report_id}: does not look like a government work report (政府工作报告): {reason}; "
            "--force takes it nevertheless"
        )


def why_not_a_report(document: Document) -> str | None:
    """Why a text does not look like the work report of a government; None when it does.

    What is measured of it (script, words, length, figures) is bounded well outside of what 1,429 reports have.
    """
    tests = (too_little_chinese, another_kind, too_few_words, too_short, says_nothing_of_itself, too_few_figures)
    return next((reason for test in tests if (reason := test(document))), None)


def too_little_chinese(document: Document) -> str | None:
    """A program, a page of an error, a table of numbers: marks and digits count as what is not Chinese."""
    printed = sum(not character.isspace() for character in document.text)
    share = letters(document.text) / max(1, printed)
    return f"only {share:.0%} of its characters are Chinese" if share < LEAST_CHINESE else None


def another_kind(document: Document) -> str | None:
    """A text that says it is of another kind, by its title, by who speaks, by its articles or by its words."""
    front = [document.text[one.start : one.end] for one in document.paragraphs[:FRONT_LINES]]
    speaks = REPORTS_FOR_A_GOVERNMENT.search(document.text, 0, FRONT)
    if not speaks and not any(OWN_TITLE.search(line) for line in front):
        titles = [line for line in front if len(line) <= LONGEST_TITLE]
        for kind, shape in OTHER_TITLES.items():
            if any(shape.search(line) for line in titles):
                return f"it calls itself {kind}"
    for kind, shape in OTHER_SPEAKERS.items():
        if shape.search(document.text, 0, FRONT):
            return f"it is {kind}"
    if len(ARTICLE.findall(document.text)) >= FEWEST_ARTICLES:
        return "it has articles (第一条), as a law has"
    spoken = sum(map(document.text.count, COURT_WORDS)) * 1000
    return "it has the words of a court" if spoken > MOST_COURT * max(letters(document.text), LONG) else None


def too_few_words(document: Document) -> str | None:
    """A long text that hardly uses the words of a report: a story, say."""
    known = letters(document.text)
    told = sum(map(document.text.count, TELLING)) * 1000
    is_told = known < LONG or told >= LEAST_TELLING * known
    return None if is_told else "hardly a word of it is of development, work or the economy"


def too_short(document: Document) -> str | None:
    """A text that is shorter than a report and has not the headings of one, either."""
    known = letters(document.text)
    headings = {heading.start for one in document.paragraphs for heading in one.headings}
    sections = sum(SECTION.match(document.text[start : start + LONGEST_NUMBER]) is not None for start in headings)
    if known >= SHORTEST or sections >= FEWEST_SECTIONS:
        return None
    return f"it has only {known} Chinese characters, and no sections such as 一、2023年工作回顾 and 二、2024年工作安排"


def says_nothing_of_itself(document: Document) -> str | None:
    """A text that neither calls itself a report, nor speaks to deputies, nor for a government."""
    if OWN_WORDS.search(document.text):
        return None
    return "it has none of the words 政府工作报告, 各位代表, 代表…政府"


def too_few_figures(document: Document) -> str | None:
    """A text without figures."""
    return "it has no figures" if len(document.numerals) < FEWEST_NUMERALS else None
