"""Texts made to be slow: the time must grow with the length, not with its square.

    python benchmarks/linear.py

Each text is read at one length and at four times that length, in one run; the ratio of the times should be near 4.
"""

import sys
import time

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
}
NOTES = "\n二、2024年工作安排\n正文。\n注释\n[1]甲:乙\n[2]丙:丁\n"
SHORT, TIMES_LONGER = 50_000, 4
MOST = 6.0  # a quadratic reading would give 16


def seconds(text: str) -> float:
    """How long a reading takes, the best of two."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        extract(Document(text, "x", year=2024))
        best = min(best, time.perf_counter() - start)
    return best


def main() -> int:
    """Print the ratios; the exit code is 1 when one is far from linear."""
    slow = 0
    print("| text | short | long | ratio |\n| --- | --- | --- | --- |")
    for name, unit in UNITS.items():
        short = "一、2023年工作回顾\n" + unit * (SHORT // len(unit)) + NOTES
        long = "一、2023年工作回顾\n" + unit * (SHORT * TIMES_LONGER // len(unit)) + NOTES
        one, four = seconds(short), seconds(long)
        slow += four / one > MOST
        print(f"| {name} | {one:.2f} s | {four:.2f} s | {four / one:.1f} |")
    return min(slow, 1)


if __name__ == "__main__":
    sys.exit(main())
