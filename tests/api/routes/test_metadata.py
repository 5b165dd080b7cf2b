"""What is served about a release is what its bundle holds, at the same relative addresses."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import SettingError, Settings
from datasets.library.home import BUILT_IN
from datasets.metadata.documents import DOCUMENTS, Document
from datasets.releases.release import open_release
from schemas.tables import TABLES
from tests.asking import asked, free_port, rows, serving
from tests.conftest import ROOT
from tests.homes import NEWEST

ONLY_IN_BUNDLE = {"SHA256SUMS", "LICENSE.txt", "data-dictionary.md"}
SITE = "https://data.example.org"


def bundle(client: TestClient, version: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(client.get(f"/v1/releases/{version}/bundle.zip").content))


@pytest.mark.parametrize("version", ["1.0.0", "5.2.0"])
def test_every_file_of_a_bundle_is_served_with_the_same_bytes(published: TestClient, version: str) -> None:
    archive = bundle(published, version)
    assert archive.testzip() is None
    for name in set(archive.namelist()) - ONLY_IN_BUNDLE:
        answer = published.get(f"/v1/releases/{version}/{name}")
        assert (answer.status_code, answer.content == archive.read(name)) == (200, True), name


def test_a_bundle_is_the_same_bytes_each_time(published: TestClient) -> None:
    first, again = (published.get("/v1/releases/5.2.0/bundle.zip") for _ in range(2))
    assert first.content == again.content
    assert first.headers["content-type"] == "application/zip"
    assert first.headers["content-disposition"] == 'attachment; filename="baogao-5.2.0.zip"'
    assert first.headers["cache-control"] == "public, max-age=60"  # what standards want in documents may change
    tag = {"if-none-match": first.headers["etag"]}
    assert published.get("/v1/releases/5.2.0/bundle.zip", headers=tag).status_code == 304
    assert published.get("/v1/releases/1.0.0/bundle.zip", headers=tag).status_code == 200


def test_a_bundle_of_large_tables_is_sent_from_its_first_part_on_and_is_the_same(
    published: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that are alike are small when packed: nobody waits for a first MB of them, and no other request."""
    whole = published.get("/v1/releases/5.2.0/bundle.zip")
    assert "content-length" in whole.headers
    monkeypatch.setattr("api.routes.metadata.UNPACKED", 1000)
    with TestClient(create_app(BUILT_IN, Settings(cache_mb=0))) as client:
        sent = client.get("/v1/releases/5.2.0/bundle.zip")
    assert "content-length" not in sent.headers
    assert sent.content == whole.content


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_document_is_served_as_what_it_is(published: TestClient, document: Document) -> None:
    answer = published.get(f"/v1/releases/latest/{document.name}")
    assert answer.headers["content-type"].partition(";")[0] == document.media_type
    tag = {"if-none-match": answer.headers["etag"]}
    assert published.get(f"/v1/releases/latest/{document.name}", headers=tag).status_code == 304


def test_the_documents_of_a_release_are_listed_with_its_citation(published: TestClient) -> None:
    answer = asked(published, "/v1/releases/5.2/metadata")
    release = open_release(BUILT_IN / "releases" / "5.2.0")
    assert [one["name"] for one in answer["data"]] == [
        document.name for document in DOCUMENTS if document.table is None or release.has_table(document.table)
    ]
    for address in [answer["bundle"], *(one["url"] for one in answer["data"])]:
        assert address.startswith("/v1/releases/5.2.0/")
        assert published.get(address).status_code == 200
    assert answer["citation"].startswith("Baogao contributors (2026): Baogao:")


@pytest.mark.parametrize(
    "name", ["datapackage.jsn", "croissant", "csvw/indicator.json", "csvw/indicators", "CITATION.CFF", "bundle.tar"]
)
def test_a_document_there_is_not_is_404(published: TestClient, name: str) -> None:
    answer = published.get(f"/v1/releases/5.2.0/{name}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert published.get("/v1/releases/99/datapackage.json").json()["type"] == "/problems/release-not-found"
    assert published.get("/v1/releases/5.2.0/datapackage.json?x=1").json()["type"] == "/problems/unknown-parameter"


def test_the_schema_of_a_pinned_table_is_where_the_documents_say(published: TestClient) -> None:
    record = asked(published, "/v1/releases/5.2.0/dcat.jsonld")
    dataset = next(one for one in record["@graph"] if one["@type"] == "dcat:Dataset")
    for one in dataset["dcat:distribution"]:
        assert published.get(f"/v1/releases/5.2.0/{one['dct:conformsTo']['@id']}").status_code == 200


# The address users see


@pytest.fixture(scope="module")
def named() -> Iterator[TestClient]:
    """The API as one that knows its own address."""
    with TestClient(create_app(BUILT_IN, Settings(public_url=f"{SITE}/")), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("name", ["croissant.json", "schemaorg.jsonld", "CITATION.cff", "citation.bib", "citation.txt"])
def test_a_server_that_knows_its_address_cites_it(named: TestClient, name: str) -> None:
    assert f"{SITE}/v1/releases/5.2.0" in named.get(f"/v1/releases/5.2.0/{name}").text


def test_a_server_that_knows_its_address_says_where_files_are_and_its_bundle_has_them_beside(named: TestClient) -> None:
    (units,) = (
        [one for one in document["distribution"] if one["name"] == "files/units.parquet"]
        for document in [asked(named, "/v1/releases/5.2.0/croissant.json")]
    )
    assert units[0]["contentUrl"] == f"{SITE}/v1/releases/5.2.0/files/units.parquet"
    bundled = json.loads(bundle(named, "5.2.0").read("croissant.json"))
    assert "files/units.parquet" in [one["contentUrl"] for one in bundled["distribution"]]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its own
def test_mlcroissant_reads_from_a_server_that_knows_its_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROISSANT_CACHE", str(tmp_path))
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    with serving(BUILT_IN, port=port, BAOGAO_PUBLIC_URL=at):
        dataset = import_module("mlcroissant").Dataset(f"{at}/v1/releases/5.2.0/croissant.json")
        codes = [record["regions/code"] for record in dataset.records("regions")]
    assert codes == [b"000000", b"210000", b"211100", b"211102"]


def test_another_address_makes_another_bundle(named: TestClient, published: TestClient) -> None:
    address = "/v1/releases/5.2.0/bundle.zip"
    assert named.get(address).headers["etag"] != published.get(address).headers["etag"]


@pytest.mark.parametrize(
    "address", ["data.example.org", "ftp://x", "https://", "https://x y", 'https://x"', "https://x?y"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingError, match=r"public url: .* is no address"):
        Settings.from_environment({"BAOGAO_PUBLIC_URL": address})


# CSV on the Web, found from a CSV alone


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(BUILT_IN) as (address, _):
        yield address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", ["/v1/units.csv", "/v1/releases/1.0.0/indicators.csv", "/v1/releases/6/reports.csv"])
def test_csvw_finds_the_description_of_a_csv(address: str, path: str) -> None:
    found = import_module("csvw").CSVW(address + path, validate=True)  # here, for it takes two seconds
    assert (found.is_valid, found.warnings) == (True, [])
    columns = found.tables[0].tableSchema.columns
    assert all(column.inherit("datatype") is not None for column in columns)
    header = httpx.get(address + path).text.partition("\r\n")[0]
    assert [column.name for column in columns] == header.split(",")


@pytest.mark.parametrize("place", ["/v1/", "/v1/releases/1.0.0/", "/v1/releases/5/"])
def test_a_csv_links_to_a_description_of_itself(published: TestClient, place: str) -> None:
    answer = published.get(f"{place}regions.csv")
    link = re.fullmatch(r'<([^>]*)>; rel="describedby"; type="application/csvm\+json"', answer.headers["link"])
    assert link is not None
    described = published.get(urljoin(f"{place}regions.csv", link[1]))
    assert described.headers["content-type"] == "application/csvm+json"
    assert urljoin(f"{place}x", described.json()["url"]) == f"{place}regions.csv"
    sums = f"sha256:{hashlib.sha256(answer.content).hexdigest()}"
    assert described.json()["dc:identifier"] == sums


def test_csv_of_a_day_links_to_the_description_of_its_release(published: TestClient) -> None:
    link = published.get("/v1/reports.csv?as_of=2026-11-23").headers["link"]
    assert link.startswith("<releases/3.0.0/reports.csv-metadata.json>")


def test_what_has_other_columns_or_is_no_csv_is_not_described(published: TestClient) -> None:
    for address in ("/v1/regions.csv?select=code", "/v1/regions.ndjson", "/v1/regions"):
        assert "describedby" not in published.get(address).headers.get("link", "")
    assert published.get("/v1/nothing.csv-metadata.json").status_code == 404


# Downloads of a release are for ever

DOWNLOADS = dict(
    line.split("  ")[::-1] for line in (ROOT / "tests/golden/downloads.sha256").read_text("utf-8").splitlines()
)


def test_every_table_of_every_release_is_in_the_list_of_downloads() -> None:
    released = [open_release(folder) for folder in (BUILT_IN / "releases").glob("*.*.*")]
    assert DOWNLOADS.keys() == {
        f"/v1/releases/{one.version}/{table.name}.csv"
        for one in released
        for table in TABLES
        if one.has_table(table.name)
    }


@pytest.mark.parametrize("address", DOWNLOADS)
def test_a_download_of_a_release_never_changes_whatever_columns_come_later(published: TestClient, address: str) -> None:
    assert hashlib.sha256(published.get(address).content).hexdigest() == DOWNLOADS[address]


# Receipts


QUERIES = [
    ("indicators", ""),
    ("indicators", "metric_id=gdp"),
    ("indicators", "q=生产总值&sort=-value&select=id,value"),
    ("targets", "format=ndjson&value__gte=7"),
    ("units", "limit=5&sort=-factor&format=arrow"),
    ("projects", "or=status=completed;status=planned&bom=true&escape_formulas=true"),
    ("glossary", "term=none"),
]


@pytest.mark.parametrize(("table", "query"), QUERIES)
@pytest.mark.parametrize("place", ["", "releases/latest/", "releases/5.1/"])
def test_a_receipt_is_of_the_bytes_its_permalink_downloads(
    published: TestClient, place: str, table: str, query: str
) -> None:
    receipt = asked(published, f"/v1/{place}{table}/receipt?{query}")["data"]
    download = published.get(receipt["permalink"])
    assert (download.status_code, len(download.content)) == (200, receipt["bytes"])
    assert hashlib.sha256(download.content).hexdigest() == receipt["sha256"]
    assert "immutable" in download.headers["cache-control"]
    assert download.headers["dataset-version"] == receipt["release"]
    if receipt["format"] == "ndjson":
        assert len(download.text.splitlines()) == receipt["rows"]


def test_a_receipt_says_what_was_asked_and_how_to_cite_it(published: TestClient) -> None:
    asked_for = "measure=growth&metric_id=gdp"
    receipt = asked(published, f"/v1/indicators/receipt?{asked_for}")["data"]
    assert (receipt["release"], receipt["table"], receipt["format"], receipt["rows"]) == (
        NEWEST,
        "indicators",
        "csv",
        1,
    )
    assert receipt["query"] == {"measure": "growth", "metric_id": "gdp"}
    assert receipt["permalink"] == f"/v1/releases/{NEWEST}/indicators.csv?{asked_for}"
    assert receipt["citation"].endswith(f"{receipt['permalink']} SHA-256 {receipt['sha256']}.")
    assert "url = " not in receipt["bibtex"]  # nobody says where the server is
    assert "URL" not in receipt["csl"][0]


def test_however_a_query_is_written_its_receipt_is_the_same(published: TestClient) -> None:
    answers = [
        published.get(f"/v1/indicators/receipt?{query}")
        for query in ("year=2023&measure=level", "measure=level&year=2023", "measure=level&year=2023&format=csv")
    ]
    assert len({answer.text for answer in answers}) == len({answer.headers["etag"] for answer in answers}) == 1


def test_rows_of_a_receipt_count_what_the_download_has(published: TestClient) -> None:
    everything = len(rows(published, "/v1/indicators?limit=1000"))
    for limit, expected in (("", everything), ("?limit=7", 7), ("?limit=1000", everything)):
        assert asked(published, f"/v1/indicators/receipt{limit}")["data"]["rows"] == expected


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("cursor=x", "unknown-parameter"),
        ("total=true", "unknown-parameter"),
        ("format=xlsx", "bad-parameter"),
        ("format=parquet", "bad-parameter"),
        ("metric=gdp", "unknown-parameter"),
        ("value=x", "bad-parameter"),
        ("limit=0", "bad-parameter"),
    ],
)
def test_what_has_no_receipt_is_refused(published: TestClient, query: str, problem: str) -> None:
    assert published.get(f"/v1/indicators/receipt?{query}").json()["type"] == f"/problems/{problem}"


def test_a_receipt_of_a_server_that_knows_its_address_can_be_followed(named: TestClient) -> None:
    receipt = asked(named, "/v1/units/receipt?limit=3")["data"]
    assert receipt["permalink"].startswith(f"{SITE}/v1/releases/{NEWEST}/units.csv")
    assert f"url = {{{receipt['permalink']}}}" in receipt["bibtex"]
    assert receipt["csl"][0]["URL"] == receipt["permalink"]
    content = named.get(receipt["permalink"].removeprefix(SITE)).content
    assert hashlib.sha256(content).hexdigest() == receipt["sha256"]


def test_checksums_in_the_metadata_are_those_of_receipts_and_files(published: TestClient) -> None:
    package = json.loads(published.get("/v1/releases/5.2.0/datapackage.json").content)
    hashes = {one["path"]: one["hash"] for one in package["resources"]}
    receipt = asked(published, "/v1/releases/5.2.0/targets/receipt")["data"]
    assert hashes["targets.csv"] == f"sha256:{receipt['sha256']}"
    stored = (Path(BUILT_IN) / "releases/5.2.0/targets.parquet").read_bytes()
    assert hashes["files/targets.parquet"] == f"sha256:{hashlib.sha256(stored).hexdigest()}"
