"""Aggregates of a table: how many, and how much, by group."""

from functools import partial
from typing import Any

import pyarrow as pa
from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.formats.export import Export
from api.formats.registry import JSON, Format, negotiated_format
from api.http.conditional import AnyRequest
from api.http.negotiation import header
from api.http.problems import MixedUnits, TooManyGroups
from api.http.scope import suffix_of
from api.query.listing import normal, read_header, read_options
from api.query.measures import MIXED, MOST_GROUPS, REPORT, Measure, described_columns, groups_of, read_measures
from api.query.parameters import AGGREGATE, GROUPED, allowed_parameters
from api.query.values import read_limit, read_names, read_sort
from api.query.where import Where, read_where
from api.routes.answers import answer_to, attachment, json_answer, release_and_parameters, tagged_answer
from api.routes.routing import Mount
from api.routes.tables.pagination import total_header
from api.routes.tables.provenance import about, publication_state
from api.routes.tables.warnings import refuse_unknown_metrics, warning_header, warnings_of
from api.store.library import Library
from api.store.store import Store
from schemas.tables import Table

MOST_SHOWN = 20  # units named in a problem
MEASURED = 10  # comparisons that it takes to take a measure of a row


class AggregateAnswer(Struct, frozen=True):
    """One row for each group: its columns, then its measures under the names they were asked by."""

    data: list[dict[str, Any]]
    release: str
    query: dict[str, str]
    warnings: list[str]


def aggregate_route(mount: Mount) -> HTTPRouteHandler:
    """The aggregate of a table in one of its places."""
    table = mount.table

    @mount.get("/aggregate", "aggregate_{}", "Aggregate a table · 汇总", asks=GROUPED, statuses=(406, 409))
    def get_aggregate(request: AnyRequest, library: NamedDependency[Library]) -> Response[AggregateAnswer]:
        return answer_to(request, read_aggregate, table, library)

    return get_aggregate


class Aggregate(Struct, frozen=True):
    """An aggregate that was understood."""

    library: Library
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
    def is_quick(self) -> bool:
        """Whether the answer takes no time: few rows are compared with few values and measured, nothing is joined."""
        is_plain = self.format is JSON and not self.where.words
        is_joined = any(group.startswith(REPORT) for group in self.groups)
        steps = self.where.comparisons + MEASURED * len(self.measures)
        return is_plain and not is_joined and self.store.is_quick(self.table, steps)

    def answer(self, request: AnyRequest) -> Response[Any]:
        """Measures of the rows that match, by group."""
        from_ = publication_state(self.library, self.store) if self.format.for_people else ()
        tag = (normal(self.given), self.format.name, *from_)
        return tagged_answer(request, self.store, tag, lambda headers: build_response(self, headers))


def read_aggregate(table: Table, request: AnyRequest, library: Library) -> Aggregate:
    """What is asked for. Raises a Problem for whatever cannot be meant."""
    store, given = release_and_parameters(request, library, allowed_parameters(table, AGGREGATE))
    groups = read_names("group_by", given["group_by"], groups_of(table)) if "group_by" in given else ()
    where = read_where(table, given)
    refuse_unknown_metrics(store, where)
    measures = read_measures(table, given.get("agg", "count"), (*groups, *where.constant_columns))
    read_options(given), read_header(given)  # that cannot be meant are refused, whatever the format
    return Aggregate(
        library=library,
        store=store,
        table=table,
        where=where,
        groups=groups,
        measures=measures,
        order=read_sort(given["sort"], (*groups, *(one.name for one in measures))) if "sort" in given else [],
        limit=read_limit(given["limit"], MOST_GROUPS) if "limit" in given else None,
        format=negotiated_format(suffix_of(request.scope), given.get("format"), header(request.scope, b"accept")),
        given=given,
    )


def build_response(asked: Aggregate, headers: dict[str, str]) -> Response[Any]:
    """The answer to an aggregate, computed."""
    names = [*asked.groups, *(measure.name for measure in asked.measures)]
    what = (asked.table, asked.where, asked.groups, asked.measures, asked.order)
    if asked.format.write is None:
        rows = asked.store.aggregate_rows(*what)
        refuse_unfit(asked, rows, len(rows))
        is_empty = not any(row[measure.name] for row in rows for measure in asked.measures)
        return as_json(asked, [{name: row[name] for name in names} for row in rows[: asked.limit]], is_empty, headers)
    found = asked.store.aggregate(*what)
    mixed = [MIXED + measure.name for measure in asked.measures if measure.unit]
    refuse_unfit(asked, found.select(mixed).to_pylist(), found.num_rows)
    headers |= total_header(found.num_rows) if asked.limit else {}
    return as_file(asked, found.select(names).slice(0, asked.limit), headers)


def as_json(asked: Aggregate, rows: list[dict[str, Any]], is_empty: bool, headers: dict[str, str]) -> Response[Any]:
    """The groups as JSON."""
    warnings = [*warnings_of(asked.store, asked.where, is_empty=is_empty), *mixtures(asked)]
    body = {"data": rows, "release": asked.store.version, "query": asked.given, "warnings": warnings}
    return json_answer(body, headers)


def as_file(asked: Aggregate, groups: pa.Table, headers: dict[str, str]) -> Response[Any]:
    """The groups as a file."""
    store, format_ = asked.store, asked.format
    address = f"/v1/releases/{store.version}/{asked.table.name}/aggregate?{normal(asked.given)}"
    columns = described_columns(asked.table, asked.groups, asked.measures)
    export = Export(
        name="aggregate",
        schema=groups.schema,
        batches=groups.to_batches(),
        columns=columns,
        about=partial(about, asked.library, store, asked.table, address),
        options=read_options(asked.given),
        header=read_header(asked.given),
    )
    content = b"".join(format_.write(export)) if format_.write else b""
    headers |= attachment(store, f"{asked.table.name}-aggregate", format_.name)
    headers |= warning_header([*warnings_of(store, asked.where), *mixtures(asked)])
    return Response(content, media_type=format_.media_type, headers=headers)


def refuse_unfit(asked: Aggregate, rows: list[dict[str, Any]], count: int) -> None:
    """Raise MixedUnits or TooManyGroups when there can be no right answer. `rows` say which measures mix units."""
    if count > MOST_GROUPS:
        raise TooManyGroups(f"more than {MOST_GROUPS} groups")
    for measure in asked.measures:
        if measure.unit and any(row[MIXED + measure.name] for row in rows):
            raise mixed_units(asked, measure)


def mixed_units(asked: Aggregate, measure: Measure) -> MixedUnits:
    """What is said of a measure whose values have several units in a group: the first such group and its units."""
    found = asked.store.units(asked.table, asked.where, asked.groups, [measure])
    units = next(units for (units,) in found if units and len(units) > 1)
    shown = [unit or "(none)" for unit in units[:MOST_SHOWN]]
    more = ", …" if len(units) > MOST_SHOWN else ""
    return MixedUnits(
        f"{measure.name}: the values of a group have {len(units)} units: {', '.join(shown)}{more}", units=shown
    )


def mixtures(asked: Aggregate) -> list[str]:
    """What is right by units and may still mislead: amounts of several metrics, taken together."""
    together = [measure.name for measure in asked.measures if measure.is_of_amounts]
    is_of_metrics = {"metric_id", "metric_id__in"} & asked.given.keys() or "metric_id" in asked.groups
    if not together or "metric_id" not in groups_of(asked.table) or is_of_metrics:
        return []
    return [f"{', '.join(together)}: over all metrics; a part and its whole may both be in it. Group by metric_id."]
