"""Small homes for tests: libraries of short reports, and their releases."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec

from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from datasets.releases.publishing import seal
from datasets.releases.release import Release, open_release, versions

BEFORE_NEWEST, NEWEST = map(str, versions(BUILT_IN / "releases")[-2:])  # the releases built in
TEXT = "一、2023年工作回顾\n地区生产总值完成155.5亿元。\n二、2024年工作安排\n地区生产总值增长6%。\n"
OTHER = TEXT.replace("155.5", "156.5").replace("6%", "7%")
ORIGIN = """
file = "report.txt"
sha256 = "{sha256}"
year = {year}
title = "政府工作报告"
licence = "Official document of a state organ"
{more}

[region]
code = "{code}"
name = "{name}"
name_en = "Some District"
level = "{level}"
scheme = "CN-MCA"
vintage = 2023
{corrections}
"""


ERRATUM = """
[[errata]]
id = "E1"
kind = "wrong"
table = "indicators"
columns = ["value"]
first = "1.0.0"
last = "1.1.0"
corrected_in = "2.0.0"
found_on = 2026-01-01
what = "Wrong."
what_zh = "有误。"
"""


@dataclass
class Place:
    """The region and the year of a report."""

    code: str = "211102"
    year: int = 2024
    name: str = "某区"
    level: str = "county"


def short_report(year: int, did: str = "", plans: str = "") -> str:
    """The text of a report: what was done the year before, and what is promised."""
    return f"一、{year - 1}年工作回顾\n{did}\n二、{year}年工作安排\n今年的主要预期目标是：{plans}\n"


def add_report(
    home: Path, text: str | bytes = TEXT, code: str = "211102", more: str = "", corrections: str = "", **place: Any
) -> Path:
    """Put a report into a home, or another in its place; `place` is what `Place` has beside the code."""
    of = Place(code, **place)
    folder = home / "sources" / f"{of.code}-{of.year}"
    folder.mkdir(parents=True, exist_ok=True)
    content = text.encode() if isinstance(text, str) else text
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / "report.txt").write_bytes(content)
    origin = ORIGIN.format(sha256=sha256, more=more, corrections=corrections, **asdict(of))
    (folder / "origin.toml").write_text(origin, "utf-8")
    return home


def correction(name: str, because: str, place: int = TEXT.index("155.5")) -> str:
    """A line of an origin that gives the row of a figure another name."""
    return (
        f'\n[[corrections]]\naction = "change"\nplace = {place}\ntext = "155.5"\n'
        f'set = {{ name = "{name}" }}\nbecause = "{because}"\n'
    )


def next_release(home: Path) -> Release:
    """What is built of a home as it now is."""
    return build(home).release


def as_by_other_rules(release: Release) -> Release:
    """A release as if other rules had read it."""
    seal(release.folder, msgspec.structs.replace(release.manifest, rules_sha256="0" * 64))
    return open_release(release.folder)
