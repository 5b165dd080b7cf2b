"""The document keeps its word: what it allows is answered as it says, and what it does not is refused.

A table has more filters than one address can hold, so each of its operations takes a share of them, and together they
take all; where few examples are tried, each takes a quarter of its share. The listings of the tables are made by the
same lines: `make test` asks those of the smallest, which takes seconds; `make fuzz` asks all, which takes minutes.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from litestar.testing import TestClient

from api.app import create_app
from api.app import litestar_app as create_litestar
from api.formats.registry import FORMATS
from api.middleware.security_headers import FOR_ALL
from api.query.parameters import PARAMETERS
from api.store.library import Library
from datasets.library.home import BUILT_IN
from datasets.metadata.csvw import BESIDE
from schemas.tables import TABLES
from tests.api.openapi.expanding import example_address, example_of, expanded, resolved
from tests.conftest import ROOT

FUZZ = int(os.environ.get("BAOGAO_FUZZ", "0"))  # examples of each operation, of all of them
OPERATIONS = 8  # list, download, aggregate and facets of the newest and of a named release, and more
IS_QUICK = settings.get_current_profile_name() == "quick" and not FUZZ
MADE_ALIKE = "indicators|targets|projects|glossary|glossary_mentions|figures|paragraphs|reports|metrics|regions"
MORE_MADE_ALIKE = "|outcomes|series|coverage|undertakings" if IS_QUICK else ""  # CI asks of these, too
TABLES_MADE_ALIKE = (
    r"^/v1/(releases/\{version\}/)?"
    rf"({MADE_ALIKE}{MORE_MADE_ALIKE})"
    r"((/aggregate)?\.\{suffix\}|/aggregate|/facets)?$"
)
SHARES = 4 * OPERATIONS if IS_QUICK else OPERATIONS
GENERAL = {parameter.name for parameter in PARAMETERS}
DOCUMENT: dict[str, Any] = json.loads((ROOT / "tests/golden/openapi.json").read_text("utf-8"))  # each worker reads it
SCHEMA = schemathesis.openapi.from_dict(expanded(DOCUMENT))
SCHEMA.config.generation.update(allow_x00=False)  # NUL is refused everywhere; JSON Schema would say so in every text
SCHEMA.config.request_timeout = 60  # seconds: history compares all releases, and the machine may be busy
SCHEMA.config.phases.coverage.enabled = bool(FUZZ)  # each worker would make its 20,000 cases before the first test
shares: dict[str, int] = {}


@cache
def application() -> Any:
    """The application, from when it is first asked: collecting tests does without it."""
    return create_app(BUILT_IN)


async def application_asked(scope: Any, receive: Any, send: Any) -> None:
    await application()(scope, receive, send)


SCHEMA.app = application_asked


@SCHEMA.hook
def before_init_operation(context: Any, operation: Any) -> None:
    """Leave an operation the general parameters, and its share of the filters of its table."""
    given = operation.query.items
    filters = [parameter for parameter in given if parameter.name not in GENERAL]
    share = shares[operation.label] = shares.get(operation.label, len(shares) % SHARES)
    operation.query.items = [one for one in given if one.name in GENERAL] + filters[share::SHARES]


@(SCHEMA if FUZZ else SCHEMA.exclude(path_regex=TABLES_MADE_ALIKE)).parametrize()
@settings(max_examples=FUZZ or 3, suppress_health_check=list(HealthCheck))
def test_an_answer_is_as_the_document_says(case: schemathesis.Case) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        # JSON Schema cannot say what a cursor or a group holds, that a column is sorted by once, nor which columns go with a
        # shape: tested elsewhere.
        for name in ("cursor", "or", "or2", "or3", "sort", "shape"):
            case.query.pop(name, None)
        if "q" in case.query:  # nor which quotes belong together, and so how many words there are
            case.query["q"] = re.sub(r'[\s"“”＂]', "", case.query["q"])
    case.call_and_validate()


COMPONENTS = DOCUMENT["components"]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The built-in releases, which the examples are of."""
    with TestClient(application()) as client:
        yield client


def test_the_document_is_the_one_that_is_served(client: TestClient) -> None:
    assert client.get("/schema/openapi.json").json() == DOCUMENT


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_the_example_of_every_operation_answers_with_the_headers_it_names(client: TestClient, path: str) -> None:
    if "/outcomes/{row_id}" in path:  # of which a release with one report has none
        return
    operation = DOCUMENT["paths"][path]["get"]
    address, asked = example_address(DOCUMENT, path)
    answer = client.get(address, params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] in operation["responses"]["200"]["content"]
    for name, header in operation["responses"]["200"]["headers"].items():
        assert name in answer.headers or not resolved(DOCUMENT, header)["required"], name
    described = {name.lower() for name in COMPONENTS["headers"]}
    named = {name.lower() for name in operation["responses"]["200"]["headers"]}
    assert set(answer.headers) & described <= named
    assert ("accept-ranges" in answer.headers) == ("206" in operation["responses"])


@pytest.mark.slow
@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_the_example_of_every_filter_is_understood(client: TestClient, table: str) -> None:
    parameters = [resolved(DOCUMENT, one) for one in DOCUMENT["paths"][f"/v1/{table}"]["get"]["parameters"]]
    examples = {one["name"]: example for one in parameters if (example := example_of(one))}
    assert len(examples) > 3
    for name, example in examples.items():
        answer = client.get(f"/v1/{table}", params={name: example, "limit": "1"})
        assert answer.status_code == 200, answer.text


def test_every_header_of_an_answer_is_in_the_document(client: TestClient) -> None:
    for_browsers = {name.decode() for name in FOR_ALL} | {"content-security-policy"}
    known = (
        {name.lower() for name in COMPONENTS["headers"]}
        | {"content-type", "content-length", "x-request-id"}
        | for_browsers
    )
    for address in ("/v1/units?limit=1", "/v1/units.csv", "/v1/units.parquet", "/v1/search?q=gdp", "/problems"):
        assert set(client.get(address).headers) <= known, address
    part = client.get("/v1/units.parquet", headers={"range": "bytes=0-3"})
    assert (part.status_code, set(part.headers) <= known) == (206, True)


def test_every_address_of_every_table_is_in_the_document() -> None:
    described = {re.sub(r"\{[^}]*\}", "{}", path) for path in SCHEMA.raw_schema["paths"]}
    routed = {
        re.sub(r"\{[^}]*\}", "{}", route.path)
        for route in create_litestar(Library(BUILT_IN)).routes
        if re.match(r"/v1(/|$)", route.path) and not route.path.endswith(BESIDE)  # where a standard looks for it
    }
    assert routed <= described
    assert len(DOCUMENT["paths"]) < len(routed) / 2


def test_names_of_schemas_are_those_of_their_components_and_of_no_module() -> None:
    for name, schema in COMPONENTS["schemas"].items():
        assert re.fullmatch("[A-Z][A-Za-z]+", name)
        assert schema.get("title") == name


def test_a_listing_is_json_alone_and_a_download_everything_else() -> None:
    for path, item in DOCUMENT["paths"].items():
        content = item["get"]["responses"]["200"]["content"]
        if path.endswith(".{suffix}"):
            assert [*content] == [one.media_type for one in FORMATS if one.write]
            binary = {name for name, one in content.items() if one["schema"].get("format") == "binary"}
            assert binary == {
                name for name in content if not name.startswith("text/") and name != "application/x-ndjson"
            }
        elif item["get"]["operationId"].startswith(("list_", "aggregate_")) and not path.endswith("/files"):
            assert [*content] == ["application/json"]
    assert DOCUMENT["paths"]["/v1/releases/{version}/bundle.zip"]["get"]["responses"]["200"]["content"] == {
        "application/zip": {"schema": {"type": "string", "format": "binary"}}
    }


def test_nothing_is_described_that_nothing_refers_to() -> None:
    text = json.dumps(DOCUMENT)
    for kind in ("parameters", "responses", "headers", "schemas"):
        for name in COMPONENTS[kind]:
            assert f'"#/components/{kind}/{name}"' in text, name


def test_nobody_has_to_say_who_they_are() -> None:
    assert DOCUMENT["security"] == []


def test_the_document_is_small() -> None:
    assert len(DOCUMENT["paths"]) <= 110
    assert len(json.dumps(DOCUMENT, ensure_ascii=False)) < 55_000 * len(TABLES)
