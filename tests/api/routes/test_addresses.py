"""Addresses beside the listings: index, releases, files, texts, evidence, health, problems."""

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.http.problems import PROBLEMS
from api.query.parameters import PARAMETERS
from api.routes.docs import asset
from datasets.releases.release import Release
from schemas.tables import TABLES, Table
from tests.asking import headers_of

located = pytest.mark.parametrize("table", [t for t in TABLES if t.is_located], ids=lambda table: table.name)


def test_the_index_lists_every_table_with_its_rows(client: TestClient) -> None:
    index = client.get("/v1").json()
    assert [table["name"] for table in index["tables"]] == [table.name for table in TABLES]
    assert {t["name"]: t["rows"] for t in index["tables"]}["glossary"] == 14
    for address in [
        *(t["url"] for t in index["tables"]),
        *(t["schema"] for t in index["tables"]),
        *index["links"].values(),
    ]:
        assert client.get(address).status_code == 200, address


def test_llms_txt_names_every_table_and_parameter_and_leads_nowhere_wrong(client: TestClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("# Baogao\n\n> ")
    assert all(f"`{parameter.name}`" in answer.text for parameter in PARAMETERS)
    links = re.findall(r"\]\((/[^)]*)\)", answer.text)
    assert {f"/v1/{table.name}" for table in TABLES} <= set(links)
    assert [client.get(link).status_code for link in links] == [200] * len(links)


@located
def test_the_evidence_of_every_row_is_in_the_stored_text(client: TestClient, table: Table) -> None:
    text = client.get("/v1/reports/211102-2024/text").text
    for row in client.get(f"/v1/{table.name}?limit=40").json()["data"]:
        evidence = client.get(f"/v1/{table.name}/{row['id']}/evidence").json()["data"]
        for passage in ("quote", "sentence", "paragraph"):
            part = evidence[passage]
            assert text[part["char_start"] : part["char_end"]] == part["text"]
        assert evidence["paragraph"]["char_start"] <= evidence["sentence"]["char_start"] <= row["char_start"]
        assert row["char_end"] <= evidence["sentence"]["char_end"] <= evidence["paragraph"]["char_end"]


def test_the_evidence_shows_figure_sentence_rule_and_source(client: TestClient) -> None:
    evidence = client.get("/v1/targets/211102-2024.t5933/evidence").json()["data"]
    assert evidence["figure"] == {"text": "6", "char_start": 5933, "char_end": 5934}
    assert evidence["sentence"]["text"].startswith("2024年经济社会发展主要预期目标是:地区生产总值同比增长6%,")
    assert evidence["sentence"]["text"].endswith("居民收入增长与经济增长基本同步。")
    assert (evidence["rule"], evidence["paragraph_number"]) == ("named_value", 41)
    assert client.get(evidence["source"]).status_code == 200


def test_a_registry_has_no_evidence(client: TestClient) -> None:
    assert client.get("/v1/metrics/gdp/evidence").json()["type"] == "/problems/not-found"


def test_the_text_of_a_report_is_served_as_stored(client: TestClient) -> None:
    for address in ("/v1/reports/211102-2024/text", "/v1/releases/latest/reports/211102-2024/text"):
        answer = client.get(address)
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert (
            hashlib.sha256(answer.content).hexdigest()
            == "8f604efa03e75b4d1e064edefc4e5801ea9cbb44259322186f602172dfbc1fbc"
        )
    assert client.get("/v1/reports/000000-1999/text").json()["type"] == "/problems/row-not-found"


def test_releases_are_listed_with_their_manifests(client: TestClient, release: Release) -> None:
    (listed,) = client.get("/v1/releases").json()["data"]
    assert (listed["version"], listed["is_latest"], listed["rows"]["targets"]) == ("1.0.0", True, 58)
    manifest = client.get(listed["url"]).json()["data"]
    for file in manifest["files"]:
        answer = client.get(f"/v1/releases/1.0.0/files/{file['name']}")
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert answer.headers["etag"] == f'"{file["sha256"]}"'
    assert (
        client.get("/v1/releases/1.0.0/files/manifest.json").content == (release.folder / "manifest.json").read_bytes()
    )


@pytest.mark.parametrize("version", ["1.0.0", "1.0", "1", "latest"])
def test_a_release_is_named_by_version_prefix_or_latest(client: TestClient, version: str) -> None:
    answer = client.get(f"/v1/releases/{version}/targets?limit=1")
    assert (answer.status_code, answer.headers["dataset-version"]) == (200, "1.0.0")


@pytest.mark.parametrize("version", ["2", "1.1", "1.0.0.0", "v1", "1.0.", "%2e%2e", "01", "newest"])
def test_a_release_there_is_not_is_404_with_those_there_are(client: TestClient, version: str) -> None:
    answer = client.get(f"/v1/releases/{version}/targets")
    assert answer.status_code == 404
    assert answer.json()["type"] in ("/problems/release-not-found", "/problems/not-found")


@pytest.mark.parametrize(
    "name",
    [
        "../manifest.json",
        "%2e%2e/manifest.json",
        "/etc/passwd",
        "..%2f..%2fsources",
        "x",
        "texts",
    ],
)
def test_only_files_of_the_manifest_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/v1/releases/1.0.0/files/{name}").status_code == 404


ADDRESSES = [
    "/v1",
    "/v1/indicators",
    "/v1/indicators.csv",
    "/v1/indicators.parquet",
    "/v1/indicators/schema",
    "/v1/indicators/211102-2024.i566",
    "/v1/indicators/211102-2024.i566/evidence",
    "/v1/releases",
    "/v1/releases/1.0.0/files/targets.parquet",
    "/v1/reports/211102-2024/text",
    "/schema/openapi.json",
    "/health/live",
    "/health/ready",
    "/problems",
    "/problems/not-found",
    "/v1/nothing",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_answers_as_get_without_a_body(client: TestClient, address: str) -> None:
    got, headed = client.get(address), client.head(address)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    assert headers_of(headed) == headers_of(got)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_405_with_what_is_allowed(client: TestClient, method: str) -> None:
    answer = client.request(method, "/v1/indicators")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("address", "nearest"),
    [("/v1/indicatrs", "/v1/indicators"), ("/v1/target", "/v1/targets"), ("/nothing/like/it", None)],
)
def test_a_mistyped_address_is_404_with_the_nearest(client: TestClient, address: str, nearest: str | None) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert answer.json().get("nearest") == nearest


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.slug)
def test_every_problem_has_a_page(client: TestClient, problem: type) -> None:
    page = client.get(f"/problems/{problem.slug}")
    assert page.status_code == 200
    assert problem.title in page.text
    assert problem.title_zh in page.text


@pytest.mark.parametrize(
    "address", ["/v1", "/v1/releases", "/v1/indicators/x", "/v1/indicators/schema", "/v1/reports/x/text"]
)
def test_parameters_where_there_are_none_are_refused(client: TestClient, address: str) -> None:
    assert client.get(f"{address}?limit=1").json()["type"] == "/problems/unknown-parameter"


def test_without_a_release_the_service_lives_but_is_not_ready(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path), raise_server_exceptions=False) as client:
        assert client.get("/health/live").status_code == 200
        for address in ("/health/ready", "/v1", "/v1/indicators"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-ready")


def test_an_error_of_ours_tells_nothing_of_the_inside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr("api.store.store.Store.row", fail)
    with TestClient(create_app(home), raise_server_exceptions=False) as client:
        answer = client.get("/v1/indicators/x")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_openapi_describes_real_rows_and_leads_nowhere_wrong(client: TestClient) -> None:
    document = client.get("/schema/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for table in TABLES:
        schema = document["components"]["schemas"][table.row.__name__]
        assert all(column.get("x-description-zh") or column.get("anyOf") for column in schema["properties"].values())
        page = document["components"]["schemas"][f"{table.row.__name__}Page"]
        whole, some, *_ = page["properties"]["data"]["items"]["anyOf"]
        assert whole == {"$ref": f"#/components/schemas/{table.row.__name__}"}
        assert some["propertyNames"]["enum"] == list(schema["properties"])
    for reference in references(document):
        target: object = document
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(target, dict)
            target = target[step]


def references(part: object) -> list[str]:
    """Every reference in a document."""
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in references(value)]
    return [found for value in part for found in references(value)] if isinstance(part, list) else []


def test_the_interactive_documentation_asks_for_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    asked = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert [one for one in asked if not one.startswith("/docs/")] == ["data:,"]
    for address in [one for one in asked if one.startswith("/docs/")]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["etag"]
        assert "sourceMappingURL=http" not in answer.text
    assert '"/schema/openapi.json"' in client.get("/docs/start.js").text
    assert client.get("/docs/start.css").json()["type"] == "/problems/not-found"


def test_without_its_package_the_documentation_says_what_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routes.docs.PACKAGE", "no-such-package")
    asset.cache_clear()
    with TestClient(create_app(home)) as client:
        answer = client.get("/docs")
    assert (answer.status_code, "requirements-assets.txt" in answer.json()["detail"]) == (404, True)
    asset.cache_clear()


@pytest.mark.parametrize("key", ["微克/立方米", "微克%2F立方米", "%", "亿元"])
def test_a_unit_is_found_by_its_name_with_any_mark_in_it(client: TestClient, key: str) -> None:
    answer = client.get(f"/v1/units/{key if '%2F' in key else quote(key)}")
    assert answer.json()["data"]["id"] == key.replace("%2F", "/")
    assert client.get(f"/v1/units/{quote(key)}/evidence").status_code == 404


def test_the_root_is_a_page_that_leads_to_the_documentation(client: TestClient) -> None:
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, 'href="/docs"' in answer.text) == (200, True)
