"""The query string: what each parameter that is not a filter means, and which a question may have."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from msgspec import Struct

from api.formats.export import HEADERS
from api.formats.registry import BY_NAME, JSON
from api.http.problems import BadParameter, BadRequest, UnknownParameter, nearest
from api.query.filters import OPERATORS, filters_of
from api.query.measures import MOST_GROUPS, groups_of, measures_of, plain_columns
from api.query.values import DEFAULT_LIMIT, MOST_DOWNLOADED, MOST_ROWS
from api.query.words import LONGEST_WORDS, MOST_WORDS
from datasets.comparison.releases import CHANGES
from datasets.releases.index.search_index import BY_TABLE
from schemas.inspection import columns_of
from schemas.tables import BY_NAME as TABLES
from schemas.tables import Table

CALLED_ELSEWHERE = {  # what other APIs call these
    "page": "cursor", "offset": "cursor", "skip": "cursor", "after": "cursor", "per_page": "limit", "page_size": "limit",
    "size": "limit", "order": "sort", "order_by": "sort", "fields": "select", "columns": "select", "search": "q", "query": "q",
    "group": "group_by", "measure": "agg", "having": "or", "accept": "format", "output": "format",
}  # fmt: skip
MOST_PARAMETERS = 300  # more than any table has
LONGEST_QUERY = 32_768  # bytes
GROUPS = ("or", "or2", "or3")
GROUP_EN = "Rows that match one or more of these filters, `;` between: `or=metric_id=gdp;name__contains=税`. A `;` in a value is `\\;`."
GROUP_ZH = "满足其中任一筛选条件，以;分隔。"
ALTERNATIVE = r"[a-z][a-z0-9_]*=(\\;|[^;])*"
GROUP = {"type": "string", "minLength": 2, "pattern": f"^{ALTERNATIVE}(;{ALTERNATIVE})*$"}
BOOLEAN = {"type": "boolean", "default": False}
WORD_OR_PHRASE = r"""("[^"]+"|“[^”]+”|\S+)"""
WORDS = {
    "type": "string",
    "maxLength": LONGEST_WORDS,
    "pattern": rf"^\s*{WORD_OR_PHRASE}(\s+{WORD_OR_PHRASE}){{0,{MOST_WORDS - 1}}}\s*$",
    "examples": ["gdp"],
}


class Parameter(Struct, frozen=True, eq=False):
    """A query parameter that is not a filter. One that takes names takes some of `choices`, comma between."""

    name: str
    meaning: str
    meaning_zh: str
    schema: dict[str, Any]
    choices: Callable[[Table], Sequence[str]] | None = None
    required: bool = False
    group: str = ""  # of questions that take another parameter of this name


def columns(table: Table) -> tuple[str, ...]:
    """The columns of a table."""
    return tuple(column.name for column in columns_of(table.row))


def orders(table: Table) -> tuple[str, ...]:
    """The columns a table can be sorted by, upwards and downwards."""
    return tuple(sign + name for name in plain_columns(table) for sign in ("", "-"))


WHERE = (
    Parameter("q", "Rows whose text has all these words, whatever their case and width; `\"a phrase\"` stands as it is written. A name of a metric, such as `gdp`, also finds the rows of that metric.",
              "各词均出现在该行文字中（不分大小写与全半角），引号内为词组；指标的别名（如gdp）也能找到该指标的行。", WORDS),
    *(Parameter(name, GROUP_EN if name == "or" else "One more group like `or`: a row matches every group.", GROUP_ZH, GROUP) for name in GROUPS),
)  # fmt: skip
FORMAT = Parameter("format", "The format of the answer; a suffix of the path goes before it, an `Accept` header behind it.", "回答的格式；路径后缀优先，其次本参数，再次Accept。", {"type": "string", "enum": [*BY_NAME], "default": JSON.name})  # fmt: skip
HEADER = Parameter("header", "What the first row of a workbook has: the names of the columns, or their titles in Chinese or English.", "工作簿首行：列名（name）、中文标题（zh）或英文标题（en）。", {"type": "string", "enum": [*HEADERS], "default": HEADERS[0]})  # fmt: skip
LIMIT = Parameter("limit", f"The most rows to answer with (of a facet: values of each column), 1 to {MOST_ROWS}.",
                  f"最多返回的行数（分面统计为每列取值数），1至{MOST_ROWS}。", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_LIMIT})  # fmt: skip
DOWNLOAD_LIMIT = Parameter("limit", f"The most rows of the download, 1 to {MOST_DOWNLOADED}. Without it, all; with it, `X-Total-Count` says how many there are, and `Link` leads to those behind.",
                           f"最多下载的行数，1至{MOST_DOWNLOADED}；不填则为全部。填写时，X-Total-Count为总行数，Link指向其余部分。", {"type": "integer", "minimum": 1, "maximum": MOST_DOWNLOADED}, group="download")  # fmt: skip
REPEATABLE = ("csv", "ndjson", "arrow")  # downloads that are the same bytes whenever they are made
PAGE = (  # of rows, as JSON
    *WHERE,
    Parameter("select", "Only these columns, in this order, comma between.", "只返回这些列，以逗号分隔。", {}, choices=columns),
    Parameter("sort",   "Order by these columns, comma between; `-` before one for the largest first. Empty values come last either way, and the key of the table decides among equals.",
              "排序列，以逗号分隔；列名前加-为降序。空值总在最后。", {}, choices=orders),
    LIMIT,
    Parameter("cursor", "Where the next page starts; take it from `page.next`.", "下一页的起点，取自page.next。", {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"}),
    Parameter("total",  "Whether to count all rows that match.", "是否统计匹配的总行数。", {"type": "boolean", "default": True}),
)  # fmt: skip
CSV_OPTIONS = (
    Parameter("bom",    "Whether CSV starts with a byte order mark, by which Excel knows UTF-8.", "CSV是否以BOM开头，便于Excel识别UTF-8。", BOOLEAN),
    Parameter("escape_formulas", "Whether CSV has a `'` before text that a spreadsheet would run as a formula.", "CSV是否在会被表格软件当作公式的文字前加'。", BOOLEAN),
)  # fmt: skip
LISTING = (*PAGE, FORMAT, *CSV_OPTIONS, HEADER)
SHAPES = ("long", "wide")
SHAPE = Parameter("shape", "`wide`: a row for each region and year, and the columns that are selected for each metric and measure, as in `gdp_growth_target_value`; without `select`, the main ones. Rows are in the order of region and year.",
                  "wide为每地区每年一行，所选各列按指标与类型展开，列名如gdp_growth_target_value；按地区与年份排序。", {"type": "string", "enum": [*SHAPES], "default": SHAPES[0]})  # fmt: skip
KINDS = ("target", "outcome")
KIND = Parameter("kind", "Which sides of the panel, comma between: the columns of what was promised, of what came out; of both also how they compare. For single columns, `select`.",
                 "面板的哪一侧，以逗号分隔：目标各列、结果各列；两侧均选时含完成情况与差值。逐列选取请用select。", {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", "enum": [*KINDS]}, "default": [*KINDS]})  # fmt: skip
OF_PANEL = (SHAPE, KIND)
WIDE = (*(one for one in LISTING if one.name != "sort"), *OF_PANEL)  # whose order is that of places and years
WIDE_KEYS = ("region_code", "region_name", "level", "year")
SPREADABLE = tuple(
    name for name in columns(TABLES["panel"]) if name not in (*WIDE_KEYS, "id", "metric_id", "name_en", "measure")
)
RECEIPT = (
    *(one for one in PAGE if one.name not in ("limit", "cursor", "total")),
    DOWNLOAD_LIMIT,
    *CSV_OPTIONS,
    Parameter("format", "The format of the download the receipt is of.", "凭证所指下载的格式。", {"type": "string", "enum": [*REPEATABLE], "default": REPEATABLE[0]}, group="receipt"),
)  # fmt: skip
PANEL_RECEIPT = (*RECEIPT, *OF_PANEL)
WIDE_RECEIPT = tuple(one for one in PANEL_RECEIPT if one.name != "sort")
DOWNLOAD = (*(one if one is not LIMIT else DOWNLOAD_LIMIT for one in PAGE), *CSV_OPTIONS, HEADER)
GROUPED = (
    *WHERE,
    Parameter("group_by", "One answer row for each value of these columns, comma between; tables of report rows also have `reports.year`, `reports.level` and the other columns of their report.", "按这些列分组，以逗号分隔；也可用所属报告的列，如reports.level。", {}, choices=groups_of),
    Parameter("agg", "What to compute, comma between: `count`, `count(c)`, `count_distinct(c)`, `sum(c)`, `avg(c)`, `min(c)`, `max(c)`, `median(c)`.", "计算什么，以逗号分隔。", {"default": ["count"]}, choices=measures_of),
    Parameter("sort", "Order by these columns and measures of the answer, comma between; `-` before one for the largest first. Empty values come last; groups that are equal stay in the order of `group_by`.",
              "按结果的列或度量排序，以逗号分隔；前加-为降序。空值总在最后。", {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}}, group="aggregate"),
    Parameter("limit", f"The most groups to answer with, 1 to {MOST_GROUPS}. Without it, all.", f"最多返回的组数，1至{MOST_GROUPS}；不填则为全部。",
              {"type": "integer", "minimum": 1, "maximum": MOST_GROUPS}, group="aggregate"),
)  # fmt: skip
AGGREGATE = (*GROUPED, FORMAT, *CSV_OPTIONS, HEADER)
FACETS = (
    *WHERE,
    Parameter("by",    "The columns whose values to count, comma between. The filters on a column itself do not narrow its own facet.", "统计这些列的取值，以逗号分隔。", {}, choices=plain_columns, required=True),
    LIMIT,
)  # fmt: skip
CURSOR = next(parameter for parameter in LISTING if parameter.name == "cursor")
SEARCH = (
    Parameter("q",     "What to look for: texts that have all these words, whatever their case and width; any part of a word will do, and `\"a phrase\"` stands as it is written. Each name of a metric (`gdp`, 生产总值) finds what the others find.",
              "要查找的词，各词均须出现，不分大小写与全半角，可为词的一部分，引号内为词组；指标的任一别名等效。", WORDS, required=True, group="search"),
    Parameter("tables", "Only rows of these tables, comma between.", "只在这些表中查找，以逗号分隔。",
              {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", "enum": [*BY_TABLE]}}),
    LIMIT,
    CURSOR,
)  # fmt: skip
REPORTS = TABLES["reports"]
PHRASE_GROUPS = ("year", "level", "region_code", "region_name")
PHRASES = (
    Parameter("q",  "The phrases to count, a space between; `\"a phrase\"` has spaces of its own. Case and width do not matter.",
              "要统计的词语，以空格分隔；不分大小写与全半角。", WORDS, required=True, group="phrases"),
    Parameter("by", "One answer row for each value of these columns of the reports, comma between.", "按报告的这些列分组，以逗号分隔。",
              {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", "enum": [*PHRASE_GROUPS]}, "default": ["year"]}, group="phrases"),
)  # fmt: skip
PHRASE_COUNTS = (*PHRASES, FORMAT, *CSV_OPTIONS, HEADER)
PHRASE_RECEIPT = (*PHRASES, *(one for one in RECEIPT if one.group == "receipt"), *CSV_OPTIONS)
COMPARISON = (
    Parameter("table",  "Only rows of this table.", "只看此表。", {"type": "string", "enum": [*TABLES]}),
    Parameter("change", "Only rows that were added, removed or changed.", "只看新增、移除或改变的行。", {"type": "string", "enum": [*CHANGES]}),
    LIMIT,
    CURSOR,
)  # fmt: skip
ERRATA = (
    Parameter("release", "Only errors that this release has: a version, a prefix or `latest`.", "只看该版本中的错误。", {"type": "string", "examples": ["latest"]}),
    COMPARISON[0],
    Parameter("row",     "Only errors of this row, by its id.", "只看该行的错误。", {"type": "string", "minLength": 1, "examples": ["211102-2024.t7762"]}),
)  # fmt: skip
AS_OF = Parameter("as_of", "The release that was the newest on this day (UTC), by its day of publication.", "取该日（UTC）当时的最新版本。",
                  {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2026-11-24"]})  # fmt: skip
PARAMETERS = tuple(
    {
        (one.group, one.name): one
        for one in (*LISTING, *OF_PANEL, *RECEIPT, *AGGREGATE, *FACETS, *SEARCH, *PHRASES, *COMPARISON, *ERRATA, AS_OF)
    }.values()
)
GENERAL = frozenset(one.name for one in PARAMETERS)
LISTS = frozenset(one.name for one in PARAMETERS if one.choices or one.schema.get("type") == "array")
LIST_SUFFIXES = tuple(operator.suffix for operator in OPERATORS if operator.takes == "values")


def parsed(query_string: bytes) -> dict[str, str]:
    """The parameters of a query string: a list may come in parts, as many clients send it (`select=a&select=b`).

    Raises a Problem when it is not UTF-8, or says a thing twice that is no list.
    """
    try:
        pairs = parse_qsl(  # curl and others send what is typed as UTF-8, without percent-encoding
            query_string.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise BadRequest("the query string is not UTF-8") from None
    except ValueError:
        raise BadRequest(f"the query string has too many parameters; at most {MOST_PARAMETERS}") from None
    values: dict[str, str] = {}
    for name, value in pairs:
        if "\0" in value:
            raise BadParameter(f"{name[:80]}: has a NUL character", parameter=name[:80])
        values[name] = joined(name, values[name], value) if name in values else value
    return values


def joined(name: str, first: str, second: str) -> str:
    """The value of a parameter that is given twice: one list. Raises BadParameter when it takes no list."""
    is_list = name in LISTS or name.endswith(LIST_SUFFIXES) or name in several_values()
    if is_list and not first.endswith("\\"):  # which would make the comma a part of a value
        return f"{first},{second}"
    hint = f"; several values go into {name[:80]}__in" if name not in GENERAL and "__" not in name else ""
    raise BadParameter(f"{name[:80]} is given twice{hint}", parameter=name[:80])


@cache
def several_values() -> frozenset[str]:
    """The columns whose filter may have several values, in each table that has such a column."""
    found = [one for table in TABLES.values() for one in filters_of(table).values() if one.operator.is_equality]
    return frozenset(one.name for one in found) - {one.name for one in found if not one.takes_several}


def page_parameters(table: Table) -> tuple[Parameter, ...]:
    """The parameters of the listing of a table, beside filters: the panel has a shape, and two sides."""
    return (*PAGE, *OF_PANEL) if table is TABLES["panel"] else PAGE


def receipt_parameters(table: Table) -> tuple[Parameter, ...]:
    """The parameters of the receipt of a table, beside filters."""
    return PANEL_RECEIPT if table is TABLES["panel"] else RECEIPT


@cache
def allowed_parameters(table: Table, asks: tuple[Parameter, ...]) -> dict[str, None]:
    """The parameters that a question about a table can have: those it asks for, and filters."""
    return dict.fromkeys([*(one.name for one in asks), *filters_of(table)])


def read_parameters(query_string: bytes, known: Collection[str], more: Collection[str] = ()) -> dict[str, str]:
    """The parameters of a query string by name: in whatever order they came, the answer is one.

    Raises UnknownParameter for the first that is not known, with the nearest that is.
    """
    given = parsed(query_string)
    for name in given:
        if name not in known and name not in more:
            names = [*known, *more]
            raise UnknownParameter(
                f"{name[:80]!r} is not a parameter here",
                parameter=name[:80],
                nearest=nearest(name.lower(), names) or CALLED_ELSEWHERE.get(name.lower()),
                known=names,
            )
    return dict(sorted(given.items()))
