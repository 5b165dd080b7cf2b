"""Aggregates of a table: how many, and how much, by group."""

from typing import Any

import pyarrow as pa
from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.formats.export import Export
from api.formats.registry import JSON, MEDIA_TYPES, Format, chosen
from api.http.conditional import AnyRequest
from api.http.negotiation import header
from api.http.problems import MixedUnits, TooManyGroups
from api.query.listing import normal
from api.query.measures import MOST_GROUPS, REPORT, UNITS, Measure, described_columns, groups_of, read_measures
from api.query.parameters import AGGREGATE, known_to, read_limit, read_names, read_sort
from api.query.where import Where, read_where
from api.routes.answers import about, asked_of, attachment, json_answer, tagged_answer
from api.routes.routing import Site, suffix_of
from api.store.columnar import Columns
from api.store.encoded_rows import MEASURED, Rows
from api.store.grouping import grouped
from api.store.library import Library
from api.store.store import Store
from datasets import arrow_compute as pc
from schemas.tables import Table

MOST_SHOWN = 20  # units named in a problem


class AggregateAnswer(Struct, frozen=True):
    """One row for each group: its columns, then its measures under the names they were asked by."""

    data: list[dict[str, Any]]
    release: str
    query: dict[str, str]
    warnings: list[str]


def aggregate_route(site: Site) -> HTTPRouteHandler:
    """The aggregate of a table in one of its places."""
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
        return read_aggregate(table, request, library).answer(request)

    return get_aggregate


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
    def memory(self) -> Rows | Columns | None:
        """The table, if it is in memory and enough: no words are asked for, and nothing of the reports."""
        own = not any(group.startswith(REPORT) for group in self.groups)
        is_plain = self.format is JSON and not self.order and not self.where.words
        return self.store.memory(self.table) if own and is_plain else None

    def at_once(self, request: AnyRequest) -> Response[Any] | None:
        """The answer, if it is in memory and takes no time."""
        memory = self.memory if self.store.is_loaded(self.table) else None
        steps = self.where.compared + MEASURED * len(self.measures)
        return self.answer(request) if isinstance(memory, Rows) and memory.is_quick(steps) else None

    def answer(self, request: AnyRequest) -> Response[Any]:
        """Measures of the rows that match, by group."""
        tag = (normal(self.given), self.format.name)
        return tagged_answer(request, self.store, tag, lambda headers: made(self, headers))


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
        format=chosen(suffix_of(request.scope), given.get("format"), header(request.scope, b"accept")),
        given=given,
    )


def made(asked: Aggregate, headers: dict[str, str]) -> Response[Any]:
    """The answer to an aggregate, computed."""
    store, table = asked.store, asked.table
    rows = in_memory(asked)
    if rows is not None:
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


def in_memory(asked: Aggregate) -> list[dict[str, Any]] | None:
    """The groups with their measures and units, from memory, if that can tell."""
    match memory := asked.memory:
        case Rows():
            return memory.aggregate(asked.where, asked.groups, asked.measures)
        case Columns():
            return grouped(memory, asked.where, asked.groups, asked.measures)
    return None


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
