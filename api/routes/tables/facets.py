"""Facets of a table: which values there are to ask for next, and how many rows have each."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.problems import BadParameter
from api.query.filters import filters_of
from api.query.listing import normal
from api.query.measures import plain_columns
from api.query.parameters import FACETS, allowed_parameters
from api.query.values import DEFAULT_LIMIT, read_limit, read_names
from api.query.where import read_where
from api.routes.answers import release_and_parameters, release_answer
from api.routes.routing import Mount
from api.routes.tables.warnings import refuse_unknown_metrics, warnings_of
from api.store.library import Library
from api.store.store import Store
from schemas.tables import Table


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
    warnings: list[str]


def facets_route(mount: Mount) -> HTTPRouteHandler:
    """The facets of a table in one of its places."""
    table = mount.table

    @mount.get("/facets", "facets_{}", "Facets of a table · 分面统计", asks=FACETS)
    def get_facets(request: AnyRequest, library: NamedDependency[Library]) -> Response[FacetsAnswer]:
        return facets(table, request, library)

    return get_facets


def facets(table: Table, request: AnyRequest, library: Library) -> Response[Any]:
    """The values of columns among the rows that match, with counts."""
    store, given = release_and_parameters(request, library, allowed_parameters(table, FACETS))
    limit = read_limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT
    if "by" not in given:
        raise BadParameter("by: name the columns to count the values of, such as by=rule", parameter="by")
    names = read_names("by", given["by"], plain_columns(table))
    where = read_where(table, given)  # every filter is checked, also those that a facet sets aside
    refuse_unknown_metrics(store, where)

    def body() -> dict[str, Any]:
        data = [facet(store, table, given, name, limit) for name in names]
        return {"data": data, "release": store.version, "query": given, "warnings": warnings_of(store, where)}

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
    return link(f"/v1/releases/{store.version}/{table.name}?{normal(others | chosen_by)}")
