"""How much work a reading is, counted: the same on every machine, however busy."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any

import msgspec
from msgspec import Struct

from datasets.extract.report import extract, prepare
from datasets.reading.document import Document


class Work(Struct):
    """Calls of functions, characters that patterns passed over, and bytes of the rows."""

    calls: int = 0
    characters: int = 0
    row_bytes: int = 0

    @property
    def steps(self) -> int:
        return self.calls + self.characters + self.row_bytes // 8


class CountedPattern:
    """A pattern that counts what it passes over."""

    def __init__(self, pattern: re.Pattern[str], work: Work) -> None:
        self.real, self.work = pattern, work

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def passed(self, text: str, found: re.Match[str] | None, bounds: tuple[int, ...], least: int | None = None) -> None:
        """Count from where it began to what it found, or to the end; `least` where it looked at one place alone."""
        start, end = (*bounds, 0, len(text))[:2] if len(bounds) > 1 else ((*bounds, 0)[0], len(text))
        self.work.characters += max(1, (found.end() if found else least or min(end, len(text))) - start)

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        found = self.real.search(text, *bounds)
        self.passed(text, found, bounds)
        return found

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        found = self.real.match(text, *bounds)
        self.passed(text, found, bounds, least=1)
        return found

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        found = self.real.fullmatch(text, *bounds)
        self.passed(text, found, bounds, least=1)
        return found

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        self.passed(text, None, bounds)
        return self.real.finditer(text, *bounds)

    def findall(self, text: str, *bounds: int) -> list[Any]:
        self.passed(text, None, bounds)
        return self.real.findall(text, *bounds)

    def sub(self, put: Any, text: str, count: int = 0) -> str:
        self.passed(text, None, ())
        return self.real.sub(put, text, count)

    def split(self, text: str) -> list[Any]:
        self.passed(text, None, ())
        return self.real.split(text)


def counting(value: Any, work: Work) -> Any:
    """A value whose patterns count; the value itself when it has none."""
    if isinstance(value, re.Pattern):
        return CountedPattern(value, work)
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: new for name, old in fields.items() if (new := counting(old, work)) is not old}
        return msgspec.structs.replace(value, **changed) if changed else value
    if isinstance(value, dict):
        new = {key: counting(old, work) for key, old in value.items()}
        return new if any(new[key] is not old for key, old in value.items()) else value
    if type(value) in (list, tuple):
        items = [counting(old, work) for old in value]
        return type(value)(items) if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value


@contextmanager
def counted_patterns(work: Work) -> Iterator[None]:
    """Let every pattern of the reader count, for as long as this lasts."""
    kept: list[tuple[Any, str, Any]] = []
    for module in readers():
        for key, value in list(vars(module).items()):
            if not key.startswith("__") and (new := counting(value, work)) is not value:
                kept.append((module, key, value))
                setattr(module, key, new)
    try:
        yield
    finally:
        for module, key, value in kept:
            setattr(module, key, value)


def forget() -> None:
    """Empty what keeps answers for texts that were read before; tables stay."""
    for module in readers():
        for value in vars(module).values():
            if (kept := getattr(value, "cache_parameters", None)) and kept()["maxsize"] is not None:
                value.cache_clear()


def readers() -> list[ModuleType]:
    """The modules of the reader."""
    names = ("datasets.reading.", "datasets.extract.", "datasets.rules.")
    return [module for name, module in list(sys.modules.items()) if name.startswith(names)]


def work_of(text: str) -> Work:
    """The work of reading a text."""
    prepare()
    forget()
    work = Work()

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        work.calls += event in ("call", "c_call")

    with counted_patterns(work):
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            rows = extract(Document(text, "x", year=2024))
        finally:
            sys.setprofile(before)
    work.row_bytes = len(msgspec.json.encode(rows))
    return work
