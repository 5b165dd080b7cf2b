"""A row in plain words: who says it, of when, with its bound, its period and its unit spelled out."""

import re
from typing import Any

from api.web.pages import brief
from api.web.visit import Row, Visit
from api.web.wording.numbers import MOST_DECIMALS, SIGNED, figure_text, number
from api.web.wording.units import CLOSE

BOUNDS = {  # of a value: in Chinese before it, in English before it
    "ge": ("不低于", "at least "),
    "le": ("不高于", "at most "),
    "gt": ("超过", "more than "),
    "lt": ("低于", "less than "),
    "approx": ("约", "about "),
}
OF_CHANGES = {"ge": ("不少于", "at least "), "le": ("不多于", "at most ")}
BASES = {
    "year_on_year": ("同比", " on the year before"),
    "annual_average": ("年均", " a year on average"),
    "cumulative": ("累计", " over the whole period"),
}
CHANGES = {  # of a measure, by whether it is a rise
    ("growth", True): ("增长", "growth of "),
    ("growth", False): ("下降", "a fall of "),
    ("change", True): ("增加", "a rise of "),
    ("change", False): ("减少", "a fall of "),
}
SAYS = {  # what a report does by a row
    "indicators": ("称", "says"),
    "targets": ("承诺", "promises"),
    "projects": ("说到项目", "speaks of a project"),
}
PART = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12]))?")
YEARS = re.compile(r"(\d{4})-(\d{4})")
YUAN = "CNY"
NONE = ("", "")
QUARTERS, HALVES = "一二三四", "上下"


def sentence_of(visit: Visit, table: str, row: Row) -> str:
    """What a row says, as a sentence; nothing of a table whose rows say nothing by themselves."""
    if table not in SAYS:
        return ""
    place, year = visit.named("regions", [row["region_code"]]).get(row["region_code"]), row["report_year"]
    says = visit.choose(*SAYS[table])
    start = visit.choose(f"{place}在{year}年的报告中{says}：", f"The report of {place} of {year} {says}: ")
    what = project_in_words(visit, row) if table == "projects" else figure_in_words(visit, row)
    return f"{start}{what}{visit.choose('。', '.')}"


def figure_in_words(visit: Visit, row: Row) -> str:
    """A figure with its name and its period."""
    name, when = visit.choose(row["name"], row["name_en"]), period_in_words(visit, row["period"])
    stated = value_in_words(visit, row) if row["value"] is not None else str(row["value_text"] or "")
    notes = "".join(visit.choose(f"（{zh}）", f" ({en})") for zh, en in notes_on(row))
    if visit.language == "zh":
        return f"{when}{'，' if when else ''}{name}{stated}{notes}"
    return f"{name}{f' in {when}' if when else ''}, {stated}{notes}"


def value_in_words(visit: Visit, row: Row) -> str:
    """A value with what it measures, its bound and its unit; of a fall, the size and the bound of the fall."""
    if row["measure"] == "rank":
        return str(visit.choose(f"居第{number(row['value'])}位", f"place {number(row['value'])}"))
    value, high, unit = visit.speech.amount(row["value"], row["value_high"], row["unit"])
    is_change = row["measure"] in SIGNED
    bounds = BOUNDS | OF_CHANGES if is_change else BOUNDS
    bound = visit.choose(*bounds.get(row["comparator"] or "", NONE))
    size = number(abs(value) if is_change else value)
    if len(size.partition(".")[2]) > MOST_DECIMALS and row["value_text"]:
        size = row["value_text"]
    upper = number(abs(high) if is_change else high) if high is not None else ""
    amount = f"{size}{visit.choose('至', ' to ')}{upper}" if upper else size
    amount += unit if visit.language == "zh" or unit in CLOSE else f" {unit}".rstrip()
    if not is_change:
        return f"{bound or ('为' if visit.language == 'zh' else '')}{amount}"
    changes = visit.choose(*CHANGES[row["measure"], value >= 0])
    basis = visit.choose(*BASES.get(row["basis"] or "", NONE))
    return str(visit.choose(f"{basis}{changes}{bound}{amount}", f"{changes}{bound}{amount}{basis}"))


def notes_on(row: Row) -> list[tuple[str, str]]:
    """What is to be known of a figure: its amount in the unit of its kind, in English as printed; its state; whose."""
    notes: list[tuple[str, str]] = []
    base, unit = row["base_value"], row["base_unit"] or ""
    if base not in (None, row["value"]) and unit not in CLOSE:
        converted = f"合{number(base)}{'元' if unit == YUAN else f' {unit}'}"
        notes.append((converted, f"{number(row['value'])} {row['unit']}"))
    if row.get("is_estimated"):
        notes.append(("预计数", "expected"))
    if row.get("is_preliminary"):
        notes.append(("初步核算数", "preliminary"))
    if row.get("scope") and row["scope"] != row["region_name"]:
        notes.append((f"范围：{row['scope']}", f"of {row['scope']}"))
    return notes


def project_in_words(visit: Visit, row: Row) -> str:
    """A project with its stage, its year and what is invested."""
    parts: list[Any] = [
        brief(visit, "projects", "status", row["status"]),
        period_in_words(visit, str(row["year"] or "")),
    ]
    if row["investment"] is not None:
        amount = figure_text(row, visit.speech, "investment", "investment_unit")
        parts.append(visit.choose(f"投资{amount}", f"investment {amount}"))
    known = visit.choose("，", ", ").join(part for part in parts if part)
    return str(visit.choose(f"{row['name']}，{known}", f"{row['name']}, {known}"))


def period_in_words(visit: Visit, period: str | None) -> str:
    """A span of time, as people say it."""
    if not period:
        return ""
    return str(visit.choose("至", " to ")).join(part_in_words(visit, one) for one in ends_of(period))


def ends_of(period: str) -> list[str]:
    """The first and the last part of a span of time, or its only one."""
    years = YEARS.fullmatch(period)
    return list(years.groups()) if years else period.split("/")


def part_in_words(visit: Visit, part: str) -> str:
    """A year, a half of one, a quarter or a month."""
    found = PART.fullmatch(part)
    if found is None:
        return part
    year, month, quarter, half = found.groups()
    if month:
        return str(visit.choose(f"{year}年{int(month)}月", f"{year}-{month}"))
    if quarter:
        return str(visit.choose(f"{year}年{QUARTERS[int(quarter) - 1]}季度", f"Q{quarter} {year}"))
    if half:
        return str(visit.choose(f"{year}年{HALVES[int(half) - 1]}半年", f"H{half} {year}"))
    return str(visit.choose(f"{year}年", year))
