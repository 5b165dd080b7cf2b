"""A number as people say it: 155.5 亿元, +3%, ≥ 94.5%, 第1; in English 15.55 billion yuan, No. 1."""

from decimal import Decimal
from typing import Any

from api.web.wording.units import CLOSE, Speech

SIGNS = {"ge": "≥ ", "le": "≤ ", "gt": "> ", "lt": "< ", "approx": "≈ "}
TURNED = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}  # of a fall, whose bound is about its size
SIGNED = ("growth", "change")  # measures whose values say a direction
SAID = "value,value_high,value_text,unit,comparator,measure,year,period,basis"  # what a figure says, and of when
MOST_DECIMALS = 6  # of a value that is said as a number: 三分之一 is said as it is printed
SEPARATED = 10_000  # from which thousands are set apart


def number(value: float | None) -> str:
    """A number without needless zeros."""
    if value is None:
        return ""
    text = format(Decimal(f"{value:.12g}"), ",f" if abs(value) >= SEPARATED else "f")  # without an exponent
    return text.replace("-", "−")


def figure_text(row: dict[str, Any], speech: Speech, column: str = "value", unit: str = "unit") -> str:
    """The figure of a row with its bound, its sign and its unit; as it is printed when it has no value."""
    value = row.get(column)
    if value is None:
        return str(row.get("value_text") or "")
    if row.get("measure") == "rank":
        return f"第{number(value)}" if speech.language == "zh" else f"No. {number(value)}"
    sign = "+" if row.get("measure") in SIGNED and value > 0 else ""
    shown, high, of = speech.amount(value, row.get("value_high") if column == "value" else None, row.get(unit))
    upper = f"–{number(high)}" if high is not None else ""
    comparator = row.get("comparator") or ""
    is_fall = row.get("measure") in SIGNED and value < 0
    bound = SIGNS.get(TURNED.get(comparator, comparator) if is_fall else comparator, "") if column == "value" else ""
    exact = number(shown)
    if column == "value" and len(exact.partition(".")[2]) > MOST_DECIMALS and row.get("value_text"):
        exact = str(row["value_text"])
    return f"{bound}{sign}{exact}{upper}{'' if of in CLOSE else ' '}{of}".strip()


def target(row: dict[str, Any], speech: Speech) -> str:
    """The target of a row of the panel."""
    names = {"value": "target_value", "value_high": "target_value_high", "comparator": "target_comparator"}
    return figure_text(row | {name: row[of] for name, of in names.items()}, speech, "value", "target_unit")
