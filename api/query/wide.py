"""The panel: its sides, and its wide shape, a row for each region and year with its columns spread over the metrics."""

from msgspec import structs

from api.http.problems import BadParameter
from api.query.cursors import read_cursor
from api.query.listing import Order, Query, cursor_scope, read_query
from api.query.parameters import KIND, KINDS, SPREADABLE, WIDE_KEYS
from api.query.values import read_names
from schemas.inspection import Column, columns_of
from schemas.tables import BY_NAME, Table

PANEL = BY_NAME["panel"]
SPREAD = (  # what is spread over the metrics where nothing is selected
    "target", "target_value", "target_unit", "target_comparator", "target_text", "target_id",
    "outcome", "outcome_value", "outcome_unit", "outcome_kind", "outcome_id", "status", "difference",
)  # fmt: skip
ABSENT = {"target": 0, "outcome": 1}  # columns that say why there is no value: years to the report that would have it
MOST_COLUMNS = 256
COMPARED = ("status", "difference", "difference_unit")  # columns that follow from both sides
COLUMNS = {column.name: column for column in columns_of(PANEL.row)}
ORDER = (Order(COLUMNS["region_code"]), Order(COLUMNS["year"]))

Pair = tuple[str, str]  # metric and measure


def of_kinds(table: Table, stored: tuple[str, ...], given: dict[str, str]) -> tuple[str, ...]:
    """The columns of a table; of the panel those of the sides that `kind` names, and those that are of neither.

    Raises BadParameter for another side, and where `select` names the columns, too.
    """
    if table is not PANEL or KIND.name not in given:
        return stored
    sides = read_names(KIND.name, given[KIND.name], KINDS)
    if "select" in given:
        raise BadParameter("kind: select says which columns; leave one of the two out", parameter=KIND.name)
    others = [side for side in KINDS if side not in sides]
    hidden = tuple(name for name in stored if name.startswith(tuple(others)) or (others and name in COMPARED))
    return tuple(name for name in stored if name not in hidden)


def read_wide(given: dict[str, str], release: str, most: int) -> Query:
    """The wide panel that parameters ask for; its `columns` are those that are spread.

    Raises a Problem for whatever cannot be meant.
    """
    cursor = given.pop("cursor", None)
    query = structs.replace(read_query(PANEL, given, release, of_kinds(PANEL, SPREAD, given), most), order=ORDER)
    for name in query.columns:
        if name not in SPREADABLE:
            raise BadParameter(
                f"select: {name} is in every wide row; expected columns to spread over the metrics",
                parameter="select",
                allowed=list(SPREADABLE),
            )
    if cursor is None:
        return query
    placed = read_cursor(cursor, [one.column for one in ORDER], cursor_scope(query, release))
    return structs.replace(query, after=placed)


def wide_columns(query: Query, pairs: list[Pair], titles: dict[str, tuple[str, str]]) -> tuple[Column, ...]:
    """The columns of the wide panel, of these metrics and measures. `titles` has those of metrics, in both languages.

    Raises BadParameter when there are more than a sheet or a program for statistics takes easily.
    """
    if (count := len(WIDE_KEYS) + len(pairs) * len(query.columns)) > MOST_COLUMNS:
        raise BadParameter(
            f"shape: {len(pairs)} metrics with {len(query.columns)} columns each make {count} columns; at most "
            f"{MOST_COLUMNS}. Ask for fewer metrics (metric_id__in) or columns (select)",
            parameter="shape",
        )
    spread = (spread_column(pair, COLUMNS[name], titles) for pair in pairs for name in query.columns)
    return (*(COLUMNS[name] for name in WIDE_KEYS), *spread)


def spread_column(pair: Pair, column: Column, titles: dict[str, tuple[str, str]]) -> Column:
    """A column of the panel, for one metric and measure."""
    metric, measure = pair
    title, title_zh = titles.get(metric, (metric, metric))
    return structs.replace(
        column,
        name=f"{metric}_{measure}_{column.name}",
        nullable=True,
        title=f"{title}, {measure}: {column.title.lower()}",
        title_zh=f"{title_zh}（{COLUMNS['measure'].labels[measure][1]}）：{column.title_zh}",
        description=f"{title}, {measure}: {column.description}",
        description_zh=f"{title_zh}：{column.description_zh}",
    )
