"""Numerals: where each stands in a text, and the number it reads as."""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import prod

from msgspec import Struct

from datasets.rules.numerals import ALPHABET, DIGITS, MYRIADS, TENS
from schemas.vocabulary import Script

NUMERAL = re.compile(
    rf"""
      (?P<spaced> (?<=[\u4e00-\u9fff]) \d+ (?:[ ]\.[ ]?|\.[ ]) \d{{1,3}} (?=[%‰亿万元倍个])               # 2. 12
                | (?<!\d) \d (?:[ ]\d(?!\d))* (?:[ ]\.[ ]?|\.[ ]) \d (?!\d) (?:[ ]\d(?!\d))*  # 8 . 8
                | (?<!\d) \d (?:[ ]\d(?!\d))+ (?:\.\d+)? )                               # 1 9 9 7
    | (?P<ratio> (?<![\d/.]) \d{{1,2}}/\d{{1,2}} (?![\d/.]) )  # 1/3
    | (?P<mixed> \d{{1,4}} (?: 亿\d{{1,4}}千?万(?:\d千)?(?:\d百)? | 亿\d{{1,4}}千?(?=[余多]?万)
                              | 万\d千(?:\d百)? | 千\d百 ) )                          # 1万2千
    | (?P<arabic> (?<![\d.,]) \d{{1,3}} (?:[ ]\d{{3}})+ (?=[\u4e00-\u9fff%])            # 330 000
                | \d{{1,3}} (?:,\d{{3}})+ (?!\d) (?:[.·]\d+)? | \d+ (?:[.·]\d+)? )
    | (?P<fraction> [{ALPHABET}]+ 分之
                    (?: [{ALPHABET}]+ (?:点[{"".join(DIGITS)}]+)? | \d+(?:[.·]\d+)? ) )
    | (?P<first> (?<=之)首 | 首(?=[位家个条座例批艘台套]) )
    | (?P<chinese> (?![百千]分点) (?: [{ALPHABET}]+? (?=[百千]分点) | [{ALPHABET}]+ (?:点[{"".join(DIGITS)}]+)? ) )
    """,
    re.VERBOSE | re.ASCII,
)
OPENS = re.compile(rf"[\d{ALPHABET}首]", re.ASCII)  # what every numeral starts with: the engine skips to it
SCALE = re.compile(r"[余多来]? *[百千万亿]+")
MORE = re.compile(r"[余多来几][万亿]")  # 四百多万: the scale belongs to the unit, as it does behind Arabic figures
MIXED = re.compile(r"(\d+)([百千]?[万亿]?)")
SIZES = TENS | MYRIADS
YEAR_DIGITS = 4
LONGEST = 18  # characters; a longer run is no quantity, and its number would not be exact
PER = {"百": 100, "千": 1000}


class Numeral(Struct, frozen=True, gc=False):
    """A numeral: its place, the characters it is written in, and the number, if it is one.

    `per` is 100 for 百分之五 and 1000 for 千分之五: the figure is then 5, and the unit stands before it.
    """

    start: int
    end: int
    script: Script
    value: Decimal | None
    per: int | None = None


def numerals(source: str, text: str) -> Iterator[Numeral]:
    """Every numeral of a text, in order; `text` is `source` folded.

    A scale behind an Arabic numeral (1.6万亿元) belongs to the unit, so it is no numeral of its own.
    """
    place = 0
    while opening := OPENS.search(text, place):
        match = NUMERAL.match(text, opening.start())
        if match is None:
            place = opening.end()
            continue
        start, end = match.span()
        if match["ratio"]:
            above, below = text[start:end].split("/")
            yield Numeral(start, end, "arabic", Decimal(above) / Decimal(below) if int(below) else None)
            place = end
        elif match["mixed"]:
            yield Numeral(start, end, "arabic", mixed_value(text[start:end]))
            place = end
        elif match["arabic"] or match["spaced"]:
            end = arabic_end(source, start, end)
            yield Numeral(start, end, "arabic", arabic_value(text[start:end]))
            place = scale.end() if (scale := SCALE.match(text, end)) else end
        else:
            yield Numeral(start, end, "chinese", Decimal(1)) if match["first"] else chinese_numeral(text, start, end)
            place = more.end() if (more := MORE.match(text, end)) else end


def arabic_end(source: str, start: int, end: int) -> int:
    """Where an Arabic numeral ends: a full-width comma separates, unless the digits around it are full-width, too."""
    comma = source.find("，", start, end)
    groups = comma < 0 or all("０" <= source[place] <= "９" for place in (comma - 1, comma + 1))
    return end if groups else comma


def arabic_value(written: str) -> Decimal | None:
    """The number of an Arabic numeral; None when it is too long to be a quantity, such as a serial number."""
    return Decimal(re.sub("[, ]", "", written).replace("·", ".")) if len(written) <= LONGEST else None


def mixed_value(written: str) -> Decimal:
    """The number of Arabic figures with scales between them: 1万2千 is 12000; before 万, 1亿2千 is 12000 of them."""
    total = sum(int(digits) * prod(SIZES[scale] for scale in scales) for digits, scales in MIXED.findall(written))
    if "亿" in written and "万" not in written:
        small = total % MYRIADS["亿"]
        total = (total - small) // MYRIADS["万"] + small
    return Decimal(total)


def chinese_numeral(text: str, start: int, end: int) -> Numeral:
    """A numeral written in Chinese characters."""
    written = text[start:end]
    if "分之" not in written:
        of_myriads = "亿" in written and MORE.match(text, end) and text[end + 1] == "万"
        return Numeral(start, end, "chinese", myriads(written) if of_myriads else chinese_value(written))
    below, above = written.split("分之")
    value = arabic_value(above) if above[0].isdigit() else chinese_value(above)
    if below in PER:
        return Numeral(start, end, "chinese", value, per=PER[below])
    whole = chinese_value(below)
    return Numeral(start, end, "chinese", value / whole if value is not None and whole else None)


def myriads(written: str) -> Decimal | None:
    """How many myriads a numeral states that goes on with 多万: 一亿六千四百 are 16400 of them."""
    large, _, small = written.partition("亿")
    above, below = chinese_value(large), chinese_value(small) if small else Decimal(0)
    return None if above is None or below is None else above * MYRIADS["万"] + below


def chinese_value(written: str) -> Decimal | None:
    """The number of a Chinese numeral: 十三万 is 130000, 二〇二四 is 2024; None when it is not one number (五六)."""
    if len(written) > LONGEST:
        return None
    whole, _, decimals = written.partition("点")
    value = read_digits(whole) if set(whole) <= set(DIGITS) else composed(whole)
    if value is None or not decimals:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}." + "".join(str(DIGITS[digit]) for digit in decimals))


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 十, 二十三."""
    tens, ones = divmod(number, 10)
    figures = {value: figure for figure, value in DIGITS.items() if value and figure != "两"}
    return (figures[tens] if tens > 1 else "") + ("十" if tens else "") + figures.get(ones, "")


def read_digits(written: str) -> int | None:
    """Digit by digit, as years are written. Two digits beside each other (五六) mean 'five or six'."""
    if 1 < len(written) < YEAR_DIGITS and not set(written) & {"零", "〇"}:
        return None
    return int("".join(str(DIGITS[c]) for c in written))


def year_of(written: str) -> int:
    """The number of a year, as reports write it: 2024, 1 9 9 9, 一九八二, 二○○八."""
    value = arabic_value(written) if written[0].isdigit() else chinese_value(written.replace("○", "〇"))
    return int(value or 0)


def composed(written: str) -> int | None:
    """Composed by size: each digit counts for the size behind it, each myriad for all before it."""
    total = section = 0
    digit: int | None = None
    for character in written:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in TENS:
            section += (digit or 1) * TENS[character]  # 十 and 零十 are one ten
            digit = None
        else:
            size, below = MYRIADS[character], section + (digit or 0)
            total = (total + below or 1) * size if total < size else total + below * size
            section, digit = 0, None
    return total + section + (digit or 0)
