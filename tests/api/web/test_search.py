"""The page of a search: figures of what is named, then what is called so and what says so, each a link away."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.web.question import regions_in
from datasets.library.regions.register import register
from tests.api.web.test_pages import ELEMENT, addresses_in, ask, parsed


def figures_of(client: TestClient, words: str, language: str = "zh") -> list[list[str]]:
    """The cells of the table of figures that a search shows; none where it shows none."""
    tree = parsed(ask(client, f"/search?q={words}", language))
    sections = [one for one in tree.iter(f"{ELEMENT}section") if one.get("class") == "answer"]
    lines = [line for section in sections for body in section.iter(f"{ELEMENT}tbody") for line in body]
    return [["".join(cell.itertext()).strip() for cell in line] for line in lines]


def hits_of(client: TestClient, asked: str) -> list[Any]:
    tree = parsed(ask(client, f"/search?{asked}", "zh"))
    lists = [one for one in tree.iter(f"{ELEMENT}ul") if one.get("class") == "hits"]
    return [hit for one in lists for hit in one]


@pytest.mark.parametrize(
    "words",
    [
        "双台子区 地区生产总值 2023",
        "双台子 gdp 2023",
        "双台子区2023年地区生产总值",
        "双台子２０２３年ＧＤＰ",
        "Shuangtaizi GDP 2023",
        "gross domestic product Shuangtaizi District 2023",
    ],
)
def test_a_place_a_metric_and_a_year_find_the_figure_in_any_order_and_language(small: TestClient, words: str) -> None:
    assert [(line[0], line[-2]) for line in figures_of(small, words)] == [("2023", "+5.1%")]


def test_a_place_and_a_metric_find_every_year_the_newest_first(small: TestClient) -> None:
    lines = figures_of(small, "双台子 gdp")
    assert [line[0] for line in lines] == ["2024", "2023", "2022"]
    (expected,) = {
        row["statement_id"] for row in small.get("/v1/series?year=2023&metric_id=gdp&region_code=211102").json()["data"]
    }
    links = addresses_in(parsed(ask(small, "/search?q=双台子 gdp 2023", "zh")))
    assert f"/rows/{expected}?lang=zh" in links


def test_several_places_are_told_apart(small: TestClient) -> None:
    lines = figures_of(small, "双台子 兴隆台 gdp 2024")
    assert len({line[1] for line in lines}) == 2
    assert "/compare?region_code__in=211102,211103&lang=zh" in addresses_in(
        parsed(ask(small, "/search?q=双台子 兴隆台 gdp", "zh"))
    )


@pytest.mark.parametrize("words", ["成都 gdp", "辽河", "没有这样的词", "2023", "gdpx", "%", '"', "<script>"])
def test_words_that_name_no_figure_show_none(small: TestClient, words: str) -> None:
    assert figures_of(small, words) == []


def test_part_of_the_name_of_a_metric_is_enough(small: TestClient) -> None:
    html = ask(small, "/search?q=人均可支配收入", "zh")
    assert "/metrics/resident_income?lang=zh" in html


@pytest.mark.parametrize("table", ["reports", "targets", "indicators", "projects", "paragraphs", "metrics", "regions"])
def test_every_hit_leads_to_its_page(small: TestClient, table: str) -> None:
    words = {"projects": "大桥", "paragraphs": "增长", "regions": "双台子", "reports": "报告"}.get(table, "生产总值")
    hits = hits_of(small, f"q={words}&tables={table}")
    rows = small.get(f"/v1/search?q={words}&tables={table}&limit=20").json()["data"]
    assert len(hits) == len(rows) > 0
    for hit, row in zip(hits, rows, strict=True):
        (address,) = addresses_in(hit)
        page = small.get(address)
        assert page.status_code == 200
        assert row["title"] is None or any(part in page.text for part in (row["title"], row["id"]))


def test_words_that_were_sought_are_marked_where_they_stand(small: TestClient) -> None:
    for hit in hits_of(small, "q=辽河&tables=paragraphs"):
        assert ["".join(mark.itertext()) for mark in hit.iter(f"{ELEMENT}mark")] == ["辽河"]


def test_a_search_goes_on_to_the_next_page(published: TestClient) -> None:
    address, seen = "/search?q=建设&tables=paragraphs&lang=zh", []
    while address:
        tree = parsed(published.get(address).text)
        (listed,) = [one for one in tree.iter(f"{ELEMENT}ul") if one.get("class") == "hits"]
        seen += addresses_in(listed)
        address = next((one.get("href") for one in tree.iter(f"{ELEMENT}a") if one.get("rel") == "next"), "")
    assert len(seen) == len(set(seen)) > 20


@pytest.mark.parametrize("asked", ["q=gdp&tables=nothing", "q=gdp&cursor=x", "q=gdp&foo=1"])
def test_a_search_that_cannot_be_meant_is_refused(small: TestClient, asked: str) -> None:
    assert small.get(f"/search?{asked}&lang=en").status_code == 400


def test_every_page_leads_to_the_search(small: TestClient) -> None:
    for page in ("/", "/reports", "/metrics/gdp"):
        assert re.search(r'<form role="search" action="/search">', ask(small, page, "en"))


@given(st.text(max_size=60))
def test_any_text_is_read_and_no_name_is_made_up(text: str) -> None:
    codes, rest = regions_in(text)
    assert set(codes) <= register().keys()
    assert len(rest) <= len(text)


@pytest.mark.parametrize(
    ("text", "codes", "rest"),
    [
        ("成都和深圳", ["510100", "440300"], "和"),
        ("吉林省吉林市", ["220000", "220200"], ""),
        ("全国", ["000000"], ""),
        ("中国制造", ["000000"], "制造"),
        ("inner mongolia gdp", ["150000"], "gdp"),
        ("lu'an", ["341500"], ""),
        ("the economy", [], "the economy"),
    ],
)
def test_places_are_found_by_the_longest_of_their_names(text: str, codes: list[str], rest: str) -> None:
    found, left = regions_in(text)
    assert (found, left.strip()) == (codes, rest)


def test_figures_that_are_found_are_not_said_to_be_missing(small: TestClient) -> None:
    html = ask(small, "/search?q=双台子 gdp 2023", "en")
    assert ("the figures are above" in html, "Use fewer" in html) == (True, False)
    html = ask(small, "/search?q=没有这样的词", "en")
    assert ("the figures are above" in html, "Use fewer" in html) == (False, True)


@pytest.mark.parametrize(
    "words", ["双台子区 2023 承诺", "did Shuangtaizi keep its promises of 2023", "双台子区2023年目标完成了吗"]
)
def test_a_place_and_a_year_find_what_was_promised_and_what_came_of_it(small: TestClient, words: str) -> None:
    rows = small.get("/v1/panel?region_code=211102&year=2023").json()["data"]
    lines = figures_of(small, words, "en")
    assert len(lines) == len(rows) > 0
    assert lines[0] == ["Gross domestic product growth", "≥ +6%", "+5.1% missed"]
    addresses = addresses_in(parsed(ask(small, f"/search?q={words}", "en")))
    assert {f"/rows/{rows[0][name]}?lang=en" for name in ("target_id", "outcome_id")} <= {*addresses}
    (csv,) = [one for one in addresses if one.startswith("/v1/panel.csv")]
    assert small.get(csv).text.count("\n") == len(rows) + 1


def test_a_place_alone_finds_its_promises_the_newest_first(small: TestClient) -> None:
    lines = figures_of(small, "双台子区", "zh")
    assert [line[1] for line in lines] == sorted((line[1] for line in lines), reverse=True)
    assert [line[2:4] for line in lines if line[1] == "2024"] == [["+5%", "库中无此报告"]]
    assert "2023" in {line[1] for line in lines}
