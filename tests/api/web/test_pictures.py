"""Pictures: their addresses, what they show, how they are rendered, and pages where nothing renders them."""

import json
import struct
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient
from lxml import etree

from api.app import create_app
from api.http.problems import Busy
from api.settings import Settings
from api.web.drawing.bars import Bar, Bars
from api.web.drawing.frame import Frame, specification
from api.web.drawing.renderer import RENDERER, Renderer, is_available
from api.web.picture_kinds import KINDS
from datasets.library.home import BUILT_IN
from tests.api.web.test_pages import address_of, ask

PICTURES = [  # of the small library, one of each kind
    "series?metric_id=gdp&measure=growth&region_code=211102",
    "series?metric_id=gdp&measure=growth&region_code__in=211102,211103",
    "outcomes?region_code=211102&year=2023&measure=growth",
    "ranking?metric_id=gdp&measure=growth&year=2023",
    "targets?metric_id=gdp&measure=growth&year=2024",
    "projects?region_code=211102",
    "phrases?q=%E5%9C%B0%E5%8C%BA%20%E5%A2%9E%E9%95%BF",
    "contents?report_id=211102-2024",
    "contents?",
]
SVG = "{http://www.w3.org/2000/svg}"
BAR = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": {"values": [{"a": 1}]}, "mark": "bar"}
rendering = pytest.mark.skipif(not is_available(), reason="vl-convert-python is not installed")
pytestmark = rendering


@pytest.fixture
def nothing_renders(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if `vl-convert-python` were not installed."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    is_available.cache_clear()
    yield
    is_available.cache_clear()


@pytest.fixture
def uncached() -> Iterator[TestClient]:
    """The pages over the releases of the repository, each made anew."""
    with TestClient(create_app(BUILT_IN, Settings(cache_mb=0)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """One for all: to start its process takes a second."""
    renderer = Renderer()
    yield renderer
    renderer.close()


def picture(client: TestClient, asked: str, suffix: str, **how: str) -> Any:
    kind, _, query = asked.partition("?")
    more = "".join(f"&{name}={value}" for name, value in how.items())
    answer = client.get(f"/pictures/{kind}.{suffix}?{query}{more}")
    assert answer.status_code == 200, answer.text[:500]
    return answer


def texts_of(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in etree.fromstring(svg).iter(f"{SVG}text")]


def test_there_is_one_of_each_kind_to_look_at() -> None:
    assert {asked.partition("?")[0] for asked in PICTURES} == {*KINDS}


@pytest.mark.parametrize("asked", PICTURES)
def test_a_picture_runs_nothing_loads_nothing_and_says_what_it_shows(small: TestClient, asked: str) -> None:
    answer = picture(small, asked, "svg", lang="zh")
    assert answer.headers["content-type"] == "image/svg+xml"
    tree = etree.fromstring(answer.content)
    for one in tree.iter():
        assert etree.QName(one).localname in (
            "svg",
            "g",
            "path",
            "rect",
            "line",
            "text",
            "tspan",
            "defs",
            "clipPath",
        ), one.tag
        assert not [name for name in one.attrib if name == "style" or name.startswith("on") or name.endswith("href")]
    spec = picture(small, asked, "vl.json", lang="zh").json()
    said = "".join(texts_of(answer.content))
    for line in (*spec["title"]["text"], *spec["title"]["subtitle"]):
        assert line in said
    assert "来源" in said
    assert len(spec["description"]) > len("".join(spec["title"]["text"]))


@pytest.mark.slow
@pytest.mark.parametrize("asked", PICTURES)
@pytest.mark.parametrize(("size", "width"), [("wide", 720), ("narrow", 350), ("card", 1200)])
def test_a_picture_is_as_large_as_it_says(small: TestClient, asked: str, size: str, width: int) -> None:
    spec = picture(small, asked, "vl.json", size=size).json()
    tree = etree.fromstring(picture(small, asked, "svg", size=size).content)
    assert (float(tree.get("width")), float(tree.get("height"))) == (spec["width"], spec["height"])
    assert spec["width"] == width
    png = picture(small, asked, "png", size=size, theme="dark")
    assert png.headers["content-type"] == "image/png"
    sharp = 1 if size == "card" else 2
    assert struct.unpack(">II", png.content[16:24]) == (sharp * spec["width"], sharp * spec["height"])
    assert size != "card" or spec["height"] == 630


def test_a_picture_is_of_the_rows_that_the_api_has(small: TestClient) -> None:
    asked = "metric_id=gdp&measure=growth&region_code=211102"
    rows = small.get(f"/v1/series?{asked}").json()["data"]
    spec = picture(small, f"series?{asked}", "vl.json").json()
    drawn = {(one["year"], one["value"], one["promised"]) for one in spec["data"]["values"]}
    assert drawn == {(row["year"], row["value"], row["value_kind"] == "target") for row in rows}
    targets = picture(small, "targets?metric_id=gdp&measure=growth&year=2024", "vl.json").json()
    assert [one["value"] for one in targets["layer"][0]["data"]["values"]] == [5.0, 5.0]
    (outcome,) = picture(small, "outcomes?region_code=211102&year=2023&measure=growth", "vl.json").json()["data"][
        "values"
    ]
    assert (outcome["promised"], outcome["done"]) == (6.0, 5.1)


def test_names_from_a_report_are_text_in_a_picture(small: TestClient) -> None:
    svg = picture(small, "contents?report_id=211102-2024", "svg", lang="zh").content
    assert any("某<b>区" in text for text in texts_of(svg))
    assert b"<b>" not in svg


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None)
@example("\x00", "\ufffe\uffff")
@example("</text><script>alert(1)</script>", "]]>&lt;{{ 7*7 }}")
@given(TEXTS, TEXTS)
def test_whatever_a_text_is_a_picture_has_it_as_text(title: str, name: str) -> None:
    drawing = Bars(title, "N", "S", [Bar(name, 1.0), Bar("B", 2.0)])
    svg = RENDERER.render(specification(drawing, Frame()), "svg")
    names = {etree.QName(one).localname for one in etree.fromstring(svg).iter()}
    assert names <= {"svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath"}
    assert "B" in texts_of(svg)


def test_a_picture_is_in_both_languages(small: TestClient) -> None:
    zh, en = (picture(small, PICTURES[0], "vl.json", lang=one).json()["title"]["text"] for one in ("zh", "en"))
    assert (zh, en) == (["双台子区 地区生产总值"], ["Shuangtaizi District, Gross domestic product"])


@pytest.mark.slow
def test_a_picture_is_kept_and_not_sent_twice(small: TestClient) -> None:
    for suffix in ("svg", "png", "vl.json"):
        answer = picture(small, PICTURES[0], suffix, lang="zh")
        again = small.get(answer.request.url, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "no-store" not in answer.headers["cache-control"]
    RENDERER.close()
    assert len({picture(small, PICTURES[0], "png", lang="zh").headers["etag"] for _ in range(2)}) == 1
    assert RENDERER._process is None  # it was kept, and is not rendered again
    tags = {picture(small, PICTURES[0], *how, lang="zh").headers["etag"] for how in (["svg"], ["png"], ["vl.json"])}
    tags |= {picture(small, PICTURES[0], "svg", theme="dark", lang="zh").headers["etag"]}
    assert len(tags) == 4


def test_a_picture_is_not_rendered_for_a_client_that_has_it(uncached: TestClient) -> None:
    tag = picture(uncached, "contents?", "svg", lang="zh").headers["etag"]
    RENDERER.close()
    assert uncached.get("/pictures/contents.svg?lang=zh", headers={"if-none-match": tag}).status_code == 304
    assert RENDERER._process is None


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pictures/serie.svg?metric_id=gdp&measure=growth", 404),
        ("/pictures/series.gif?metric_id=gdp&measure=growth", 404),
        ("/pictures/series", 404),
        ("/pictures/series.svg", 400),
        ("/pictures/series.svg?metric_id=gdp", 400),
        ("/pictures/series.svg?metric_id=gdp&measure=growth&theme=red", 400),
        ("/pictures/series.svg?metric_id=gdp&measure=growth&size=9000", 400),
        ("/pictures/series.svg?metric_id=gdp&measure=growth&unit=%25", 400),
        ("/pictures/series.svg?metric_id=nothing&measure=growth", 404),
        ("/pictures/ranking.svg?metric_id=gdp&measure=growth&year=then", 400),
        ("/pictures/ranking.svg?metric_id=gdp&measure=growth&year=2024", 404),  # what is promised only is no result
        ("/pictures/outcomes.svg?region_code=211103&measure=growth", 404),
        ("/pictures/projects.svg?region_code=211103", 404),
        ("/pictures/contents.svg?report_id=999999-2024", 404),
        ("/pictures/phrases.svg?q=%20", 400),
    ],
)
def test_what_is_no_picture_is_said_so(small: TestClient, address: str, status: int) -> None:
    answer = small.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_what_a_picture_is_asked_is_called_as_it_was(small: TestClient) -> None:
    answer = small.get("/pictures/contents.svg?report_id=none").json()
    assert (answer["status"], answer["parameter"], answer["detail"][:10]) == (400, "report_id", "report_id:")


def test_a_page_has_pictures_with_a_text_alternative_and_their_data(small: TestClient) -> None:
    html = ask(small, "/metrics/gdp?region_code=211102", "en")
    rows = small.get("/v1/series?metric_id=gdp&measure=growth&region_code=211102").json()["data"]
    alternative = html.partition(' alt="')[2].partition('"')[0]
    assert all(f"{row['year']} {row['value']:g}" in alternative for row in rows)
    assert "/v1/series.csv?measure=growth&amp;metric_id=gdp&amp;region_code=211102" in html
    assert 'property="og:image" content="http://localhost:8000/pictures/series.png?' in html


def test_pages_have_tables_only_where_nothing_renders(nothing_renders: None, uncached: TestClient) -> None:
    for page in ("/metrics/gdp", "/regions/211102", "/compare", "/phrases?q=%E5%A2%9E"):
        html = ask(uncached, page, "en")
        assert "/pictures/" not in html, page
        assert "<img" not in html, page
    asked = "/pictures/series.{}?metric_id=gdp&measure=growth&region_code=211102&size=narrow"
    refused = uncached.get(asked.format("svg"))
    assert (refused.status_code, refused.json()["nearest"]) == (404, "/pictures/series.vl.json")
    assert uncached.get(asked.format("vl.json")).status_code == 200


@pytest.mark.slow
def test_what_takes_too_long_or_is_too_large_is_ended_and_the_next_is_rendered() -> None:
    many = BAR | {"data": {"values": [{"a": n} for n in range(200_000)]}, "encoding": {"x": {"field": "a"}}}
    for bounds, spec in (({"seconds": 0.5}, many), ({"largest": 100}, BAR)):
        renderer = Renderer(**bounds)
        with pytest.raises(Busy):
            renderer.render(spec, "svg")
        renderer._seconds, renderer._largest = 60, 1 << 20
        assert renderer.render(BAR, "svg").startswith(b"<svg")
        renderer.close()


def test_what_cannot_be_rendered_is_said_and_ends_nothing(renderer: Renderer) -> None:
    with pytest.raises(ValueError, match="cannot be rendered"):
        renderer.render(BAR | {"mark": {"type": "nothing"}}, "svg")
    process = renderer._process
    with pytest.raises(ValueError, match="not allowed"):
        renderer.render(BAR | {"data": {"url": "http://127.0.0.1:9/rows.csv"}}, "svg")
    assert renderer.render(BAR, "png")[1:4] == b"PNG"
    assert renderer._process is process


def test_a_process_that_ended_is_started_again(renderer: Renderer) -> None:
    renderer.render(BAR, "svg")
    assert renderer._process is not None
    renderer._process.kill()
    renderer._process.wait()
    assert renderer.render(BAR, "svg").startswith(b"<svg")


def test_the_same_picture_is_the_same_bytes(renderer: Renderer) -> None:
    assert renderer.render(BAR, "svg") == renderer.render(json.loads(json.dumps(BAR)), "svg")


@pytest.mark.slow
def test_the_card_of_a_page_is_there(small: TestClient) -> None:
    for page in ("/", "/regions/211102", "/metrics/gdp", "/reports/211102-2024"):
        html = small.get(address_of(page, "zh")).text
        address = html.partition('property="og:image" content="')[2].partition('"')[0].replace("&amp;", "&")
        answer = small.get(address.removeprefix("http://localhost:8000"))
        assert struct.unpack(">II", answer.content[16:24]) == (1200, 630), page
