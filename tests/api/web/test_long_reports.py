"""The page of a report of 60,000 characters: it is shown in stretches, each with an address, and none is heavy."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.middleware.compression import CODINGS
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from tests.api.web.test_pages import (
    ELEMENT,
    LARGEST_CODED,
    LARGEST_REPORT,
    PATIENT,
    addresses_in,
    ask,
    coded_length,
    parsed,
)
from tests.homes import add_report

CORPUS = BUILT_IN.parent / "../shared/corpus/md"
LONG = 60_000  # characters
REPORT = "/reports/211102-2024"


def texts() -> list[str]:
    """Texts to make a long report of: the longest of the corpus, or where there is none the built-in one again and again."""
    found = sorted(CORPUS.glob("*.md"), key=lambda file: -file.stat().st_size)[:4]
    files = found or [*(BUILT_IN / "sources").glob("*/*.txt")] * 4
    return [file.read_text("utf-8") for file in files]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("long")
    lines = "\n".join(texts()).splitlines()
    while sum(map(len, lines)) + len(lines) > LONG:
        lines.pop()
    add_report(home, "\n".join(lines) + "\n", "211102", name="某区")
    build(home)
    with TestClient(create_app(home, PATIENT), raise_server_exceptions=False) as asked:
        yield asked


def stretches_of(client: TestClient) -> list[str]:
    """The addresses of the stretches of the report, in order, and last that of everything."""
    tree = parsed(ask(client, REPORT, "zh"))
    (listed,) = [one for one in tree.iter(f"{ELEMENT}ol") if one.get("class") == "stretches"]
    return addresses_in(listed)


def shown_on(client: TestClient, address: str) -> dict[str, Any]:
    """The paragraphs of a page, by their ids."""
    tree = parsed(client.get(address).text)
    return {one.get("id"): one for one in tree.iter(f"{ELEMENT}div") if one.get("class") == "para"}


@pytest.mark.slow
def test_every_stretch_is_small_in_every_coding(long: TestClient) -> None:
    *stretches, _ = stretches_of(long)
    assert len(stretches) > 1
    for address in (one for path in stretches for one in (path, path.replace("lang=zh", "lang=en"))):
        assert coded_length(long, address, "identity") < LARGEST_REPORT
        for coding in CODINGS:
            assert coded_length(long, address, coding.name) < LARGEST_CODED, (address, coding.name)


@pytest.mark.slow
def test_the_stretches_are_the_report_and_so_is_the_whole_on_one_page(long: TestClient) -> None:
    *stretches, whole = stretches_of(long)
    rows = long.get("/v1/paragraphs?report_id=211102-2024&limit=1000").json()
    assert rows["page"]["next"] is None
    expected = {f"s{row['paragraph']}": row["quote"] for row in rows["data"]}
    found: dict[str, str] = {}
    for address in stretches:
        for name, block in shown_on(long, address).items():
            assert name not in found
            found[name] = "".join(block[0].itertext())
    assert found == expected
    assert {name: "".join(block[0].itertext()) for name, block in shown_on(long, whole).items()} == expected


def test_one_reads_on_from_each_stretch_to_the_next(long: TestClient) -> None:
    *stretches, _ = stretches_of(long)
    address, seen = stretches[0], []
    while address:
        seen.append(address)
        tree = parsed(long.get(address).text)
        address = next((one.get("href") for one in tree.iter(f"{ELEMENT}a") if one.get("rel") == "next"), "")
    assert seen == stretches


@pytest.mark.parametrize("table", ["indicators", "targets", "projects"])
def test_a_row_and_a_paragraph_lead_into_the_stretch_that_has_them(long: TestClient, table: str) -> None:
    for row in long.get(f"/v1/{table}?report_id=211102-2024&limit=1000").json()["data"][::97]:
        html = ask(long, f"/rows/{row['id']}", "en")
        links = re.findall(rf'href="({REPORT}\?[^"#]+)#([^"]+)"', html)
        assert ["original=text" in address for address, _ in links] == [False, True], "what was read, and the original"
        for address, anchor in links:
            page = long.get(address.replace("&amp;", "&"))
            assert f'id="{anchor}"' in page.text, row
            canonical = re.findall(r'rel="canonical" href="([^"]+)"', page.text)[0]
            assert "paragraph=" not in canonical


@pytest.mark.slow
def test_the_outline_has_the_headings_of_the_whole_report(long: TestClient) -> None:
    *stretches, _ = stretches_of(long)
    for address in stretches:
        tree = parsed(long.get(address).text)
        (outline,) = [one for one in tree.iter(f"{ELEMENT}nav") if one.get("class") == "outline"]
        links = addresses_in(outline)
        assert any(link.startswith(REPORT) for link in links)
        for link in {link.partition("#")[0]: link for link in links}.values():
            page, _, anchor = link.partition("#")
            assert anchor in shown_on(long, page or address), link


@pytest.mark.parametrize("asked", ["part=nothing", "paragraph=0", "paragraph=99999", "paragraph=１", "paragraph=-1"])
def test_a_part_that_a_report_does_not_have_is_refused(long: TestClient, asked: str) -> None:
    answer = long.get(f"{REPORT}?{asked}&lang=en")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")


def test_a_short_report_is_whole(small: TestClient) -> None:
    html = ask(small, REPORT, "en")
    assert '<ol class="stretches"' not in html
    assert shown_on(small, f"{REPORT}?part=all&lang=en").keys() == shown_on(small, f"{REPORT}?lang=en").keys()
    assert 'rel="canonical" href="/reports/211102-2024?lang=en"' in ask(small, f"{REPORT}?part=all", "en")


def test_an_address_without_its_stretch_leads_on_to_the_row_it_names(long: TestClient) -> None:
    tree = parsed(ask(long, REPORT, "en"))
    links = {one.get("id"): one for one in tree.iter(f"{ELEMENT}a") if one.get("id")}
    here = {one.get("id") for one in tree.iter() if one.get("id")} - links.keys()
    rows = [
        row
        for table in ("indicators", "targets", "projects")
        for row in long.get(f"/v1/{table}?report_id=211102-2024&limit=1000&select=id,paragraph").json()["data"]
    ]
    anchors = {row["id"].rpartition(".")[2] for row in rows}
    assert links.keys() & anchors
    assert all({anchor, f"n{anchor}"} & here or anchor in links for anchor in anchors)
    for anchor in [*links][::53]:
        page, _, fragment = links[anchor].get("href").partition("#")
        assert fragment == anchor
        assert {anchor, f"n{anchor}"} & {one.get("id") for one in parsed(long.get(page).text).iter()}
        if anchor in anchors:
            assert [one.get("id") for one in links[anchor]] == [f"n{anchor}"]


def test_a_stretch_that_is_asked_for_has_no_links_to_rows_elsewhere(long: TestClient) -> None:
    for address in stretches_of(long)[1:]:
        assert 'class="elsewhere"' not in long.get(address).text
