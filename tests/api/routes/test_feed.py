"""The feed: a parser that is not ours reads it, and finds every release and every erratum."""

import re
from pathlib import Path

import feedparser
import pytest
from litestar.testing import TestClient
from lxml import etree

from api.app import create_app
from api.settings import Settings
from datasets.library.home import BUILT_IN
from tests.asking import asked
from tests.homes import ERRATUM, add_report, next_release

FEED = "/v1/feed.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z")


def test_a_parser_finds_every_release_and_erratum_newest_first(published: TestClient) -> None:
    answer = published.get(FEED)
    assert answer.headers["content-type"] == "application/atom+xml"
    read = feedparser.parse(answer.content)
    assert (read.bozo, read.version) == (False, "atom10")
    kinds = [entry.tags[0].term for entry in read.entries]
    releases = asked(published, "/v1/releases")["data"]
    errata = asked(published, "/v1/errata")["data"]
    assert (kinds.count("release"), kinds.count("erratum")) == (len(releases), len(errata))
    days = [entry.updated for entry in read.entries]
    assert days == sorted(days, reverse=True)
    told = {entry.title: entry for entry in read.entries}
    for release in releases:
        entry = told[f"Release {release['version']} · 版本 {release['version']}"]
        assert entry.updated == f"{release['published_on']}T00:00:00Z"
        assert release["explained"] in entry.summary
        assert release["explained_zh"] in entry.summary
        assert {link.type: (link.rel, link.href) for link in entry.links} == {
            "text/html": ("alternate", release["url"].removeprefix("/v1")),
            "application/json": ("alternate", release["url"]),
            "application/zip": ("enclosure", f"{release['url']}/bundle.zip"),
        }
        assert published.get(entry.link).headers["content-type"] == "text/html; charset=utf-8"  # what a reader opens
    for erratum in errata:
        entry = told[f"Erratum {erratum['id']}, {erratum['table']} · 勘误 {erratum['id']}"]
        assert (erratum["what_zh"] in entry.summary, entry.link) == (True, "/releases#errata")
    assert 'id="errata"' in published.get("/releases").text


def test_the_feed_has_what_the_standard_asks_of_it(published: TestClient) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: each has one id, title and moment; the feed an author; and no two ids are one."""
    feed = etree.fromstring(published.get(FEED).content)
    parts = [feed, *feed.findall("a:entry", ATOM)]
    for part in parts:
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"a:{name}", ATOM)) == 1
        assert MOMENT.fullmatch(part.findtext("a:updated", namespaces=ATOM))
        assert part.findtext("a:id", namespaces=ATOM).startswith("urn:uuid:")
        alternates = [link.get("type") for link in part.findall("a:link[@rel='alternate']", ATOM)]
        assert alternates == ["text/html", "application/json"]  # no two of one type
    ids = [part.findtext("a:id", namespaces=ATOM) for part in parts]
    assert len(set(ids)) == len(ids)
    assert feed.find("a:author/a:name", ATOM) is not None
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == FEED
    known = ["id", "title", "updated", "rights", "link", "author", "entry"]
    assert {etree.QName(child).localname for child in feed} <= set(known)


@pytest.mark.slow
def test_an_entry_keeps_its_id_when_releases_come_and_when_the_server_is_called_otherwise(tmp_path: Path) -> None:
    add_report(tmp_path)
    next_release(tmp_path)
    with TestClient(create_app(tmp_path)) as client:
        (before,) = feedparser.parse(client.get(FEED).content).entries
    add_report(tmp_path, code="211103")
    next_release(tmp_path)
    (tmp_path / "history.toml").write_text(
        ERRATUM.replace("2.0.0", "1.1.0").replace('last = "1.1.0"', 'last = "1.0.0"')
    )
    settings = Settings(home=tmp_path, public_url="https://data.example.org/baogao")
    with TestClient(create_app(tmp_path, settings)) as client:
        after = feedparser.parse(client.get(FEED).content)
    assert before.id in [entry.id for entry in after.entries]
    assert sorted(entry.tags[0].term for entry in after.entries) == ["erratum", "release", "release"]
    places = [link.href for entry in after.entries for link in entry.links]
    assert [place for place in places if not place.startswith("https://data.example.org/baogao/")] == []
    with TestClient(create_app(BUILT_IN)) as other:
        others = feedparser.parse(other.get(FEED).content)
    assert {entry.id for entry in others.entries} & {entry.id for entry in after.entries} == set()


@pytest.mark.slow
def test_words_of_a_library_cannot_break_the_feed(tmp_path: Path) -> None:
    next_release(add_report(tmp_path))
    words = '<script>&amp; ]]> \\u0001 "'
    note = f"[releases.\"1.0.0\"]\nexplained = '''{words}'''\nexplained_zh = \"\\u0007坏\"\n"
    (tmp_path / "history.toml").write_text(note)
    with TestClient(create_app(tmp_path)) as client:
        read = feedparser.parse(client.get(FEED).content)
    assert read.bozo is False
    assert "坏" in read.entries[0].summary


@pytest.mark.parametrize("address", ["/v1", "/v1/releases"])
def test_the_feed_is_found_from_where_releases_are_told(published: TestClient, address: str) -> None:
    assert published.get(address).headers["link"] == f'<{FEED}>; rel="alternate"; type="application/atom+xml"'
    assert asked(published, "/v1")["links"]["feed"] == FEED


def test_a_feed_that_a_client_has_is_not_sent_again(published: TestClient) -> None:
    tag = published.get(FEED).headers["etag"]
    assert published.get(FEED, headers={"if-none-match": tag}).status_code == 304
