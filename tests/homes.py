"""Small homes for tests: libraries of short reports, and their releases."""

import hashlib
from pathlib import Path

import msgspec

from datasets.releases.build import build
from datasets.releases.publishing import seal
from datasets.releases.release import Release, open_release

TEXT = "一、2023年工作回顾\n地区生产总值完成155.5亿元。\n二、2024年工作安排\n地区生产总值增长6%。\n"
OTHER = TEXT.replace("155.5", "156.5").replace("6%", "7%")
ORIGIN = """
file = "report.txt"
sha256 = "{sha256}"
year = 2024
title = "政府工作报告"
licence = "Official document of a state organ"
{more}

[region]
code = "{code}"
name = "某区"
name_en = "Some District"
level = "county"
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


def add_report(home: Path, text: str = TEXT, code: str = "211102", more: str = "", corrections: str = "") -> Path:
    """Put a report into a home, or another in its place."""
    folder = home / "sources" / f"{code}-2024"
    folder.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / "report.txt").write_bytes(content)
    origin = ORIGIN.format(sha256=sha256, code=code, more=more, corrections=corrections)
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
