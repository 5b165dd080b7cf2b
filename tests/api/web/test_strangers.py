"""Pages of a release that a stranger made: its checksums are right, and its names and keys are made to do harm."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from litestar.testing import TestClient
from lxml import etree

from api.app import create_app
from api.http.scope import routed_path
from datasets.releases.build import build
from tests.api.web.conftest import REPORTS
from tests.api.web.test_machines import LOC
from tests.api.web.test_pages import address_of, addresses_in, parsed
from tests.homes import add_report, short_report
from tests.hostile import Manifested, newer_copy, reseal, table_of, write_manifest

METRIC = 'a?b#c&d;e=f"g<h> \\\x1b\x07增'  # all that means something in an address, and what stands in none
NAME = "\u202eabc\u2066\x1b[31m\x9b\u2028</title><script>x</script>"
FORBIDDEN = "\x07\x1b\x9b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
PAGES = ["/", "/reports", "/reports/211102-2024", "/reports/211103-2024", "/tables/indicators", "/tables/regions"]
PAGES += ["/tables/metrics", "/tables/series", "/tables/panel", "/tables/outcomes", "/regions", "/coverage", "/compare"]
PAGES += ["/regions/211102", "/search?q=双台子 2023", "/search?q=双台子 gdp"]


def forged(table: pa.Table, column: str) -> pa.Array:
    """The values of a column as the stranger has them: other keys, and one name for everything."""
    values = table[column].to_pylist()
    if column in ("id", "metric_id"):
        return pa.array([METRIC if value == "gdp" else value for value in values], table.schema.field(column).type)
    return pa.array([NAME if value else value for value in values], table.schema.field(column).type)


def add_later_table(folder: Path, numbers: list[int]) -> None:
    """Have a release have a table that is not known here."""
    pq.write_table(pa.table({"id": [str(one) for one in numbers], "x": numbers}), folder / "later.parquet")

    def listed(manifest: Manifested) -> None:
        if not any(one["name"] == "later.parquet" for one in manifest["files"]):
            manifest["files"].append({"name": "later.parquet", "table": "later", "sha256": ""})

    write_manifest(folder, listed)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("strange")
    for code, year, did, plans in REPORTS:
        add_report(home, short_report(year, did, plans), code, year=year)
    build(home)
    folder = newer_copy(home)
    for file in folder.glob("[!s]*.parquet"):
        table = table_of(folder, file.stem)
        for place, column in enumerate(table.column_names):
            if re.search(r"^(metric_)?id$|name|title|definition|publisher|url", column):
                table = table.set_column(place, table.schema.field(column), forged(table, column))
        pq.write_table(table, file, compression="zstd")
    add_later_table(folder, [1])
    reseal(folder)
    again = home / "releases/3.0.0"
    shutil.copytree(folder, again)
    add_later_table(again, [1, 2])
    reseal(again, version="3.0.0")
    with TestClient(create_app(home), raise_server_exceptions=False) as asked:
        assert asked.get("/v1").json()["release"] == "3.0.0"
        yield asked


def test_keys_of_any_characters_have_their_own_pages(strange: TestClient) -> None:
    tree = etree.fromstring(strange.get("/sitemap.xml").content)
    paths = [one.text.partition("localhost:8000")[2] for one in tree.iter(LOC)]
    assert sum("%1B" in path for path in paths) == 2
    for path in paths:
        if "%1B" in path or "/metrics/" not in path:
            assert strange.get(path).status_code == 200, path


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_character_that_changes_what_stands_beside_it(strange: TestClient, page: str) -> None:
    html = strange.get(address_of(page, "en")).text
    assert "abc" in html or page in ("/compare", "/coverage")
    assert not [character for character in FORBIDDEN if character in html]
    assert "<script>" not in html


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_what_it_names_whatever_its_key(strange: TestClient, page: str) -> None:
    found = {urldefrag(urljoin(page, one))[0] for one in addresses_in(parsed(strange.get(address_of(page, "en")).text))}
    assert all(one.startswith("/") for one in found)
    for address in (one for one in found if "%1B" in one):
        assert strange.get(address).status_code == 200, address


@pytest.mark.parametrize("releases", ["1.0.0/diff/2.0.0", "2.0.0/diff/3.0.0", "3.0.0/diff/2.0.0", "3.0.0/diff/1.0.0"])
def test_releases_with_a_table_that_is_not_known_are_compared(strange: TestClient, releases: str) -> None:
    for table in ("", "?table=later", "?change=added", "?table=targets"):
        page, data = (strange.get(f"{place}/releases/{releases}{table}") for place in ("", "/v1"))
        assert page.status_code == data.status_code == (400 if "later" in table else 200), (table, page.text)


@pytest.mark.parametrize(
    ("written", "routed"),
    [
        ("/", "/"),
        ("//", "/"),
        ("/docs/", "/docs"),
        ("//docs", "/docs"),
        ("/pictures///x.svg//", "/pictures/x.svg"),
    ],
)
def test_a_path_is_looked_at_as_the_routes_find_it(strange: TestClient, written: str, routed: str) -> None:
    assert routed_path({"path": written}) == routed  # type: ignore[typeddict-item, arg-type]
    policies = [strange.get(f"http://x{path}").headers["content-security-policy"] for path in (written, routed)]
    assert policies[0] == policies[1]
