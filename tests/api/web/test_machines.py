"""What machines look for: robots.txt, the site map, the catalogue of the API, what a page says of itself."""

import re
from urllib.parse import urlsplit

import pytest
from litestar.testing import TestClient
from lxml import etree

from api.app import create_app
from api.settings import Settings
from datasets.library.home import BUILT_IN

SITE = "https://data.example.org/open/baogao"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def public() -> TestClient:
    """The service as it is seen below a path, which the proxy in front strips."""
    return TestClient(create_app(BUILT_IN, Settings(public_url=SITE)), raise_server_exceptions=False)


def path_of(address: str) -> str:
    assert address.startswith(f"{SITE}/"), address
    return address.removeprefix(SITE)


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
