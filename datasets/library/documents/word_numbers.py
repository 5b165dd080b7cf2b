"""The automatic numbers of paragraphs in a Word document (ECMA-376, 17.9): 一、 （二） 3. ④."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from datasets.library.documents.word_lines import W

DIGITS = "〇一二三四五六七八九"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST_CHINESE, MOST_CIRCLED, LETTERS, LEVELS = 99, 20, 26, 9
COUNTED = (
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified"),
)


def chinese(number: int) -> str:
    """十二 of 12, as headings are numbered."""
    if number > MOST_CHINESE:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return ten + (DIGITS[ones] if ones or not tens else "")


def circled(number: int) -> str:
    """④ of 4."""
    return chr(0x245F + number) if 1 <= number <= MOST_CIRCLED else str(number)


def letter(number: int) -> str:
    """The letter d of 4, aa of 27."""
    return chr(ord("a") + (number - 1) % LETTERS) * ((number - 1) // LETTERS + 1) if number > 0 else ""


def roman(number: int) -> str:
    """The numeral iv of 4."""
    written = ""
    for value, sign in ROMAN:
        while number >= value and len(written) < LETTERS:
            written, number = written + sign, number - value
    return written


FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(COUNTED, chinese),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), circled),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda _: "",
}


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.lists: dict[str, str] = {}  # of an instance, the list it is one of
        self.levels: dict[str, dict[int, Element]] = {}  # of a list, its levels
        self.starts: dict[str, dict[int, int]] = {}  # of an instance, where a level starts anew
        self.styles: dict[str, Element] = {}  # the properties of each style of paragraphs
        self.counts: dict[str, dict[int, int]] = {}
        for one in [] if numbering is None else numbering.iter(f"{W}abstractNum"):
            self.levels[value(one, "abstractNumId")] = {level_of(level): level for level in one.iter(f"{W}lvl")}
        for one in [] if numbering is None else numbering.iter(f"{W}num"):
            self.lists[value(one, "numId")] = value(one.find(f"{W}abstractNumId"))
            self.starts[value(one, "numId")] = {
                level_of(level): integer(value(level.find(f"{W}startOverride")), 1)
                for level in one.iter(f"{W}lvlOverride")
                if level.find(f"{W}startOverride") is not None
            }
        for style in [] if styles is None else styles.iter(f"{W}style"):
            self.styles[value(style, "styleId")] = style

    def label(self, paragraph: Element) -> str:
        """The number of the next paragraph, with what stands around it; empty for one without."""
        instance, level = self.place(paragraph)
        levels = self.levels.get(self.lists.get(instance, ""), {})
        if level not in levels or value(levels[level].find(f"{W}numFmt")) == "bullet":
            return ""
        counts = self.counted(instance, level, levels)
        label = value(levels[level].find(f"{W}lvlText"))
        for n in range(LEVELS):
            if f"%{n + 1}" in label:
                shape = FORMATS.get(value(levels[n].find(f"{W}numFmt")) if n in levels else "", str)
                label = label.replace(f"%{n + 1}", shape(counts.get(n, 1)))
        spaced = value(levels[level].find(f"{W}suff")) in ("", "tab", "space") and label[-1:].isalnum()
        return f"{label} " if spaced else label

    def counted(self, instance: str, level: int, levels: dict[int, Element]) -> dict[int, int]:
        """The counts of a list when its next paragraph of a level has come; lower levels begin again."""
        key = self.lists[instance]
        starts = self.starts.pop(instance, {})  # they hold once
        counts = self.counts[key] = {
            n: count for n, count in self.counts.get(key, {}).items() if n <= level and n not in starts
        }
        first = starts.get(level, integer(value(levels[level].find(f"{W}start")), 1))
        counts[level] = counts[level] + 1 if level in counts else first
        return counts

    def place(self, paragraph: Element) -> tuple[str, int]:
        """The instance of a list a paragraph belongs to, by itself or by its style, and its level."""
        properties = paragraph.find(f"{W}pPr")
        style = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        for _ in range(LEVELS):  # styles are based on styles
            found = None if properties is None else properties.find(f"{W}numPr")
            if found is not None:
                return value(found.find(f"{W}numId")), integer(value(found.find(f"{W}ilvl")), 0)
            if style not in self.styles:
                break
            properties = self.styles[style].find(f"{W}pPr")
            style = value(self.styles[style].find(f"{W}basedOn"))
        return "", 0


def value(element: Element | None, name: str = "val") -> str:
    """An attribute; empty where there is none."""
    return "" if element is None else element.get(f"{W}{name}", "")


def level_of(element: Element) -> int:
    """The level that an element describes."""
    return integer(value(element, "ilvl"), 0)


def integer(written: str, otherwise: int) -> int:
    """A number as it is written."""
    return int(written) if written.isdecimal() and len(written) < LEVELS else otherwise
