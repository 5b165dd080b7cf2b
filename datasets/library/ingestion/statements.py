"""What is said of a report by who adds it: with options, in a row of an index, or beside a text in a table.

Tables are CSV with the columns of `COLUMNS`, any of them, or lines of JSON with such keys.
"""

import csv
import datetime as dt
import difflib
import io
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from datasets.errors import SourceError
from datasets.library.regions.names import checked_code
from datasets.library.sources import Delivery, decode, read_bytes
from schemas.scalars import CodeVintage, Year
from schemas.vocabulary import Level

# Columns of an index, and the field each states; None for those that say nothing of a report itself.
COLUMNS: dict[str, str | None] = {
    "file": None, "report_id": None, "region_code": "code", "region_name": "name", "region_name_en": "name_en",
    "level": "level", "vintage": "vintage", "year": "year", "title": "title",
    **{name: name for name in Delivery.__struct_fields__},
    "region": None, "licence": "licence", "origin": "collection", "confirmed": "confirmed", "status": None, "why": None,
}  # fmt: skip
ALIASES = {
    "office": "speaker_title", "congress": "session", "license": "licence", "source": "url", "address": "url",
    "code": "region_code", "path": "file", "id": "report_id", "name": "region_name",
    "name_en": "region_name_en", "date": "published_on",
}  # fmt: skip
KEYS = ("file", "url", "report_id")  # one of them says which report a row is about
LARGEST_INDEX = 64 << 20  # bytes
LONGEST_FIELD = 4_000_000  # characters of a field of a table: a report
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
DAYS = ("delivered_on", "published_on", "retrieved_on")
SPREADSHEET_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
MOST_SHOWN = 40  # characters of a wrong value


class Stated(Delivery, kw_only=True):
    """What a person says of a report. What is left out is recognised, or known to nobody.

    `confirmed` says that it is meant as it stands, whatever the text says; `collection` is where the file is from.
    """

    code: str | None = None
    year: Year | None = None
    name: str | None = None
    name_en: str | None = None
    level: Level | None = None
    vintage: CodeVintage | None = None
    title: str | None = None
    licence: str | None = None
    collection: str | None = None
    confirmed: bool = False

    def over(self, other: "Stated") -> "Stated":
        """What this says, and what the other says where this says nothing."""
        mine = {name: value for name, value in asdict(self).items() if value not in (None, False)}
        return Stated(**(asdict(other) | mine))


def known_columns(given: Iterable[str], where: str, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which column each column of a table is. `own` names those that are called otherwise.

    Raises SourceError for one that is none, with the nearest that is.
    """
    found: dict[str, str] = {}
    for column in given:
        plain = column.strip().lower().replace(" ", "_")
        name = (own or {}).get(column.strip(), ALIASES.get(plain, plain))
        if name not in COLUMNS:
            near = difflib.get_close_matches(plain, [*COLUMNS, *ALIASES], 1, cutoff=0.0)
            raise SourceError(
                f"{where}: column {column!r} is not known; the nearest is {ALIASES.get(near[0], near[0])!r}. "
                f"Columns: {', '.join(COLUMNS)}"
            )
        if name in found.values():
            raise SourceError(f"{where}: two columns are {name!r}")
        found[column] = name
    return found


def statement(row: Mapping[str, Any], where: str) -> Stated:
    """What a row states, by its columns. Raises SourceError for a value that a column cannot have."""
    plain: dict[str, Any] = {}
    if report_id := row.get("report_id"):
        code, _, year = str(report_id).partition("-")
        plain = {"code": code, "year": year}
    if region := str(row.get("region") or "").strip():
        plain["code" if region.isdigit() else "name"] = region
    plain |= {field: value for column, value in row.items() if (field := COLUMNS[column]) and value not in ("", None)}
    plain |= {field: str(plain[field]).removesuffix(".0") for field in ("code", "year") if field in plain}  # of pandas
    if "code" in plain:
        plain["code"] = checked_code(str(plain["code"]))
    if "confirmed" in plain:
        plain["confirmed"] = str(plain["confirmed"]).strip().lower() in ("yes", "y", "true", "1", "是")
    plain |= {field: iso_day(str(plain[field])) for field in DAYS if field in plain}
    try:
        return msgspec.convert(plain, Stated, strict=False)
    except msgspec.ValidationError as error:
        wrong = next((name for name in plain if str(error).endswith(f"`$.{name}`")), "")
        such = f"; expected a day such as {dt.date(2024, 1, 23)}" if wrong in DAYS else ""
        raise SourceError(f"{where}: {str(plain.get(wrong, ''))[:MOST_SHOWN]!r}: {error}{such}") from None


def iso_day(written: str) -> str:
    """A day as ISO 8601 has it, where a spreadsheet made another of it (2024/1/23); else what is written."""
    match = SPREADSHEET_DAY.fullmatch(written.strip())
    return "-".join(part.zfill(2) for part in match.groups()) if match else written


def table(content: bytes, file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file (RFC 4180, UTF-8 or GB 18030) with their lines; fields without blanks around them.

    Raises SourceError for a row that has more fields than there are columns.
    """
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.DictReader(io.StringIO(decode(content, file).removeprefix("\ufeff"), newline=""), strict=True)
    try:
        if twice := [name for name, count in Counter(rows.fieldnames or ()).items() if count > 1]:
            raise SourceError(f"{file}: two columns are {twice[0]!r}")
        for row in rows:
            if None in row:
                raise SourceError(f"{file}, line {rows.line_num}: has more fields than there are columns")
            yield rows.line_num, {name: unescaped_field(value or "") for name, value in row.items()}
    except csv.Error as error:
        raise SourceError(f"{file}, line {rows.line_num}: {error}") from None


def unescaped_field(value: str) -> str:
    """A field without blanks around it, and without the apostrophe that `escaped_formula` put before a formula."""
    value = value.strip()
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULAS) else value


def escaped_formula(value: str) -> str:
    """A field that no spreadsheet runs as a formula."""
    return f"'{value}" if value.startswith(FORMULAS) else value


class Row(Struct):
    """A row of an index: the file, address or report it is about, and what it states."""

    where: str
    key: str
    stated: Stated
    used: bool = False


class Index:
    """What indexes say of files. A row is found by the end of a path, an address, or a name such as 211102-2024."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._by_last: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, file: Path, own: Mapping[str, str] | None = None) -> None:
        """Read an index. Raises SourceError for wrong columns, wrong values, and one that names no files."""
        columns: dict[str, str] | None = None
        for line, row in table(read_bytes(file, LARGEST_INDEX), file):
            columns = columns or known_columns(row, str(file), own)
            named = {columns[column]: value for column, value in row.items()}
            key = next((named[one] for one in KEYS if named.get(one)), None)
            where = f"{file}, line {line}"
            if key is None:
                raise SourceError(f"{where}: says not which report it is about; expected a {', a '.join(KEYS)}")
            if not is_address(key) and ".." in PurePath(key).parts:
                key = os.path.normpath(file.parent.absolute() / key)
            found = Row(where, key, statement(named, where))
            self.rows.append(found)
            self._by_last[last_part(key)].append(found)

    def find(self, name: str) -> Stated | None:
        """What an index says of a file or an address. Raises SourceError when two rows say something different."""
        whole = name if is_address(name) else os.path.normpath(Path(name).absolute())
        rows = [one for one in self._by_last[last_part(whole)] if is_end(one.key, whole)]
        rows += [one for one in self._by_last[PurePath(whole).stem] if one.key == PurePath(whole).stem]
        best = [row for row in rows if len(row.key) == max(len(one.key) for one in rows)]
        for row in best:
            row.used = True
        if any(row.stated != best[0].stated for row in best):
            raise SourceError(f"{name}: {best[0].where} and {best[1].where} say different things of it")
        return best[0].stated if best else None


def is_address(name: str) -> bool:
    """Whether a name is an address (RFC 3986: a scheme, `://`), of the web or not."""
    return ADDRESS.match(name) is not None


def last_part(name: str) -> str:
    """The last part of a path; the whole of an address."""
    return name if is_address(name) else PurePath(name).name


def is_end(key: str, whole: str) -> bool:
    """Whether a path ends with the parts of another."""
    mine, all_parts = PurePath(key).parts, PurePath(whole).parts
    return key == whole or (not is_address(key) and all_parts[-len(mine) :] == mine)
