"""Fragments of what the rules look for, and texts that repeat them: made to find out what is slow to read."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from msgspec import Struct

import datasets.rules

LONGEST_WORD = 12
NUMERALS = (
    "5", "12", "3.5", "2023", "第1", "第三", "五", "十二", "百分之五", "1/3", "2-3", "1万2千", "三亿", "零", "首", "8,000",
    "1:2", "3.1:4:5", "一百五十万", "2×60", "1 9 9 7", "前3", "提前3", "PM2.5",
)  # fmt: skip
UNITS = (
    "亿元", "%", "个", "位", "名", "户", "万吨", "个百分点", "倍", "年", "月", "项", "公里", "元", "人", "家", "亩", "千瓦", "所",
)  # fmt: skip
MARKS = (*"、，。；：,;:.!?！？（）()《》“”‘’—-~·[]①②*#\u3000 \t/+\n", "——", "**", "\n[1]甲:", "\n(一)", "\n1.")
HEAD = "一、2023年工作回顾\n"
PLAN = "\n二、2024年工作安排\n正文。\n"
NOTES = "注释\n[1]甲乙:丙\n[2]丁戊:“己”庚\n"
AROUND = {
    "review": (HEAD, PLAN + NOTES),
    "plan": (HEAD + "正文增长5%。" + PLAN, "\n" + NOTES),
    "notes": (HEAD + "正文甲乙增长5%。" + PLAN + NOTES + "[3]辛:", "\n"),
    "passage": ("", ""),
}


def fragments() -> tuple[str, ...]:
    """Words of the rule tables and of their patterns, numerals with units, and marks."""
    return tuple(sorted({*words(), *(n + unit for n in NUMERALS for unit in ("", *UNITS)), *MARKS}))


def words() -> set[str]:
    """The words that tables and patterns of the rules have."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(datasets.rules.__path__):
        for name, value in vars(importlib.import_module(f"datasets.rules.{module.name}")).items():
            if not name.startswith("_") and not callable(value):
                found.update(words_in(value))
    return {word for word in found if 0 < len(word) <= LONGEST_WORD}


def words_in(value: Any) -> Iterator[str]:
    """The words of a table, whatever it is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, re.Pattern):
        yield from literals(_parser.parse(value.pattern, value.flags))
    elif isinstance(value, Struct):
        yield from words_in([getattr(value, name) for name in value.__struct_fields__])
    elif isinstance(value, dict):
        yield from words_in([*value, *value.values()])
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from words_in(one)


def literals(parsed: Any) -> Iterator[str]:
    """The runs of plain characters of a pattern, in a form that its parser gives."""
    run = ""
    for code, argument in parsed:
        if str(code) == "LITERAL":
            run += chr(argument)
            continue
        yield run
        run = ""
        yield from within(argument)
    yield run


def within(argument: Any) -> Iterator[str]:
    """The same of what is inside a group, a choice or a repetition."""
    if isinstance(argument, _parser.SubPattern):
        yield from literals(argument)
    elif isinstance(argument, (list, tuple)):
        for one in argument:
            yield from within(one)


def repeated(unit: str, length: int, part: str, behind: str = "") -> str:
    """A report in one part of which a unit is repeated up to some length; for the second half another one, if given."""
    before, after = AROUND[part]
    first = length // 2 if behind else length
    rest = (behind * (first // len(behind) + 1))[:first] if behind else ""
    return before + (unit * (first // len(unit) + 1))[:first] + rest + after
