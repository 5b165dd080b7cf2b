"""Texts made to be slow: the time must grow with the length, not with its square.

    python benchmarks/linear.py [RANDOM]

Each text is read at one length and at four times that length, in one run; the ratio of the times should be near 4.
RANDOM more texts repeat random fragments of the rule tables; those of them are shown that are far from linear. The tests
count steps instead (`tests/datasets/extract/test_linear.py`); seconds see what a pattern does inside, too.
"""

import random
import sys
import time
from collections.abc import Iterator

from benchmarks.fragments import AROUND, fragments, repeated
from datasets.extract.report import extract
from datasets.reading.document import Document

UNITS = {
    "digits": "7",
    "one clause": "发展",
    "enumeration": "、",
    "figures without names": "5%",
    "a list of growths": "甲增长5%、5%、",
    "shared heads": "甲、分别",
    "Chinese digits": "一",
    "myriads": "万",
    "fractions": "分之",
    "counted groups": "等3个项目",
    "investments": "总投资5亿元",
    "ranges": "5-",
    "years": "3年",
    "quotes": "“",
    "brackets": "(",
    "notes": "1.甲:乙\n",
    "spaces": " ",
    "broken lines": "A\n",
    "notes under pages": "①甲:乙\n文①中",
    "works in a list": "建设某中心、",
    "groups of works": "甲等3个泵站、",
    "described works": "总投资5亿元的某园、",
    "bare names": "东山路、",
    "names that leave no tail": "建成东山、",
    "one list of bare names": "东山甲、",
    "names that share a tail": "东山、西河机场、",
    "joined names": "东山和",
    "routes": "甲至",
    "verbs of works": "开工建设",
    "verbs that join": "建成和",
    "further statements": "建成某桥、开工某路、",
    "kinds of works": "某等5个总装机180万千瓦的光伏项目、",
    "marks of notes": "甲[1]",
    "ranks in a list": "居全省第1位、",
    "other ranks": "位居全国第1、",
    "sums alone": "3亿元",
    "names that grow": "规模5个、数量6个、",
    "relations": "与经济增长同步",
}
SHORT, TIMES_LONGER = 50_000, 4
RANDOM_SHORT = 10_000
MOST = 6.0  # a quadratic reading would give 16
FEWEST_SECONDS = 0.05  # of a short text, below which a ratio says nothing
LONGEST_UNIT = 8  # fragments


def seconds(text: str) -> float:
    """How long a reading takes on the processor, the best of two."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        extract(Document(text, "x", year=2024))
        best = min(best, time.process_time() - start)
    return best


def measured(name: str, unit: str, behind: str, part: str, short: int) -> float:
    """Print how much longer a text takes that is four times as long, and give the ratio."""
    one, four = (seconds(repeated(unit, length, part, behind)) for length in (short, short * TIMES_LONGER))
    ratio = four / max(one, FEWEST_SECONDS)
    if name or ratio > MOST:
        print(f"| {name or repr((unit, behind, part))} | {one:.2f} s | {four:.2f} s | {four / one:.1f} |", flush=True)
    return ratio


def random_units(count: int) -> Iterator[tuple[str, str, str]]:
    """Units of random fragments, for half of the texts another one behind, and the part they stand in."""
    found = fragments()
    chance = random.Random(count)  # noqa: S311  # no secret
    for _ in range(count):
        unit, behind = ("".join(chance.choices(found, k=chance.randint(1, LONGEST_UNIT))) for _ in range(2))
        yield unit, behind if chance.random() < 1 / 2 else "", chance.choice(list(AROUND))


def main(count: int = 0) -> int:
    """Print the ratios; the exit code is 1 when one is far from linear."""
    print("| text | short | long | ratio |\n| --- | --- | --- | --- |")
    ratios = [measured(name, unit, "", "review", SHORT) for name, unit in UNITS.items()]
    ratios += [measured("", *text, RANDOM_SHORT) for text in random_units(count)]
    print(f"\n{len(ratios)} texts, the worst ratio {max(ratios):.1f}")
    return int(max(ratios) > MOST)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
