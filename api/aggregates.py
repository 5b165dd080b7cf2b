"""Aggregates and facets of a table: how many, how much, and which values there are to ask for next."""

from typing import Any

import pyarrow as pa
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.answers import json_answer, release_headers
from api.conditional import AnyRequest, entity_tag, not_modified
from api.documented import operation
from api.filters import filters_of
from api.formats import FORMATS, chosen
from api.library import LATEST, Library
from api.measures import MOST_GROUPS, UNITS, Measure, groups_of, plain_columns, read_measures
from api.parameters import (
    AGGREGATE,
    DEFAULT_LIMIT,
    FACETS,
    Parameter,
    parsed,
    read_limit,
    read_names,
    refuse_unknown,
)
from api.problems import BadParameter, MixedUnits, TooManyGroups
from api.query import normal
from api.store import Store
from api.where import Where, read_where
from schemas.tables import Table

MEDIA_TYPES = tuple(format_.media_type for format_ in FORMATS)


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


def aggregate_routes(table: Table, prefix: str) -> list[HTTPRouteHandler]:
    """Aggregate and facets of a table below a prefix."""
    pinned = "{version" in prefix
    ids = f"{table.name}_of_release" if pinned else table.name
    options: dict[str, Any] = {"tags": [table.name], "sync_to_thread": True}

    @get(
        f"{prefix}/{table.name}/aggregate",
        operation_id=f"aggregate_{ids}",
        summary=f"Aggregate {table.title.lower()} · {table.title_zh}汇总",
        operation_class=operation(
            pinned=pinned, table=table, asks=AGGREGATE, statuses=(406, 409), media_types=MEDIA_TYPES
        ),
        **options,
    )
    def get_aggregate(request: AnyRequest, library: NamedDependency[Library]) -> Response[AggregateAnswer]:
        return aggregate(table, request, library)

    @get(
        f"{prefix}/{table.name}/facets",
        operation_id=f"facets_{ids}",
        summary=f"Facets of {table.title.lower()} · {table.title_zh}分面统计",
        operation_class=operation(pinned=pinned, table=table, asks=FACETS),
        **options,
    )
    def get_facets(request: AnyRequest, library: NamedDependency[Library]) -> Response[FacetsAnswer]:
        return facets(table, request, library)

    return [get_aggregate, get_facets]


def read_given(table: Table, request: AnyRequest, asks: tuple[Parameter, ...]) -> dict[str, str]:
    """The parameters of a request, all of them known."""
    given = parsed(request.scope["query_string"])
    refuse_unknown(given, (*(parameter.name for parameter in asks), *filters_of(table)))
    return given


def aggregate(table: Table, request: AnyRequest, library: Library) -> Response[Any]:
    """Measures of the rows that match, by group."""
    store = library.store(request.path_params.get("version", LATEST))
    given = read_given(table, request, AGGREGATE)
    format_ = chosen(None, given.get("format"), request.headers.get("accept", ""))
    groups = read_names("group_by", given["group_by"], groups_of(table)) if "group_by" in given else ()
    measures = read_measures(table, given.get("agg", "count"), groups)
    where = read_where(table, given)
    headers = release_headers(request, store)
    tag = entity_tag(store.version, request.url.path, normal(given), format_.name)
    if unchanged := not_modified(request, tag, headers):
        return unchanged
    found = aggregated(store, table, where, groups, measures)
    headers |= {"ETag": tag}
    if format_.write is None:
        warnings = warnings_of(table, given, groups, measures)
        body = {"data": found.to_pylist(), "release": store.version, "query": given, "warnings": warnings}
        return json_answer(body, headers)
    content = b"".join(format_.write(found.schema, found.to_batches(), frozenset()))
    name = f"baogao-{table.name}-aggregate-{store.version}.{format_.name}"
    headers |= {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=format_.media_type, headers=headers)


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
                shown = [unit or "(none)" for unit in units[:20]]
                raise MixedUnits(
                    f"{measure.name}: the values of a group have {len(units)} units: {', '.join(shown)}", units=shown
                )
    return found.select([*groups, *(measure.name for measure in measures)])


def warnings_of(
    table: Table, given: dict[str, str], groups: tuple[str, ...], measures: tuple[Measure, ...]
) -> list[str]:
    """What is right by units and may still mislead: values of several metrics, taken together."""
    together = [measure.name for measure in measures if measure.unit or measure.column == f"{table.name}.base_value"]
    has_metrics = "metric_id" in groups_of(table)
    if not together or not has_metrics or {"metric_id", "metric_id__in"} & given.keys() or "metric_id" in groups:
        return []
    return [f"{', '.join(together)}: over all metrics; a part and its whole may both be in it. Group by metric_id."]


def facets(table: Table, request: AnyRequest, library: Library) -> Response[Any]:
    """The values of columns among the rows that match, with counts."""
    store = library.store(request.path_params.get("version", LATEST))
    given = read_given(table, request, FACETS)
    limit = read_limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT
    if "by" not in given:
        raise BadParameter("by: name the columns to count the values of, such as by=rule", parameter="by")
    names = read_names("by", given["by"], plain_columns(table))
    read_where(table, given)  # every filter is checked, also those that a facet sets aside
    headers = release_headers(request, store)
    tag = entity_tag(store.version, request.url.path, normal(given))
    if unchanged := not_modified(request, tag, headers):
        return unchanged
    data = [facet(store, table, given, name, limit) for name in names]
    return json_answer({"data": data, "release": store.version, "query": given}, headers | {"ETag": tag})


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
