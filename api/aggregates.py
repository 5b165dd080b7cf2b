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
from api.formats import MEDIA_TYPES, chosen
from api.library import Library
from api.measures import MOST_GROUPS, UNITS, Measure, described_columns, groups_of, plain_columns, read_measures
from api.parameters import AGGREGATE, DEFAULT_LIMIT, FACETS, known_to, read_limit, read_names, read_sort
from api.problems import BadParameter, MixedUnits, TooManyGroups
from api.query import normal
from api.routing import Site
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
    def get_aggregate(request: AnyRequest, library: NamedDependency[Library]) -> Response[AggregateAnswer]:
        return aggregate(table, request, library, None)

    @site.get("/facets", "facets_{}", f"Facets of {title} · {title_zh}分面统计", table=table, asks=FACETS)
    def get_facets(request: AnyRequest, library: NamedDependency[Library]) -> Response[FacetsAnswer]:
        return facets(table, request, library)

    return [get_aggregate, *site.downloads("/aggregate", aggregate), get_facets]


def aggregate(table: Table, request: AnyRequest, library: Library, suffix: str | None) -> Response[Any]:
    """Measures of the rows that match, by group."""
    store, given = asked_of(request, library, known_to(table, AGGREGATE))
    format_ = chosen(suffix, given.get("format"), request.headers.get("accept", ""))
    groups = read_names("group_by", given["group_by"], groups_of(table)) if "group_by" in given else ()
    measures = read_measures(table, given.get("agg", "count"), groups)
    where = read_where(table, given)
    order = read_sort(given["sort"], (*groups, *(measure.name for measure in measures))) if "sort" in given else []
    limit = read_limit(given["limit"]) if "limit" in given else None

    def made(headers: dict[str, str]) -> Response[Any]:
        found = sorted_by(aggregated(store, table, where, groups, measures), order).slice(0, limit)
        if format_.write is None:
            warnings = warnings_of(table, given, groups, measures)
            body = {"data": found.to_pylist(), "release": store.version, "query": given, "warnings": warnings}
            return json_answer(body, headers)
        address = f"/v1/releases/{store.version}/{table.name}/aggregate?{normal(given)}"
        columns = described_columns(table, groups, measures)
        export = Export("aggregate", found.schema, found.to_batches(), columns, about(store, address))
        content = b"".join(format_.write(export))
        headers |= attachment(store, f"{table.name}-aggregate", format_.name)
        return Response(content, media_type=format_.media_type, headers=headers)

    return tagged_answer(request, store, (normal(given), format_.name), made)


def sorted_by(groups: pa.Table, order: list[tuple[str, bool]]) -> pa.Table:
    """The groups in an order; those that are equal stay as they are. All groups are there: the first are the first."""
    keys = [(name, "descending" if descending else "ascending", "at_end") for name, descending in order]
    return groups.take(pc.sort_indices(groups, sort_keys=keys)) if keys else groups


def aggregated(
    store: Store, table: Table, where: Where, groups: tuple[str, ...], measures: tuple[Measure, ...]
) -> pa.Table:
    """The groups with their measures. Raises MixedUnits or TooManyGroups when there can be no right answer."""
    found = store.aggregate(table, where, groups, measures)
    if found.num_rows > MOST_GROUPS:
        raise TooManyGroups(f"more than {MOST_GROUPS} groups")
    for measure in measures:
        if measure.unit is None:
            continue
        for units in found.column(UNITS + measure.name).to_pylist():
            if units is not None and len(units) > 1:
                shown = [unit or "(none)" for unit in units[:MOST_SHOWN]]
                more = ", …" if len(units) > MOST_SHOWN else ""
                raise MixedUnits(
                    f"{measure.name}: the values of a group have {len(units)} units: {', '.join(shown)}{more}",
                    units=shown,
                )
    return found.select([*groups, *(measure.name for measure in measures)])


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
