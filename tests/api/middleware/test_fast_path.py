"""What is in memory is answered ahead of the routes, and just as they answer it."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from litestar.types import ASGIApp, Receive, Scope, Send

from api.app import litestar_app
from api.http.problems import Busy
from api.http.responses import send_body, send_problem
from api.http.scope import ROUTE
from api.middleware.fast_path import fast_path
from api.routes.routing import BESIDE_ROWS, format_suffix
from api.store.library import Library
from datasets.library.home import BUILT_IN
from schemas.tables import TABLES
from tests.asking import every_table

LEFT = 418


async def leave(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind: says that nothing was answered ahead of it."""
    if scope["type"] == "http":
        await send_body(send, LEFT, {}, b"")
    else:
        await Litestar()(scope, receive, send)


def noted(app: ASGIApp) -> ASGIApp:
    """An application that may note its route, and tells it in a header."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        route: dict[str, str] = {"path": ""}

        async def telling(message: object) -> None:
            if isinstance(message, dict) and message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"route", route["path"].encode())]}
            await send(message)  # type: ignore[arg-type]

        await app({**scope, ROUTE: route}, receive, telling)  # type: ignore[arg-type]

    return wrapped


@pytest.fixture(scope="module")
def library(home: Path) -> Library:
    library = Library(home)
    assert library.store().engine.tables
    assert library.store("1.0.0").engine.tables
    library.next_refresh = float("inf")
    return library


@pytest.fixture(scope="module")
def ahead(library: Library) -> Iterator[TestClient]:
    with TestClient(noted(format_suffix(fast_path(leave, library)))) as client:  # type: ignore[arg-type]
        yield client


@pytest.fixture(scope="module")
def routes(library: Library) -> Iterator[TestClient]:
    with TestClient(noted(format_suffix(litestar_app(library)))) as client:  # type: ignore[arg-type]
        yield client


IN_MEMORY = (
    "/v1/indicators",
    "/v1/indicators?limit=3&sort=-value,id&year=2023",
    "/v1/indicators?metric_id=no_such_metric",
    "/v1/indicators?select=id,value&total=false&limit=2",
    "/v1/indicators?or=value__gt=100;unit=%25&period=2023",
    "/v1/indicators.csv?unit=%25",
    "/v1/indicators?format=csv&limit=2",
    "/v1/indicators.json",
    "/v1/releases/1.0.0/indicators?limit=1",
    "/v1/releases/1/targets",
    "/v1/indicators/aggregate?group_by=unit&agg=count,max(value)&metric_id=gdp",
    "/v1/releases/latest/indicators/aggregate?group_by=metric_id",
    "/v1/indicators/211102-2024.i566",
    "/v1/releases/1.0.0/indicators/211102-2024.i566",
    "/v1/metrics/gdp",
    "/v1/units/亿元",
    "/v1/units/%25",
)
LEFT_TO_THE_ROUTES = (
    "/v1/indicators?colour=red",
    "/v1/indicators?value=many",
    "/v1/indicators?q=gdp",
    "/v1/indicators?format=parquet",
    "/v1/indicators.xlsx",
    "/v1/indicators.csv?select=id",
    "/v1/indicators.csv?bom=true",
    "/v1/indicators/",
    "/v1/indicators/none",
    "/v1/indicators/aggregate?agg=sum(value)",
    "/v1/indicators/aggregate?group_by=reports.level",
    "/v1/indicators/aggregate.csv",
    "/v1/indicators/facets?by=unit",
    "/v1/indicators/schema",
    "/v1/indicators/receipt",
    "/v1/indicators/211102-2024.i566/evidence",
    "/v1/releases/9.9.9/indicators",
    "/v1/units/微克/立方米",
    "/v1/search?q=gdp",
)


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}, {"Accept": "text/csv, */*;q=0.1"}])
@pytest.mark.parametrize("address", IN_MEMORY)
def test_an_answer_from_memory_is_that_of_the_routes(
    ahead: TestClient, routes: TestClient, address: str, headers: dict[str, str]
) -> None:
    found, expected = ahead.get(address, headers=headers), routes.get(address, headers=headers)
    if "Accept" in headers and found.status_code == LEFT:  # aggregates as CSV, and CSV with columns of choice
        return
    assert found.status_code == expected.status_code in (200, 304), found.text
    assert found.content == expected.content
    assert found.headers == expected.headers


@every_table
def test_every_table_in_memory_is_answered_ahead(ahead: TestClient, table: object) -> None:
    assert ahead.get(f"/v1/{table.name}").status_code == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", LEFT_TO_THE_ROUTES)
def test_what_is_wrong_or_takes_time_is_left_to_the_routes(ahead: TestClient, address: str) -> None:
    assert ahead.get(address).status_code == LEFT


MANY = ";".join(f"id__contains=x{n}" for n in range(19)) + ";id__ne=x"


@pytest.mark.parametrize(
    "query",
    [
        f"?or={quote(MANY)}&or2={quote(MANY)}&or3={quote(MANY)}",
        "/aggregate?group_by=id&agg=count,min(factor),max(factor),avg(factor),sum(factor),median(factor)",
        "?id__in=" + ",".join(map(str, range(50))),
    ],
)
def test_what_looks_at_many_values_is_left_to_a_thread(ahead: TestClient, routes: TestClient, query: str) -> None:
    assert ahead.get("/v1/units" + query).status_code == LEFT
    assert routes.get("/v1/units" + query).status_code in (200, 409)
    assert ahead.get("/v1/indicators" + query.replace("factor", "year")).status_code == 200  # which are few


@pytest.mark.parametrize("name", ["as_of", "as%5Fof", "%61s_of"])
def test_a_day_for_which_every_release_is_looked_at_is_left_to_a_thread(name: str) -> None:
    library = Library(BUILT_IN)
    assert library.store().engine.tables
    library.next_refresh = float("inf")
    client = TestClient(noted(fast_path(leave, library)))  # type: ignore[arg-type]
    assert client.get(f"/v1/units?{name}=2100-01-01").status_code == LEFT
    assert client.get("/v1/units?limit=1").status_code == 200


@pytest.mark.parametrize(
    ("address", "reader"),
    [
        ("/v1/indicators?limit=3&sort=-value", "api.routes.tables.listing.read_query"),
        ("/v1/indicators.csv?select=id", "api.routes.tables.listing.read_query"),
        ("/v1/indicators/aggregate?group_by=year", "api.routes.tables.aggregates.read_measures"),
        ("/v1/indicators/211102-2024.i566", "api.routes.tables.routes.requested_store"),
    ],
)
def test_what_takes_time_is_understood_once_and_answered_by_the_routes_as_ever(
    home: Path, monkeypatch: pytest.MonkeyPatch, address: str, reader: str
) -> None:
    monkeypatch.setattr("api.store.small_tables.SMALL", -1)
    library = Library(home)
    assert library.store().engine
    library.next_refresh = float("inf")
    module, _, name = reader.rpartition(".")
    read, times = getattr(import_module(module), name), []
    monkeypatch.setattr(reader, lambda *given: times.append(given) or read(*given))
    routes = litestar_app(library)
    with TestClient(noted(format_suffix(routes))) as client:  # type: ignore[arg-type]
        expected = client.get(address)
    assert (expected.status_code, len(times)) == (200, 1)
    with TestClient(noted(format_suffix(fast_path(routes, library)))) as client:  # type: ignore[arg-type]
        found = client.get(address)
    assert (found.content, found.headers, len(times)) == (expected.content, expected.headers, 2)


def test_nothing_is_answered_ahead_but_a_question(ahead: TestClient) -> None:
    for method in ("POST", "OPTIONS", "DELETE"):
        assert ahead.request(method, "/v1/indicators").status_code == LEFT


def test_while_the_folder_is_to_be_looked_at_nothing_is_answered_ahead(home: Path) -> None:
    library = Library(home)
    assert library.store().engine.tables
    with TestClient(noted(fast_path(leave, library))) as client:  # type: ignore[arg-type]
        library.next_refresh = 0.0
        assert client.get("/v1/indicators").status_code == LEFT


def test_a_problem_of_a_layer_names_the_address_as_it_was_asked() -> None:
    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await send_problem(send, scope, Busy("too much"))

    answer = TestClient(format_suffix(busy)).get("/v1/indicators.csv")  # type: ignore[arg-type]
    assert answer.json()["instance"] == "/v1/indicators.csv"


def test_what_has_the_address_of_a_row_and_is_none_is_known(library: Library) -> None:
    paths = [route.path for route in litestar_app(library).routes]
    names = "|".join(table.name for table in TABLES)
    below = re.compile(rf"/v1/(?:releases/{{version:str}}/)?(?:{names})/([^/{{]+)")
    assert {match[1] for path in paths if (match := below.fullmatch(path))} == set(BESIDE_ROWS)
