"""Below a path of somebody's site, all links lead below it: behind a real nginx, which strips the path."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import SettingError, Settings
from datasets.library.home import BUILT_IN
from tests.api.openapi.expanding import example_address
from tests.asking import free_port, serving
from tests.nginx import DOCUMENTED, nginx, placed

PREFIX = "/open/baogao"
OURS = re.compile(
    r"^/(v1|docs|schema|problems|health|llms|metrics|assets|reports|rows|tables|regions|releases|compare|phrases|pictures)\b"
)
SERVERS = """
  server {{
    listen 127.0.0.1:{port};
    {location}
    location / {{ return 418; }}
  }}
"""
ADDRESSES = [
    "/v1",
    "/v1/units?limit=40",
    "/v1/units?limit=40&name__contains=元",
    "/v1/search?q=gdp&limit=2",
    "/v1/releases",
    "/v1/releases/latest/metadata",
    "/v1/releases/latest/files",
    "/.well-known/api-catalog",
    "/v1/releases/1/diff/6?limit=2",
    "/v1/indicators/facets?by=unit",
    "/v1/indicators/receipt?metric_id=gdp",
    "/v1/indicators/211102-2024.i566/evidence",
    "/v1/nothing",
    "/v1/unitz",
    "/v1/units?nothing=1",
    "/v1/units/nothing",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service as users see it: below a path of an nginx."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    public = f"http://127.0.0.1:{port}{PREFIX}"
    with serving(BUILT_IN, BAOGAO_PUBLIC_URL=public) as (server, _):
        location = placed(DOCUMENTED[1], {"/baogao": PREFIX, "http://127.0.0.1:8000": server})
        servers = SERVERS.format(port=port, location=location)
        with nginx(folder, servers, f"{public}/health/live"):
            yield public


def texts(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def asked(address: str, *, follow_redirects: bool = False) -> httpx.Response:
    """What an address answers, on a busy machine, too."""
    return httpx.get(address, follow_redirects=follow_redirects, timeout=60)


def root(site: str) -> str:
    return site.removesuffix(PREFIX)


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_an_answer_leads_somewhere(site: str, address: str) -> None:
    for _ in range(2):  # the second is kept
        answer = asked(site + address)
        assert answer.status_code in (200, 400, 404)
        links = [text for text in texts(answer.json()) if text.startswith(PREFIX)]
        assert not [text for text in texts(answer.json()) if OURS.match(text)], "a link without the prefix"
        assert links or answer.status_code == 200
        for one in links[:30]:
            if answer.status_code == 200 or one.startswith(f"{PREFIX}/problems"):
                assert asked(root(site) + one).status_code == 200, one


def test_pages_are_followed_to_the_last_one(site: str) -> None:
    """By `page.next` and by `Link` alike."""
    address, rows = f"{PREFIX}/v1/units?limit=500&select=id", 0
    while address:
        answer = asked(root(site) + address)
        page = answer.json()
        rows += len(page["data"])
        address = page["page"]["next"]
        assert answer.links.get("next", {}).get("url") == address
    assert rows == page["page"]["total"] > 1000


def test_whoever_opens_the_address_gets_the_documentation(site: str) -> None:
    home = asked(f"{site}/")
    assert (home.status_code, f'href="{PREFIX}/docs"' in home.text) == (200, True)
    page = asked(f"{site}/docs")
    files = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(files) == 3
    for file in files:
        assert asked(root(site) + file).status_code == 200, file
    start = asked(f"{site}/docs/start.js").text
    address = re.search(r'url: "([^"]+)"', start)
    assert address is not None
    document = asked(root(site) + address[1]).json()
    assert document["servers"] == [{"url": PREFIX}]
    kinds = document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert all(kind.startswith(f"{PREFIX}/problems/") for kind in kinds)
    assert asked(root(site) + document["servers"][0]["url"] + "/v1/units").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(("page", "form"), [("/problems", r'href="([^"#][^"]*)"'), ("/llms.txt", r"\]\(([^)]+)\)")])
def test_the_links_of_pages_lead_somewhere(site: str, page: str, form: str) -> None:
    links = re.findall(form, asked(site + page).text)
    assert len(links) > 5
    for one in links:
        assert asked(root(site) + one).status_code == 200, one


def test_citations_have_the_whole_address(site: str) -> None:
    receipt = asked(f"{site}/v1/indicators/receipt?metric_id=gdp").json()["data"]
    assert receipt["permalink"].startswith(f"{site}/v1/releases/")
    assert asked(receipt["permalink"]).status_code == 200
    croissant = asked(f"{site}/v1/releases/latest/croissant.json").json()
    addresses = [text for text in texts(croissant) if text.startswith("http://127")]
    assert addresses
    assert all(one.startswith(site) for one in addresses)


@pytest.mark.parametrize("said", ["/evil", "https://evil.example", "//evil.example"])
def test_what_a_client_says_of_the_prefix_is_not_heard(published: TestClient, said: str) -> None:
    headers = {"x-forwarded-prefix": said, "x-script-name": said, "x-forwarded-uri": said}
    answer = published.get("/v1/units?limit=2", headers=headers)
    assert answer.json()["page"]["next"].startswith("/v1/")
    assert "evil" not in json.dumps(dict(answer.headers)) + answer.text


@pytest.fixture(scope="module")
def below() -> Iterator[TestClient]:
    """The service below a path, as what is behind the proxy answers it."""
    with TestClient(create_app(BUILT_IN, Settings(public_url=f"https://x.example{PREFIX}"))) as client:
        yield client


def links_of(answer: httpx.Response) -> Iterator[str]:
    """What may lead somewhere in an answer: texts of JSON, cells of CSV, attributes of markup, its headers."""
    kind = answer.headers["content-type"]
    if "json" in kind:
        yield from texts(answer.json())
    elif kind.startswith("text/csv"):
        yield from re.split("[,\n]", answer.text)
    elif "html" in kind or "xml" in kind:
        yield from re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
    yield from re.findall(r"<([^>]*)>", answer.headers.get("link", ""))
    yield answer.headers.get("location", "")


@pytest.mark.slow
def test_no_answer_of_any_operation_has_a_link_without_the_prefix(below: TestClient) -> None:
    document = below.get("/schema/openapi.json").json()
    addresses = [example_address(document, path) for path in document["paths"]]
    assert len(addresses) > 50
    of_files = [("/v1/releases/latest/files.csv", {}), ("/robots.txt", {}), ("/.well-known/api-catalog", {})]
    for path, asked in [*addresses, *of_files]:
        answer = below.get(path, params=asked, follow_redirects=False)
        assert not [link for link in links_of(answer) if OURS.match(link)], path


@pytest.mark.slow
def test_tags_follow_from_where_the_links_lead(published: TestClient) -> None:
    with TestClient(create_app(BUILT_IN, Settings(public_url="https://x.example/a"))) as client:
        for address in ("/v1/units?limit=2", "/v1/releases/1/diff/6?limit=2", "/docs"):
            one, other = client.get(address), published.get(address)
            assert (one.text == other.text) is (one.headers["etag"] == other.headers["etag"]) is False
    assert published.get("/v1/units?limit=2").json()["page"]["next"].startswith("/v1/")  # each of its own


@pytest.mark.parametrize("path", ["/../x", "//x", "/a//b", "/a b", "/%2e", "/a;b", "/" + "/".join("a" * 9), "/x/."])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(SettingError, match="public url"):
        Settings(public_url=f"https://x.example{path}")


@pytest.mark.parametrize(
    ("url", "prefix"), [("https://x.example", ""), ("https://x.example/", ""), ("https://x/a/b-c/", "/a/b-c")]
)
def test_the_prefix_is_the_path_of_the_public_address(url: str, prefix: str) -> None:
    assert Settings(public_url=url).prefix == prefix
