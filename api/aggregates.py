"""Aggregates and facets of a table: how many, how much, and which values there are to ask for next."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.answers import about, asked_of, attachment, json_answer, release_answer, tagged_answer
from api.conditional import AnyRequest
from api.export import Export
from api.filters import filters_of
from api.formats import JSON, MEDIA_TYPES, Format, chosen
from api.library import Library
from api.measures import MOST_GROUPS, REPORT, UNITS, Measure, described_columns, groups_of, plain_columns, read_measures
from api.parameters import AGGREGATE, DEFAULT_LIMIT, FACETS, known_to, read_limit, read_names, read_sort
from api.problems import BadParameter, MixedUnits, TooManyGroups
from api.query import normal
from api.quick import answer_quickly
from api.routing import Site, suffix_of
from api.rows import Rows
from api.store import Store
from api.where import Where, read_where
from schemas.tables import Table

MOST_SHOWN = 20  # units named in a problem


class AggregateAnswer(Struct, frozen=True):
    """One row for each group: its columns, then its measures under the names they were asked by."""

    data: list[dict[str, Any]]
    release: str
    query: dict[str, str]
    warnings: list[str]


class FacetValue(Struct, frozen=True):
    """A value of a column, how many rows have it, and the address that lists them."""

    value: Any
    count: int
    url: str


class Facet(Struct, frozen=True):
    """The values of a column, the most frequent first; `distinct` counts them all, empty among them."""

    column: str
    distinct: int
    values: list[FacetValue]


class FacetsAnswer(Struct, frozen=True):
    """The facets asked for."""

    data: list[Facet]
    release: str
    query: dict[str, str]


def aggregate_routes(site: Site) -> list[HTTPRouteHandler]:
    """Aggregate and facets of a table in one of its places."""
    table = site.table
    title, title_zh = table.title.lower(), table.title_zh

    @site.get(
        "/aggregate",
        "aggregate_{}",
        f"Aggregate {title} · {title_zh}汇总",
        table=table,
        asks=AGGREGATE,
        statuses=(406, 409),
        media_types=MEDIA_TYPES,
    )
    async def get_aggregate(request: AnyRequest, library: NamedDependency[Library]) -> Response[AggregateAnswer]:
        return await aggregate(table, request, library)

    @site.get("/facets", "facets_{}", f"Facets of {title} · {title_zh}分面统计", table=table, asks=FACETS)
    def get_facets(request: AnyRequest, library: NamedDependency[Library]) -> Response[FacetsAnswer]:
        return facets(table, request, library)

    return [get_aggregate, get_facets]


class Aggregate(Struct, frozen=True):
    """An aggregate that was understood."""

    store: Store
    table: Table
    where: Where
    groups: tuple[str, ...]
    measures: tuple[Measure, ...]
    order: list[tuple[str, bool]]
    limit: int | None
    format: Format
    given: dict[str, str]

    @property
    def memory(self) -> Rows | None:
        """The rows, if they are in memory and enough: no words are asked for, and nothing of the reports."""
        own = not any(group.startswith(REPORT) for group in self.groups)
        is_plain = self.format is JSON and not self.order and not self.where.words
        return self.store.small(self.table) if own and is_plain else None

    @property
    def is_ready(self) -> bool:
        """Whether its answer is in memory."""
        return self.store.is_loaded(self.table) and self.memory is not None


async def aggregate(table: Table, request: AnyRequest, library: Library) -> Response[Any]:
    """Measures of the rows that match, by group."""
    return await answer_quickly(
        request,
        library,
        lambda: read_aggregate(table, request, library),
        lambda asked: answered(request, asked),
    )


def read_aggregate(table: Table, request: AnyRequest, library: Library) -> Aggregate:
    """What is asked for. Raises a Problem for whatever cannot be meant."""
    store, given = asked_of(request, library, known_to(table, AGGREGATE))
    groups = read_names("group_by", given["group_by"], groups_of(table)) if "group_by" in given else ()
    measures = read_measures(table, given.get("agg", "count"), groups)
    return Aggregate(
        store=store,
        table=table,
        where=read_where(table, given),
        groups=groups,
        measures=measures,
        order=read_sort(given["sort"], (*groups, *(one.name for one in measures))) if "sort" in given else [],
        limit=read_limit(given["limit"]) if "limit" in given else None,
        format=chosen(suffix_of(request), given.get("format"), request.headers.get("accept", "")),
        given=given,
    )


def answered(request: AnyRequest, asked: Aggregate) -> Response[Any]:
    """The answer to an aggregate."""
    tag = (normal(asked.given), asked.format.name)
    return tagged_answer(request, asked.store, tag, lambda headers: made(asked, headers))


def made(asked: Aggregate, headers: dict[str, str]) -> Response[Any]:
    """The answer to an aggregate, computed."""
    store, table = asked.store, asked.table
    if memory := asked.memory:
        rows = memory.aggregate(asked.where, asked.groups, asked.measures)
        refuse_unfit(asked, rows, len(rows))
        names = (*asked.groups, *(measure.name for measure in asked.measures))
        return as_json(asked, [{name: row[name] for name in names} for row in rows[: asked.limit]], headers)
    found = sorted_by(aggregated(asked), asked.order).slice(0, asked.limit)
    if asked.format.write is None:
        return as_json(asked, found.to_pylist(), headers)
    address = f"/v1/releases/{store.version}/{table.name}/aggregate?{normal(asked.given)}"
    columns = described_columns(table, asked.groups, asked.measures)
    export = Export("aggregate", found.schema, found.to_batches(), columns, about(store, address))
    content = b"".join(asked.format.write(export))
    headers |= attachment(store, f"{table.name}-aggregate", asked.format.name)
    return Response(content, media_type=asked.format.media_type, headers=headers)


def as_json(asked: Aggregate, rows: list[dict[str, Any]], headers: dict[str, str]) -> Response[Any]:
    """The groups as JSON."""
    warnings = warnings_of(asked.table, asked.given, asked.groups, asked.measures)
    body = {"data": rows, "release": asked.store.version, "query": asked.given, "warnings": warnings}
    return json_answer(body, headers)


def sorted_by(groups: pa.Table, order: list[tuple[str, bool]]) -> pa.Table:
    """The groups in an order; those that are equal stay as they are. All groups are there: the first are the first."""
    keys = [(name, "descending" if descending else "ascending", "at_end") for name, descending in order]
    return groups.take(pc.sort_indices(groups, sort_keys=keys)) if keys else groups


def aggregated(asked: Aggregate) -> pa.Table:
    """The groups with their measures, from DuckDB."""
    found = asked.store.aggregate(asked.table, asked.where, asked.groups, asked.measures)
    units = [UNITS + measure.name for measure in asked.measures if measure.unit]
    refuse_unfit(asked, found.select(units).to_pylist(), found.num_rows)
    return found.select([*asked.groups, *(measure.name for measure in asked.measures)])


def refuse_unfit(asked: Aggregate, rows: list[dict[str, Any]], count: int) -> None:
    """Raise MixedUnits or TooManyGroups when there can be no right answer. `rows` have the units of the measures."""
    if count > MOST_GROUPS:
        raise TooManyGroups(f"more than {MOST_GROUPS} groups")
    for measure in asked.measures:
        for row in rows if measure.unit else ():
            if len(units := row[UNITS + measure.name] or ()) > 1:
                shown = [unit or "(none)" for unit in units[:MOST_SHOWN]]
                more = ", …" if len(units) > MOST_SHOWN else ""
                raise MixedUnits(
                    f"{measure.name}: the values of a group have {len(units)} units: {', '.join(shown)}{more}",
                    units=shown,
                )


def warnings_of(
    table: Table, given: dict[str, str], groups: tuple[str, ...], measures: tuple[Measure, ...]
) -> list[str]:
    """What is right by units and may still mislead: amounts of several metrics, taken together."""
    together = [measure.name for measure in measures if measure.is_of_amounts]
    has_metrics = "metric_id" in groups_of(table)
    if not together or not has_metrics or {"metric_id", "metric_id__in"} & given.keys() or "metric_id" in groups:
        return []
    return [f"{', '.join(together)}: over all metrics; a part and its whole may both be in it. Group by metric_id."]


def facets(table: Table, request: AnyRequest, library: Library) -> Response[Any]:
    """The values of columns among the rows that match, with counts."""
    store, given = asked_of(request, library, known_to(table, FACETS))
    limit = read_limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT
    if "by" not in given:
        raise BadParameter("by: name the columns to count the values of, such as by=rule", parameter="by")
    names = read_names("by", given["by"], plain_columns(table))
    read_where(table, given)  # every filter is checked, also those that a facet sets aside

    def body() -> dict[str, Any]:
        data = [facet(store, table, given, name, limit) for name in names]
        return {"data": data, "release": store.version, "query": given}

    return release_answer(request, store, body, normal(given))


def facet(store: Store, table: Table, given: dict[str, str], name: str, limit: int) -> Facet:
    """The values of one column, whatever it is itself filtered by: these are the choices there are."""
    own = {filter_.name for filter_ in filters_of(table).values() if filter_.column.name == name}
    others = {n: value for n, value in given.items() if n not in own and n not in ("by", "limit")}
    counted = store.facet(table, read_where(table, others), name, limit)
    values = [
        FacetValue(row["value"], row["count"], listing_of(store, table, others, name, row["value"])) for row in counted
    ]
    return Facet(name, counted[0]["values"] if counted else 0, values)


def listing_of(store: Store, table: Table, others: dict[str, str], name: str, value: Any) -> str:
    """The address that lists the rows with a value."""
    if value is None:
        chosen_by = {f"{name}__isnull": "true"}
    else:
        chosen_by = {name: str(value).lower() if isinstance(value, bool) else str(value)}
    return f"/v1/releases/{store.version}/{table.name}?{normal(others | chosen_by)}"
