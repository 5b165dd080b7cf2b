"""What machines look for: robots.txt, the site map, the catalogue of the API, what a page says of itself."""

import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
import httpx
import pytest
import rdflib
from litestar.testing import TestClient
from lxml import etree

from tests.api.web.conftest import SITE
from tests.homes import BEFORE_NEWEST, NEWEST

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def path_of(address: str) -> str:
    assert address.startswith(f"{SITE}/"), address
    return address.removeprefix(SITE)


@pytest.mark.slow
def test_every_page_of_the_site_map_is_there(public: TestClient) -> None:
    answer = public.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    addresses = [one.text for one in etree.fromstring(answer.content).iter(LOC)]
    assert len(addresses) == len(set(addresses))
    assert f"{SITE}/reports/211102-2024?lang=en" in addresses
    assert f"{SITE}/metrics/gdp?lang=zh" in addresses
    kinds = {re.sub(r"/metrics/\w+", "/metrics", address): address for address in addresses}
    for address in kinds.values():
        assert public.get(path_of(address)).status_code == 200, address


def test_robots_are_led_to_the_site_map(public: TestClient) -> None:
    lines = dict(line.split(": ", 1) for line in public.get("/robots.txt").text.splitlines())
    assert lines["User-agent"] == "*"
    assert public.get(path_of(lines["Sitemap"])).status_code == 200
    assert lines["Disallow"].startswith("/open/baogao/tables/")


def test_the_catalogue_leads_to_what_describes_the_api(public: TestClient) -> None:
    answer = public.get("/.well-known/api-catalog")
    assert answer.headers["content-type"].startswith("application/linkset+json")
    (described,) = answer.json()["linkset"]
    assert public.get(path_of(described["anchor"])).json()["name"] == "Baogao"
    for relation in ("service-desc", "service-doc", "status"):
        for target in described[relation]:
            found = public.get(path_of(target["href"]))
            assert found.status_code == 200, target
            assert urlsplit(target["href"]).netloc == "data.example.org"


def test_a_page_names_itself_and_its_other_language(public: TestClient) -> None:
    html = public.get("/reports?lang=en&year=2024").text
    (canonical,) = re.findall(r'rel="canonical" href="([^"]+)"', html)
    assert canonical == "/open/baogao/reports?year=2024&amp;lang=en"
    assert {*re.findall(r'rel="alternate" hreflang="([^"]+)"', html)} == {"zh-CN", "en"}
    assert 'property="og:title" content="Reports"' in html
    assert 'rel="api-catalog" href="/open/baogao/.well-known/api-catalog"' in html


LANDINGS = {
    f"/releases/{NEWEST}": f"/v1/releases/{NEWEST}",
    "/tables/indicators": f"/v1/releases/{NEWEST}/indicators",
    "/reports/211102-2024": f"/v1/releases/{NEWEST}/reports/211102-2024",
}
RELATIONS = {"cite-as", "describedby", "item", "license", "type", "collection", "linkset"}
LINK = re.compile(r'<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?')
SCHEMA = rdflib.Namespace("https://schema.org/")
REQUIRED = (  # what F-UJI takes from schema.org: core, access, content, licence, provenance, relations
    *("identifier", "name", "description", "creator", "publisher", "datePublished", "keywords", "license", "version"),
    *("conditionsOfAccess", "isAccessibleForFree", "distribution", "isPartOf", "inLanguage", "citation"),
)


def typed_links(client: TestClient, address: str) -> dict[str, list[tuple[str, str | None]]]:
    """The links of the header of an answer by their relation; httpx splits them as RFC 8288 says."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(httpx.Response(200, headers={"link": answer.headers["link"]}).links) > 0
    assert len(answer.headers["link"]) < 4000
    found: dict[str, list[tuple[str, str | None]]] = {}
    for href, relation, kind in LINK.findall(answer.headers["link"]):
        found.setdefault(relation, []).append((href, kind or None))
    return found


def embedded(client: TestClient, address: str) -> dict[str, Any]:
    """The JSON-LD of a page, as a browser has it."""
    tree = html5lib.parse(client.get(address).text, namespaceHTMLElements=False)
    (script,) = tree.iter("script")
    assert script.get("type") == "application/ld+json"
    found: dict[str, Any] = json.loads(script.text)
    return found


def ours(address: str) -> bool:
    return address.startswith(f"{SITE}/")


@pytest.mark.parametrize(("page", "permanent"), LANDINGS.items())
def test_a_landing_page_is_signposted(public: TestClient, page: str, permanent: str) -> None:
    links = typed_links(public, f"{page}?lang=en")
    assert {*links} == RELATIONS
    assert links["cite-as"] == [(SITE + permanent, None)]
    assert ("https://schema.org/AboutPage", None) in links["type"]
    assert [href for href, _ in links["license"]] == ["https://creativecommons.org/licenses/by/4.0/"]
    for href, kind in (one for relation in ("item", "describedby", "linkset") for one in links[relation]):
        answer = public.get(path_of(href))
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind), href


@pytest.mark.parametrize("page", LANDINGS)
def test_the_set_of_links_has_those_of_the_header_and_the_way_back(public: TestClient, page: str) -> None:
    links = typed_links(public, page)
    ((address, kind),) = links.pop("linkset")
    answer = public.get(path_of(address))
    assert kind == answer.headers["content-type"] == "application/linkset+json"
    first, *back = answer.json()["linkset"]
    assert first["anchor"] == SITE + page
    for relation, targets in links.items():
        assert {href for href, _ in targets} <= {one["href"] for one in first[relation]}, relation
    leads_back = {one["anchor"] for one in back if {"href": SITE + page, "type": "text/html"} in [*one.values()][1]}
    assert leads_back == {one["href"] for relation in ("item", "describedby") for one in first[relation]}
    for one in first["item"]:
        assert public.head(path_of(one["href"])).status_code == 200, one


def test_a_file_of_a_release_leads_back_to_its_page(public: TestClient) -> None:
    page = f"/releases/{NEWEST}"
    files = [path_of(href) for href, _ in typed_links(public, page)["item"] if "/files/" in href]
    for address in [*files, "/v1/reports/211102-2024/text"]:
        (found,) = public.head(address).links.values()
        assert {"rel": "collection", "type": "text/html"}.items() <= found.items()
        assert urljoin(address, found["url"]) in (page, f"/open/baogao{page}")
        assert public.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/releases/9.9.9", "/tables/nothing", "/reports/nothing"])
def test_there_are_no_links_of_what_there_is_none_of(public: TestClient, page: str) -> None:
    assert public.get(f"/linksets{page}").status_code == 404
    assert "link" not in public.get(page).headers


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("page", LANDINGS)
def test_a_page_says_in_json_ld_what_it_is_about(public: TestClient, page: str) -> None:
    said = embedded(public, f"{page}?lang=zh")
    assert said["@context"] == "https://schema.org"
    graph = rdflib.Graph().parse(data=json.dumps({**said, "@context": {"@vocab": str(SCHEMA)}}), format="json-ld")
    about = rdflib.URIRef(SITE + page)
    assert graph.value(about, rdflib.RDF.type) == SCHEMA.Dataset
    for name in REQUIRED:
        assert graph.value(about, SCHEMA[name]), name
    links = public.get(f"/linksets{page}").json()["linkset"][0]
    assert said["identifier"] == links["cite-as"][0]["href"]
    assert [one["contentUrl"] for one in said["distribution"]] == [one["href"] for one in links["item"]]


def test_what_a_release_page_says_is_what_its_document_says(public: TestClient) -> None:
    said, document = (
        embedded(public, f"/releases/{NEWEST}"),
        public.get(f"/v1/releases/{NEWEST}/schemaorg.jsonld").json(),
    )
    for name in ("name", "alternateName", "description", "version", "datePublished", "keywords", "creator"):
        assert said[name] == document[name], name
    sums = {
        f"{SITE}/v1/releases/{NEWEST}/{one['contentUrl']['@id']}": one["sha256"] for one in document["distribution"]
    }
    with_sums = {one["contentUrl"]: one["sha256"] for one in said["distribution"] if "sha256" in one}
    assert len(with_sums) > 10
    assert with_sums.items() <= sums.items()


def test_home_is_a_catalogue_of_the_release_and_its_tables(public: TestClient) -> None:
    said = embedded(public, "/?lang=en")
    assert said["@type"] == "DataCatalog"
    assert {f"{SITE}/releases/{NEWEST}", f"{SITE}/tables/targets"} <= {one["@id"] for one in said["dataset"]}
    for one in said["dataset"]:
        assert public.get(path_of(one["@id"])).status_code == 200


def test_a_page_of_filters_is_no_landing_page(public: TestClient) -> None:
    answer = public.get("/tables/indicators?metric_id=gdp&lang=en")
    assert "link" not in answer.headers
    assert "ld+json" not in answer.text.partition("<body>")[0].replace('type="application/ld+json" href', "")


@pytest.mark.parametrize(("page", "other"), [("/tables/targets?lang=en", "zh_CN"), ("/?lang=zh", "en_GB")])
def test_a_page_says_what_others_show_of_it(public: TestClient, page: str, other: str) -> None:
    tree = html5lib.parse(public.get(page).text, namespaceHTMLElements=False)
    said = {one.get("property"): one.get("content") for one in tree.iter("meta") if one.get("property")}
    described = {one.get("name"): one.get("content") for one in tree.iter("meta") if one.get("name")}
    assert said["og:description"] == described["description"]
    assert said["og:url"] == SITE + page
    assert said["og:locale:alternate"] == other


PAGES = [
    *("/", "/reports", "/reports/211102-2024", "/rows/211102-2024.i566", "/rows/211102-2024.i566/history"),
    *("/tables/targets", "/tables/indicators", "/regions", "/regions/211102", "/metrics/gdp", "/compare", "/phrases"),
    *("/coverage", "/glossary", "/releases", f"/releases/{NEWEST}", f"/releases/{BEFORE_NEWEST}/diff/{NEWEST}"),
    *("/problems", "/problems/bad-cursor", "/problems/busy"),
]
QUOTING = ("/rows/211102-2024.i566", "/rows/211102-2024.i566/history")  # with a sentence of a report


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_described_in_its_language_and_no_two_alike(public: TestClient, language: str) -> None:
    found: dict[str, str] = {}
    for page in PAGES:
        tree = html5lib.parse(public.get(f"{page}?lang={language}").text, namespaceHTMLElements=False)
        (said,) = [one.get("content") for one in tree.iter("meta") if one.get("name") == "description"]
        is_chinese = re.search(r"[\u4e00-\u9fff]", said) is not None
        assert is_chinese == (language == "zh") or page in QUOTING, (page, said)
        assert 10 < len(said) < 400, (page, said)
        assert not {*"`{}<>\n"} & {*said}, (page, said)
        found[page] = said
    assert len(set(found.values())) == len(found)


def test_no_name_of_a_report_ends_its_json_ld(small: TestClient) -> None:
    said = embedded(small, "/reports/211102-2023?lang=en")
    assert "某<b>区" in said["alternateName"]
    assert said["spatialCoverage"]["alternateName"] == "某<b>区"
