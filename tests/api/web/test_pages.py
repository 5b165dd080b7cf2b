"""Every page, in both languages, over the built-in releases and over a small library with a hostile report."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.http.problems import PROBLEMS
from api.middleware.compression import CODINGS
from api.query.parameters import PAGE, allowed_parameters
from api.settings import Settings
from api.web.annotation import doubts
from api.web.pages import time_of
from api.web.views.rows import is_alike
from api.web.visit import Visit
from api.web.wording.words import WORDS
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from datasets.rules import registry
from schemas.tables import TABLES
from tests.homes import add_report, short_report

PAGES = [
    "/",
    "/reports",
    "/reports/211102-2024",
    "/reports/211102-2024?show=targets",
    "/tables",
    *(f"/tables/{table.name}" for table in TABLES),
    "/tables/targets?metric_id=gdp&value__gte=1&sort=-value&measure=&q=",
    "/tables/indicators?select=name,report_id,quote&limit=1",
    "/regions",
    "/regions?q=211102",
    "/regions/211102",
    "/regions/211100",
    "/metrics/gdp",
    "/compare",
    "/compare?region_code__in=211102&year__in=2023,2024",
    "/phrases",
    "/phrases?q=增长",
    "/search",
    "/search?q=双台子 gdp",
    "/reports/211102-2024?show=doubtful",
    "/reports/211102-2024?original=text",
    "/coverage",
    "/glossary",
    "/releases",
    "/releases/latest",
    "/problems",
    "/problems/bad-cursor",
]  # fmt: skip
LANGUAGES = {"zh": "zh-CN", "en": "en"}
LARGEST = 100_000  # bytes of a page
LARGEST_REPORT = 400_000
LARGEST_CODED = 80_000  # as browsers get one
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ELEMENT = "{http://www.w3.org/1999/xhtml}"


def address_of(page: str, language: str) -> str:
    return f"{page}{'&' if '?' in page else '?'}lang={language}"


PATIENT = Settings(query_seconds=120)  # for large pages: a busy machine may take longer than the default


def coded_length(client: TestClient, address: str, coding: str) -> int:
    """How many bytes an answer has in a coding."""
    answer = client.get(address, headers={"accept-encoding": coding}).raise_for_status()
    assert answer.headers.get("content-encoding", "identity") == coding
    return int(answer.headers["content-length"])


def parsed(html: str) -> Any:
    """A page as browsers have it. Raises ParseError for what is no valid HTML."""
    return html5lib.HTMLParser(strict=True).parse(html)


def addresses_in(tree: Any) -> list[str]:
    return [one.get(name) for one in tree.iter() for name in ("href", "src", "action") if one.get(name)]


def ask(client: TestClient, page: str, language: str) -> str:
    answer = client.get(address_of(page, language))
    assert answer.status_code == 200, (page, answer.text[:500])
    return answer.text


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_valid_html_of_its_language_and_small(visited: TestClient, page: str, language: str) -> None:
    html = ask(visited, page, language)
    tree = parsed(html)
    assert tree.get("lang") == LANGUAGES[language]
    assert len(html.encode()) < (LARGEST_REPORT if "/reports/" in page else LARGEST)
    titles = [one.text for one in tree.iter(f"{ELEMENT}title") if "svg" not in one.tag]
    assert titles[0].strip()
    assert len([*tree.iter(f"{ELEMENT}h1")]) == len([*tree.iter(f"{ELEMENT}main")]) == 1
    assert WORDS["skip"][language == "en"] in html


@pytest.mark.slow
@pytest.mark.parametrize("coding", [one.name for one in CODINGS])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_small_in_every_coding(published: TestClient, page: str, coding: str) -> None:
    for language in LANGUAGES:
        assert coded_length(published, address_of(page, language), coding) < LARGEST_CODED


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_nothing_and_asks_no_other_host(visited: TestClient, page: str) -> None:
    answer = visited.get(address_of(page, "en"))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    tree = parsed(answer.text)
    for one in tree.iter():
        assert not str(one.tag).endswith("}script") or one.get("type") == "application/ld+json"
        assert not [name for name in dict(one.attrib) if name == "style" or name.startswith("on")]
    loaded = [one.get("href") for one in tree.iter(f"{ELEMENT}link") if one.get("rel") in ("icon", "stylesheet")]
    assert len(loaded) == 2
    for address in (*loaded, *addresses_in(tree)):
        assert not urlsplit(address).netloc, address
    for address in loaded:
        asset = visited.get(address)
        assert (asset.status_code, "immutable" in asset.headers["cache-control"]) == (200, True)
        assert "//" not in re.sub(r"http://www\.w3\.org/2000/svg", "", asset.text)


@pytest.mark.parametrize("page", PAGES)
def test_every_id_is_there_once_and_every_fragment_leads_to_one(visited: TestClient, page: str) -> None:
    tree = parsed(ask(visited, page, "zh"))
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    fragments = {address[1:] for address in addresses_in(tree) if address.startswith("#")}
    assert fragments <= set(ids)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(visited: TestClient, page: str) -> None:
    tree = parsed(ask(visited, page, "en"))
    links = {urldefrag(urljoin(page, address))[0] for address in addresses_in(tree)}
    kinds = {re.sub(r"[0-9]{3,}", "0", link): link for link in links if not link.startswith("/docs")}
    for address in kinds.values():
        assert visited.get(address).status_code == 200, address


@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_a_report_becomes_markup(small: TestClient, page: str) -> None:
    for language in LANGUAGES:
        html = ask(small, page, language)
        assert "<script" not in html.replace('<script type="application/ld+json">', "", 1)
        assert "某<b>区" not in html
        assert "49。" not in html
    assert "&lt;script&gt;" in ask(small, "/reports/211102-2023", "zh")
    assert "{{ 7*7 }}" in ask(small, "/reports/211102-2023", "zh")


def test_the_text_of_a_report_is_on_its_page_character_by_character(visited: TestClient) -> None:
    tree = parsed(ask(visited, "/reports/211102-2024", "en"))
    paragraphs = visited.get("/v1/paragraphs?report_id=211102-2024&limit=1000").json()["data"]
    blocks = {one.get("id"): one for one in tree.iter(f"{ELEMENT}div") if one.get("class") == "para"}
    assert len(blocks) == len(paragraphs)
    for row in paragraphs:
        assert "".join(blocks[f"s{row['paragraph']}"][0].itertext()) == row["quote"]


@pytest.mark.parametrize("table", ["indicators", "targets", "projects"])
def test_every_row_of_a_report_can_be_linked_to(visited: TestClient, table: str) -> None:
    tree = parsed(ask(visited, "/reports/211102-2024", "zh"))
    ids = {one.get("id"): one for one in tree.iter() if one.get("id")}
    rows = visited.get(f"/v1/{table}?report_id=211102-2024&limit=1000").json()["data"]
    assert rows or table != "targets"
    marked = 0
    for row in rows:
        anchor = row["id"].partition(".")[2]
        assert anchor in ids, row
        if ids[anchor].tag == f"{ELEMENT}mark":
            marked += 1
            assert "".join(ids[anchor].itertext()) in row["quote"]
            assert f"n{anchor}" in ids
    assert marked >= 0.9 * len(rows)


def test_a_report_shows_what_one_table_read(published: TestClient) -> None:
    whole, targets = (ask(published, f"/reports/211102-2024{show}", "zh") for show in ("", "?show=targets"))
    assert ('class="i" id' in whole, 'class="i" id' in targets, 'class="t" id' in targets) == (True, False, True)
    refused = published.get("/reports/211102-2024?show=all&lang=en")
    assert (refused.status_code, refused.headers["content-type"]) == (400, "text/html; charset=utf-8")


# Language and caching


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "zh"),
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr-FR,fr;q=0.9", "en"),
        ("en;q=0.1, zh-TW", "zh"),
        ("*", "en"),
        ("en;q=0", "zh"),
        (";;,,q=", "en"),
    ],
)
def test_a_page_is_in_the_language_of_its_reader(published: TestClient, accepted: str | None, language: str) -> None:
    headers = {"accept-language": accepted} if accepted is not None else {}
    for _ in range(2):  # whatever was answered to others before
        answer = published.get("/reports", headers=headers)
        assert answer.headers["content-language"] == language
        assert parsed(answer.text).get("lang") == LANGUAGES[language]
        assert "Accept-Language" in answer.headers["vary"]
        assert "etag" not in answer.headers


@pytest.mark.slow
@pytest.mark.parametrize("address", [*PAGES, "/pictures/contents.svg", "/pictures/contents.vl.json"])
def test_no_reader_is_given_the_language_of_another(published: TestClient, address: str) -> None:
    answers = [published.get(address, headers={"accept-language": language}) for language in (*LANGUAGES, *LANGUAGES)]
    assert {answer.status_code for answer in answers} == {200}
    if "content-language" not in answers[0].headers:  # it is in both
        assert len({answer.text for answer in answers}) == 1
        return
    assert [answer.headers["content-language"] for answer in answers] == [*LANGUAGES, *LANGUAGES]
    for answer in answers:
        assert ("Accept-Language" in answer.headers["vary"], answer.headers.get("etag")) == (True, None)


def test_a_page_that_names_its_language_is_kept_and_not_sent_twice(published: TestClient) -> None:
    for language in LANGUAGES:
        address = f"/reports?lang={language}"
        answer = published.get(address, headers={"accept-language": "en" if language == "zh" else "zh"})
        assert answer.headers["content-language"] == language
        again = published.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["content-security-policy"] == answer.headers["content-security-policy"]


def test_the_switch_leads_to_the_same_page_in_the_other_language(published: TestClient) -> None:
    html = ask(published, "/reports?year=2024", "zh")
    (switch,) = re.findall(r'<a href="([^"]+)" hreflang="en"', html)
    assert "lang=en" in switch
    assert "year=2024" in switch
    assert parsed(published.get(switch.replace("&amp;", "&")).text).get("lang") == "en"


def test_a_page_without_a_tag_is_none_that_a_client_has(published: TestClient) -> None:
    for condition, status in (({"if-match": '"x"'}, 412), ({"if-match": "*"}, 200)):
        assert published.get("/reports", headers=condition).status_code == status
    since = {"if-unmodified-since": "Sat, 01 Jan 2000 00:00:00 GMT"}
    assert published.get("/reports", headers=since).status_code == 412


def test_no_cache_gives_the_problem_of_one_reader_to_another(published: TestClient) -> None:
    for address in ("/reports/999999-2024", "/v1/reports/999999-2024", "/v1/nothing", "/v1/units?x=1"):
        assert published.get(address).headers["cache-control"] == "no-store"
    for language in LANGUAGES:
        answer = published.get("/reports/999999-2024", headers={"accept-language": language})
        assert (answer.headers["content-language"], answer.headers["vary"]) == (language, "Accept, Accept-Language")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/999999-2024?", 404),
        ("/reports?foo=1&", 400),
        ("/reports?cursor=x&", 400),
        ("/reports?year=x&", 400),
        ("/phrases?year=x&", 400),
    ],
)
def test_what_is_wrong_is_said_as_a_page(small: TestClient, address: str, status: int, language: str) -> None:
    answer = small.get(f"{address}lang={language}")
    assert answer.status_code == status
    assert parsed(answer.text).get("lang") == LANGUAGES[language]
    assert "etag" not in answer.headers


def test_words_are_in_both_languages() -> None:
    for name, (zh, en) in WORDS.items():
        assert zh, name
        assert en, name
        assert not CHINESE.search(en) or name == "other_language", name


@pytest.mark.slow
def test_pages_below_a_path_lead_below_it() -> None:
    below = Settings(public_url="https://data.example.org/open/baogao")
    with TestClient(create_app(BUILT_IN, below), raise_server_exceptions=False) as client:
        for page in PAGES:
            tree = parsed(ask(client, page, "en"))
            for address in addresses_in(tree):
                assert address.startswith(("#", "/open/baogao/")), address
                assert "baogao/open" not in address


# Rows


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", [table.name for table in TABLES if table.is_located])
def test_a_row_has_a_page_with_its_sentence(visited: TestClient, table: str, language: str) -> None:
    for row in visited.get(f"/v1/{table}?limit=3").json()["data"]:
        html = ask(visited, f"/rows/{row['id']}", language)
        tree = parsed(html)
        paragraph = visited.get(f"/v1/{table}/{row['id']}/evidence").json()["data"]["paragraph"]["text"]
        (sentence,) = tree.iter(f"{ELEMENT}blockquote")
        assert "".join(sentence.itertext()) == paragraph
        for address in addresses_in(tree):
            if not address.startswith(("#", "/docs")):
                assert visited.get(address).status_code == 200, address


def test_a_target_and_its_outcome_lead_to_each_other(small: TestClient) -> None:
    (outcome,) = small.get("/v1/outcomes?metric_id=gdp&status__in=missed").json()["data"]
    pages = {row: ask(small, f"/rows/{outcome[row]}", "zh") for row in ("target_id", "outcome_id", "id")}
    main = {row: html.partition("<main")[2] for row, html in pages.items()}
    assert f"/rows/{outcome['outcome_id']}?" in pages["target_id"]
    assert f"/rows/{outcome['target_id']}?" in pages["outcome_id"]
    assert main["id"] == main["target_id"]
    assert "未完成" in pages["target_id"]


@pytest.mark.parametrize("row", ["x", "211102-2024", "211102-2024.", "211102-2024.i0", "211102-2024.z5", "%00", "i566"])
def test_a_row_there_is_none_of_is_said_so(visited: TestClient, row: str) -> None:
    assert visited.get(f"/rows/{row}?lang=zh").status_code == 404


# Tables


def test_a_page_of_a_table_shows_what_the_api_answers_and_leads_to_it(published: TestClient) -> None:
    asked = "report_id=211102-2024&measure=growth&value__gte=5&sort=-value"
    tree = parsed(ask(published, f"/tables/indicators?{asked}", "zh"))
    rows = published.get(f"/v1/indicators?{asked}").json()["data"]
    (body, *_) = tree.iter(f"{ELEMENT}tbody")
    assert len(body) == len(rows)
    for shown, row in zip(body, rows, strict=True):
        assert f"/rows/{row['id']}?lang=zh" in addresses_in(shown)
    (csv,) = [address for address in addresses_in(tree) if address.startswith("/v1/indicators.csv")]
    assert len(published.get(csv).text.splitlines()) == len(rows) + 1


def test_a_table_names_places_and_metrics_in_its_language(small: TestClient) -> None:
    zh, en = (ask(small, "/tables/panel?region_code=211103", language) for language in LANGUAGES)
    assert ("某&lt;b&gt;区" in zh, "地区生产总值</a>" in zh, ">gdp<" in zh) == (True, True, False)
    assert ("Xinglongtai District" in en, "Gross domestic product</a>" in en, "某&lt;" in en) == (True, True, False)
    assert "change in percent" not in en.partition("<tbody>")[2].partition("</tbody>")[0]


def test_pages_of_a_table_follow_each_other_to_its_end(published: TestClient) -> None:
    address, seen = "/tables/indicators?lang=en&sort=-year,name", []
    while address:
        tree = parsed(published.get(address).text)
        (body, *_) = tree.iter(f"{ELEMENT}tbody")
        seen += [addresses_in(line)[0] for line in body]
        address = next((one.get("href") for one in tree.iter(f"{ELEMENT}a") if one.get("rel") == "next"), "")
    assert len(seen) == len(set(seen)) == published.get("/v1/indicators?limit=1").json()["page"]["total"]


def test_the_fields_of_a_form_are_parameters_of_the_api(visited: TestClient) -> None:
    for table in TABLES:
        tree = parsed(ask(visited, f"/tables/{table.name}", "en"))
        fields = [one.get("name") for kind in ("input", "select") for one in tree.iter(f"{ELEMENT}{kind}")]
        assert {name for name in fields if name != "lang"} <= {*allowed_parameters(table, PAGE)}, table.name


# Places


def test_a_series_is_told_row_by_row(small: TestClient) -> None:
    html = ask(small, "/metrics/gdp?region_code=211102", "en")
    rows = small.get("/v1/metrics/gdp/series?region_code=211102").json()["data"]
    assert rows
    for row in rows:
        assert f"/rows/{row['statement_id']}?" in html


def test_a_metric_shows_who_promises_what(small: TestClient) -> None:
    html = ask(small, "/metrics/gdp", "zh").partition(WORDS["who_promises"][0])[2]
    rows = small.get("/v1/panel?metric_id=gdp&year=2024&target=stated").json()["data"]
    assert len(rows) == 2
    for row in rows:
        assert f"/rows/{row['target_id']}?" in html
        assert row["target_text"] in html


def test_a_target_is_shown_from_its_baseline_to_its_outcome(small: TestClient) -> None:
    (row,) = small.get("/v1/targets?report_id=211102-2023&metric_id=gdp").json()["data"]
    tree = parsed(ask(small, f"/rows/{row['id']}", "zh"))
    (line,) = [one for one in tree.iter(f"{ELEMENT}ul") if one.get("class") == "pairs"]
    marks = [one.get("class") for one in line.iter("{http://www.w3.org/2000/svg}circle")]
    assert marks == ["base", "promised", "done"]
    assert [text for text in ("6.5%", "6%", "5.1%") if text in "".join(line.itertext())] == ["6.5%", "6%", "5.1%"]
    linked = [address.partition("?")[0] for address in addresses_in(line)]
    assert linked[1:] == [f"/rows/{key}" for key in (row["baseline_id"], row["id"], row["outcome_id"])]


@pytest.mark.parametrize(
    ("measure", "unit", "alike"), [("growth", "%", True), ("level", "%", False), ("growth", "个百分点", False)]
)
def test_only_figures_of_one_kind_and_unit_stand_on_one_line(measure: str, unit: str, alike: bool) -> None:
    assert is_alike({"measure": measure, "unit": unit}, {"measure": "growth", "unit": "%"}) is alike


# Compare, phrases, problems, releases


def test_regions_are_shown_beside_each_other_by_code_or_name_in_the_order_asked_for(small: TestClient) -> None:
    page = "/compare?region_code__in=211103&region_code__in=&region_code__in=双台子区&year__in=2023, 2024"
    tree = parsed(ask(small, page, "zh"))
    (table,) = [one for one in tree.iter(f"{ELEMENT}table") if one.get("class") == "compared"]
    heads = ["".join(one.itertext()) for one in table.find(f"{ELEMENT}thead").iter(f"{ELEMENT}th")]
    assert [head.split()[-2:] for head in heads[1:]] == [
        ["兴隆台区", "2023"],
        ["兴隆台区", "2024"],
        ["双台子区", "2023"],
        ["双台子区", "2024"],
    ]
    rows = small.get("/v1/panel?region_code__in=211102,211103&year__in=2023,2024&limit=1000").json()["data"]
    links = {address.partition("?")[0] for address in addresses_in(table)}
    for row in rows:
        for name in ("target_id", "outcome_id"):
            assert row[name] is None or f"/rows/{row[name]}" in links
    filled = [one.get("value") for one in tree.iter(f"{ELEMENT}input") if one.get("name") == "region_code__in"]
    assert filled == ["兴隆台区", "双台子区", "", "", "", ""]


def test_one_region_is_compared_over_its_years_and_one_column_is_none(small: TestClient) -> None:
    assert 'class="compared"' in ask(small, "/compare?region_code__in=211102", "en")
    for page in ("/compare", "/compare?region_code__in=211103&year__in=2024"):
        assert WORDS["compare_one"][1] in ask(small, page, "en")


@pytest.mark.parametrize(
    "asked",
    [
        "region_code__in=999999",
        "region_code__in=211102&year__in=2O24",
        "region_code__in=211102,211103&year__in=2021,2022,2023,2024",
    ],
)
def test_what_cannot_be_compared_is_said(small: TestClient, asked: str) -> None:
    assert small.get(f"/compare?{asked}&lang=en").status_code == 400


@pytest.mark.parametrize("by", ["year", "level", "region_code", "region_name"])
def test_phrases_are_counted_as_the_api_counts_them(small: TestClient, by: str) -> None:
    asked = f"q=增长 辽河&by={by}"
    tree = parsed(ask(small, f"/phrases?{asked}", "en"))
    (body, *_) = tree.iter(f"{ELEMENT}tbody")
    answer = small.get(f"/v1/phrases?{asked}").json()
    shown = [["".join(cell.itertext()) for cell in line] for line in body]
    rows = sorted(answer["data"], key=lambda row: -row.get("year", 0))  # the newest first
    expected = [(row["phrase"], str(row["count"]), f"{row['per_10000']:.4f}".rstrip("0")) for row in rows]
    found = [(line[0], line[2], line[3]) for line in shown]
    if by == "year":
        assert found == [(phrase, count, per.rstrip(".")) for phrase, count, per in expected]
    else:
        assert sorted(found) == sorted((phrase, count, per.rstrip(".")) for phrase, count, per in expected)
        assert found == sorted(found, key=lambda line: (("增长", "辽河").index(line[0]), -float(line[2])))
    for first in answer["first"]:
        assert any(
            re.match(rf"/reports/{first['report_id']}\?paragraph=(\d+)&lang=en#s\1$", address)
            for address in addresses_in(tree)
        )


def test_every_problem_has_a_page_and_a_problem_leads_to_its_own(visited: TestClient) -> None:
    html = ask(visited, "/problems", "zh")
    for problem in PROBLEMS:
        assert f"/problems/{problem.slug}?lang=zh" in html
        assert problem.title_zh in ask(visited, f"/problems/{problem.slug}", "zh")
    kind = visited.get("/v1/units?limit=0").json()["type"]
    answer = visited.get(kind)
    assert (answer.status_code, parsed(answer.text).get("lang")) == (200, "en")
    assert visited.get(kind, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_a_problem_is_explained_in_the_language_of_the_page(published: TestClient) -> None:
    for problem in PROBLEMS:
        pages = [parsed(ask(published, f"/problems/{problem.slug}", language)) for language in LANGUAGES]
        mains = [page.find(f".//{ELEMENT}main") for page in pages]
        zh, en = ("".join("".join(one.itertext()) for one in main.findall(f"{ELEMENT}p")[1:]) for main in mains)
        assert (bool(CHINESE.search(zh)), bool(CHINESE.search(en))) == (True, False), problem.slug
        assert zh == f"{problem.meaning_zh}{problem.remedy_zh}".replace("`", "")


def test_a_problem_of_the_api_has_its_title_in_both_languages(published: TestClient) -> None:
    body = published.get("/v1/units?limit=0", headers={"accept-language": "zh"}).json()
    assert (body["title"], body["title_zh"]) == ("Bad query parameter", "查询参数的值不可用")


def test_problems_are_explained_where_there_is_no_release(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path), raise_server_exceptions=False) as client:
        kind = client.get("/v1").json()["type"]
        assert parsed(client.get(kind).text).get("lang") == "en"
        assert client.get("/problems?lang=zh").status_code == 200


def test_what_differs_between_releases_is_shown_as_the_api_has_it(published: TestClient) -> None:
    page, seen, pages = "/releases/6.0.0/diff/7.0.0?table=metrics&change=added&lang=en", [], 0
    while page:
        tree = parsed(published.get(page).text)
        seen += [
            "".join(one.itertext())
            for line in tree.iter(f"{ELEMENT}ul")
            if line.get("class") == "list"
            for one in line.iter(f"{ELEMENT}code")
        ]
        page = next((one.get("href") for one in tree.iter(f"{ELEMENT}a") if one.get("rel") == "next"), "")
        pages += 1
    found = published.get("/v1/releases/6.0.0/diff/7.0.0?table=metrics&change=added&limit=1000").json()
    assert seen == [row["id"] for row in found["data"]]
    assert pages == -(-len(seen) // 50) > 1
    changed = ask(published, "/releases/6.0.0/diff/7.0.0?change=changed&table=targets", "zh")
    assert "规则读法改变" in changed
    assert "listed_firms_added" in changed


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/releases/9.9.9", 404),
        ("/releases/6.0.0/diff/99", 404),
        ("/releases/6.0.0/diff/7.0.0?table=x", 400),
        ("/releases/6.0.0/diff/7.0.0?cursor=x", 400),
    ],
)
def test_releases_that_are_not_there_are_said_so(published: TestClient, page: str, status: int) -> None:
    answer = published.get(f"{page}{'&' if '?' in page else '?'}lang=zh")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")


def test_a_release_shows_its_files_and_what_is_wrong_in_it(published: TestClient) -> None:
    html = ask(published, "/releases/6.0.0", "en")
    manifest = published.get("/v1/releases/6.0.0").json()["data"]
    for file in manifest["files"]:
        assert file["table"] is None or file["sha256"] in html
    for erratum in published.get("/v1/errata?release=6.0.0").json()["data"]:
        assert f"<b>{erratum['id']}</b>" in html


@pytest.mark.slow
def test_what_releases_did_to_a_row_is_shown(published: TestClient) -> None:
    found = published.get("/v1/indicators/211102-2024.i2782/history").json()["data"]
    html = ask(published, "/rows/211102-2024.i2782/history", "zh")
    for moment in found:
        assert f"<b>{moment['release']}</b>" in html
        for cell in moment["cells"]:
            assert f"<code>{cell['column']}</code>" in html
    for erratum in published.get("/v1/errata?row=211102-2024.i2782").json()["data"]:
        assert f"<b>{erratum['id']}</b>" in html
    assert published.get("/rows/211102-2024.i0/history?lang=zh").status_code == 404


def test_a_region_shows_its_reports_and_what_became_of_its_promises(small: TestClient) -> None:
    html = ask(small, "/regions/211102", "zh")
    assert html.count("/reports/211102-") == 2
    counts = small.get("/v1/outcomes/aggregate?group_by=status&region_code=211102").json()["data"]
    assert counts
    for one in counts:
        assert f"status={one['status']}" in html


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [(0, "0 报告", "0 reports"), (1, "1 报告", "1 report"), (1200, "1,200 报告", "1,200 reports")],
)
def test_one_thing_is_told_in_the_singular(number: int, zh: str, en: str) -> None:
    visits = [Visit(None, None, None, language, {}) for language in LANGUAGES]  # type: ignore[arg-type]
    assert [visit.count(number, "reports") for visit in visits] == [zh, en]


def test_tables_name_reports_and_undertakings_lead_to_their_newest_statement(small: TestClient) -> None:
    assert "某&lt;b&gt;区 2023</a>" in ask(small, "/tables/paragraphs", "zh")
    (row, *_) = small.get("/v1/undertakings").json()["data"]
    assert f"/rows/{row['stages'][-1]['row_id']}?lang=en" in ask(small, "/tables/undertakings", "en")


def test_the_newest_year_of_the_matrix_of_coverage_comes_first(small: TestClient) -> None:
    tree = parsed(ask(small, "/coverage", "en"))
    heads = [one.text for one in tree.iter(f"{ELEMENT}th") if one.get("scope") == "col"]
    assert heads[1:] == ["2024", "2023"]


def test_the_matrix_of_coverage_has_every_report(small: TestClient) -> None:
    html = ask(small, "/coverage", "en")
    for report in ("211102-2023", "211102-2024", "211103-2024"):
        assert f"/reports/{report}?lang=en" in html


def test_the_matrix_of_coverage_goes_on_from_a_region(small: TestClient) -> None:
    html = ask(small, "/coverage?from=211103", "en")
    assert "/reports/211103-2024?lang=en" in html
    assert "/reports/211102-2024?lang=en" not in html
    assert 'href="/coverage?lang=en"' in html


# Names in forms, the ledger, doubts


def filled_in(client: TestClient, page: str) -> Any:
    """The first field of a name on a page."""
    return {one.get("name"): one for one in parsed(ask(client, page, "zh")).iter(f"{ELEMENT}input")}


def test_a_form_understands_what_places_and_metrics_are_called(published: TestClient) -> None:
    expected = published.get("/v1/targets?metric_id=gdp&region_code=211102").json()["page"]["total"]
    assert expected > 0
    for metric in ("gdp", "GDP", "地区生产总值", "Gross domestic product", "生产总值"):
        for place in ("双台子区", "双台子", "Shuangtaizi"):
            page = f"/tables/targets?metric_id={metric}&region_name={place}"
            assert f"<b>{expected} " in ask(published, page, "zh"), page
            assert filled_in(published, page)["metric_id"].get("value") == "gdp"
    assert filled_in(published, "/tables/targets?region_code=211102")["region_code"].get("type") == "hidden"
    for page in ("/reports", "/phrases?q=增长"):
        here, there = (f"{address_of(page, 'zh')}&region_name={name}" for name in ("双台子", "兴隆台"))
        assert "双台子" in published.get(here).text
        assert "<tbody>" in published.get(here).text
        assert "211102-2024" not in published.get(there).text.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_form_suggests_what_the_table_has(small: TestClient) -> None:
    tree = parsed(ask(small, "/tables/targets", "zh"))
    lists = {one.get("id"): [option.get("value") for option in one] for one in tree.iter(f"{ELEMENT}datalist")}
    assert "gdp" in lists["of_metric_id"]
    assert {"双台子区", "兴隆台区"} <= {*lists["of_region_name"]}


def test_the_ledger_of_a_report_has_each_of_its_numerals_once(visited: TestClient) -> None:
    tree = parsed(ask(visited, "/reports/211102-2024", "en"))
    (strip,) = [one for one in tree.iter(f"{ELEMENT}figure") if one.get("class") == "ledger"]
    rows = visited.get("/v1/figures?report_id=211102-2024&limit=1").json()["page"]["total"]
    links = [*strip.iter(f"{ELEMENT}a")]
    counts = {one.get("href"): int("".join(one[0].itertext()).replace(",", "")) for one in links}
    assert sum(counts.values()) == rows
    for address, count in counts.items():
        assert f"<b>{visited_count(count)}</b>" in visited.get(address).text, address
    bars = [*strip.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(bars) == len(counts)
    assert sum(float(bar.get("width").rstrip("%")) for bar in bars) == pytest.approx(100, abs=0.1)


def visited_count(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def test_doubts_are_called_as_the_rules_call_them() -> None:
    assert (doubts.UNKNOWN_VERB, doubts.UNRESOLVED) == (registry.UNKNOWN_VERB, registry.UNRESOLVED)


def test_what_is_in_doubt_is_marked_alone(tmp_path: Path) -> None:
    said = "地区生产总值增长5.1%。全年地区生产总值增长5.4%。"
    add_report(tmp_path, short_report(2024, said, "地区生产总值增长5%。"), "211102", year=2024)
    build(tmp_path)
    with TestClient(create_app(tmp_path), raise_server_exceptions=False) as client:
        (row,) = client.get("/v1/series?agrees=false").json()["data"]
        expected = {one["statement_id"].rpartition(".")[2] for one in row["statements"]}
        tree = parsed(ask(client, "/reports/211102-2024?show=doubtful", "zh"))
        marks = {one.get("id") for one in tree.iter(f"{ELEMENT}mark")}
        assert marks == expected
        assert len(marks) == 2
        whole = parsed(ask(client, "/reports/211102-2024", "zh"))
        notes = {one.get("id"): "".join(one.itertext()) for one in whole.iter(f"{ELEMENT}li") if one.get("id")}
        assert {anchor for anchor, text in notes.items() if WORDS["doubtful"][0] in text} == {
            f"n{one}" for one in marks
        }


def test_home_shows_growth_of_one_year_beside_what_is_promised_for_the_next(tmp_path: Path) -> None:
    said = "五年来，地区生产总值年均增长7.7%。2023年，地区生产总值增长5.1%。"
    add_report(tmp_path, short_report(2024, said, "地区生产总值增长5%。"), "211102", year=2024)
    build(tmp_path)
    with TestClient(create_app(tmp_path), raise_server_exceptions=False) as client:
        html = ask(client, "/", "zh")
        assert "5.1%" in html.partition('class="pairs"')[2]
        assert "7.7%" not in html.partition('class="pairs"')[2].partition("</ul>")[0]


def test_home_says_what_the_newest_release_has(small: TestClient) -> None:
    html = ask(small, "/", "en")
    for words in ("<b>3 reports</b>", "<b>2 regions</b>", "<b>2023–2024</b>"):
        assert words in html


def test_chinese_words_of_reports_are_marked_as_such_on_english_pages(published: TestClient) -> None:
    quoting = ("/tables/", "/problems", "/phrases", "/search", "/releases")  # English that quotes Chinese words
    pages = [page for page in PAGES if not page.startswith(quoting)]
    found = {page: [*unmarked(parsed(ask(published, page, "en")), "en")] for page in pages}
    assert {page: texts for page, texts in found.items() if texts} == {}
    for table in ("targets", "indicators", "projects", "paragraphs", "undertakings"):
        tree = parsed(ask(published, f"/tables/{table}", "en"))
        assert [found for body in tree.iter(f"{ELEMENT}tbody") for found in unmarked(body, "en")] == []


def unmarked(element: Any, language: str) -> Iterator[str]:
    """The Chinese texts of an element that nothing says to be Chinese."""
    language = "" if element.get("class") == "help" else element.get("lang", language)  # which quotes in English
    texts = [element.text, *(child.tail for child in element)]
    if language == "en" and not str(element.tag).endswith(("script", "style", "code")):
        yield from (text for text in texts if text and CHINESE.search(text))
    for child in element:
        yield from unmarked(child, language)


def test_a_problem_has_the_menu_and_the_search(small: TestClient) -> None:
    answer = small.get("/rows/nothing?lang=en")
    assert answer.status_code == 404
    addresses = addresses_in(parsed(answer.text))
    assert {"/search", "/reports?lang=en", "/regions?lang=en"} <= {*addresses}


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/report", "/reports"),
        ("/table/targets", "/tables/targets"),
        ("/problems/bad-curser", "bad-cursor"),
        ("/no", ""),
    ],
)
def test_an_address_that_is_not_there_is_a_page_for_a_browser(
    small: TestClient, address: str, nearest: str, language: str
) -> None:
    answer = small.get(address_of(address, language), headers=BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert "style-src 'self'" in answer.headers["content-security-policy"]
    tree = parsed(answer.text)
    assert tree.get("lang") == LANGUAGES[language]
    assert WORDS["go_home"][language == "en"] in answer.text
    assert (WORDS["did_you_mean"][language == "en"] in answer.text) == bool(nearest)
    assert (nearest in addresses_in(tree)) == nearest.startswith("/")
    assert f">{nearest}</" in answer.text or not nearest


@pytest.mark.parametrize("address", ["/v1/nothing", "/schema/nothing", "/health/nothing"])
def test_the_api_says_what_is_wrong_to_a_browser_as_to_all(small: TestClient, address: str) -> None:
    answer = small.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert small.get("/nothing").headers["content-type"] == "application/problem+json"


def test_the_page_of_tables_lists_those_that_have_rows_with_their_files(small: TestClient) -> None:
    addresses = {*addresses_in(parsed(ask(small, "/tables", "en")))}
    rows = {table.name: small.get(f"/v1/{table.name}?limit=1").json()["page"]["total"] for table in TABLES}
    assert {name for name in rows if f"/v1/{name}.csv" in addresses} == {name for name, count in rows.items() if count}
    assert f">{rows['targets']}</b>" in ask(small, "/tables", "zh")


def test_the_years_of_a_region_lead_to_its_reports_and_its_figures_come_first(small: TestClient) -> None:
    html = ask(small, "/regions/211102", "en")
    (years,) = [one for one in parsed(html).iter(f"{ELEMENT}ul") if "years" in one.get("class", "").split()]
    links = [(one.text, one.get("href")) for one in years.iter(f"{ELEMENT}a")]
    assert links == [(str(year), f"/reports/211102-{year}?lang=en") for year in (2024, 2023)]
    assert "Headline figures" in html or "Promises, kept and missed" in html
    assert html.index('class="stretches years"') < html.index('id="promises"')


def test_phrases_begin_with_the_newest_year_and_have_files(small: TestClient) -> None:
    tree = parsed(ask(small, "/phrases?q=增长 项目", "zh"))
    body = next(tree.iter(f"{ELEMENT}tbody"))
    lines = [["".join(cell.itertext()) for cell in line][:2] for line in body]
    assert lines == [["增长", "2024"], ["项目", "2024"], ["增长", "2023"], ["项目", "2023"]]
    files = [one for one in addresses_in(tree) if one.startswith("/v1/phrases")][-4:]
    kinds = [small.get(one).headers["content-type"].partition(";")[0].rpartition("/")[2] for one in files]
    assert [kind.rpartition(".")[2] for kind in kinds] == ["csv", "sheet", "parquet", "json"]


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        ({"year": 2024, "period": "2024", "basis": None}, "2024", "2024"),
        ({"year": 2024, "period": "2024", "basis": "year_on_year"}, "2024", "2024"),
        (
            {"year": 2025, "period": "2021-2025", "basis": "annual_average"},
            "2021-2025 · 年均",
            "2021-2025 · annual average",
        ),
        ({"year": 2024, "period": None, "basis": None}, "2024", "2024"),
        ({"year": None}, "", ""),
    ],
)
def test_a_figure_says_the_years_it_is_of(row: dict[str, Any], zh: str, en: str) -> None:
    for language, text in (("zh", zh), ("en", en)):
        asked = Visit(None, None, None, language, {})  # type: ignore[arg-type]
        assert time_of(asked, row) == text
