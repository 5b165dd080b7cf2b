"""Print the common words of reports, two characters of each: what stands beside a mark in reports of many provinces.

    python benchmarks/common_pairs.py ../shared/corpus > datasets/rules/projects/common_pairs.txt

What begins or ends a run of characters in reports of eight provinces is of the language, whatever the place. A coined
name stands in reports of few (document frequency, Spärck Jones 1972). The table has no more of a report than that.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path
from textwrap import fill

from datasets.reading.text import fold

FEWEST_PROVINCES = 8
RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
HEAD = "# Pairs of characters that are common in reports. Made by benchmarks/common_pairs.py; do not edit."
LINE = 120


def main(folder: Path) -> int:
    """Print the table."""
    provinces: defaultdict[str, set[str]] = defaultdict(set)
    for file in folder.glob("md/*.md"):
        for run in RUN.findall(fold(file.read_text("utf-8"))):
            provinces[run[:2]].add(file.name[:2])
            provinces[run[-2:]].add(file.name[:2])
    common = sorted(pair for pair, found in provinces.items() if len(found) >= FEWEST_PROVINCES)
    print(HEAD)
    print(fill(" ".join(common), LINE))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
