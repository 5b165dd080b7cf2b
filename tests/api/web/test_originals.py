"""What was read of a report beside what it was read from: its text as stored, and the file that was published."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from api.app import create_app
from datasets.library.documents import kept as kept_files
from datasets.library.documents.kinds import Kind, kind_of
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from tests.api.web.test_pages import (
    ELEMENT,
    LANGUAGES,
    LARGEST_CODED,
    LARGEST_REPORT,
    PATIENT,
    ask,
    coded_length,
    parsed,
)
from tests.homes import add_report, short_report

TEXT = "　　" + short_report(
    2024, "地区生产总值完成155.5亿元，\n增长3%。\n\n\n　　粮食产量5万吨。", "地区生产总值增长5%。"
)
REPORT = "/reports/211102-2024"
WEB_PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>报告</title>
<meta http-equiv="refresh" content="0;url=/releases"><link rel="stylesheet" href="/assets/other.css">
<script>document.title = "ran"</script></head>
<body onload="document.title = 'ran'"><p style="color: red">地区生产总值完成155.5亿元</p><img src="/assets/other.svg">
<a href="/coverage" target="_top">away</a><form action="/search"><input name="q"><button>ask</button></form></body></html>"""
HTML = WEB_PAGE.format(charset="utf-8").encode()
GBK = WEB_PAGE.format(charset="gb2312").encode("gb18030")
PDF, DOCX, OTHER = b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def kept(content: bytes, name: str = "report.bin") -> str:
    """The lines of an origin that name an original."""
    return f'original = "{name}"\noriginal_sha256 = "{hashlib.sha256(content).hexdigest()}"'


def library(home: Path, content: bytes, more: str = "") -> Path:
    """A library of one report that was read from a file, and its release."""
    add_report(home, TEXT, more=more or kept(content))
    (home / "sources/211102-2024/report.bin").write_bytes(content)
    build(home)
    return home


def asking(home: Path) -> TestClient:
    return TestClient(create_app(home, PATIENT), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library(tmp_path_factory.mktemp("kept"), HTML)


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with asking(home) as asked:
        yield asked


def stored(html: str) -> list[Any]:
    """The pieces of the stored text on a page, in order."""
    return [one for one in parsed(html).iter(f"{ELEMENT}div") if one.get("class") == "stored"]


def characters(piece: Any) -> str:
    """What a piece has of the text: all but its places, which stand first."""
    return "".join("".join(part.itertext()) for part in piece[1:])


@pytest.mark.parametrize("name", ["client", "published", "small"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_text_stands_beside_its_report_character_by_character(
    request: pytest.FixtureRequest, name: str, language: str
) -> None:
    asked: TestClient = request.getfixturevalue(name)
    pieces = stored(ask(asked, f"{REPORT}?original=text", language))
    text = asked.get(f"/v1{REPORT}/text").text
    assert "".join(characters(piece) for piece in pieces) == text
    paragraphs = asked.get("/v1/paragraphs?report_id=211102-2024&limit=1000").json()["data"]
    places = [tuple(map(int, piece[0].text.split("–"))) for piece in pieces]
    assert places == [(row["char_start"], row["char_end"]) for row in paragraphs]


@pytest.mark.parametrize("name", ["client", "published"])
def test_a_figure_is_marked_where_its_offsets_say(request: pytest.FixtureRequest, name: str) -> None:
    asked: TestClient = request.getfixturevalue(name)
    text = asked.get(f"/v1{REPORT}/text").text
    tree = parsed(ask(asked, f"{REPORT}?original=text", "en"))
    by_id = {one.get("id"): one for one in tree.iter() if one.get("id")}
    rows = asked.get("/v1/indicators?report_id=211102-2024&limit=1000").json()["data"]
    marked = 0
    for row in rows:
        anchor = row["id"].partition(".")[2]
        mark = by_id[f"o{anchor}"]
        if mark.tag == f"{ELEMENT}mark":
            marked += 1
            assert "".join(mark.itertext()) == text[row["figure_start"] : row["figure_end"]] == row["value_text"]
        (offsets,) = [one for one in by_id[f"n{anchor}"].iter() if "–" in (one.text or "") and one.get("href")]
        assert (offsets.text, offsets.get("href")) == (f"{row['figure_start']}–{row['figure_end']}", f"#o{anchor}")
    assert marked == len(rows)


def test_a_row_leads_to_its_place_in_the_stored_text(published: TestClient) -> None:
    target = published.get("/v1/targets?limit=1&select=id").json()["data"][0]["id"]
    for row_id in ("211102-2024.i566", target):
        found = re.findall(r'href="([^"#]+original=text[^"#]*)#(o[^"]+)"', ask(published, f"/rows/{row_id}", "en"))
        ((address, anchor),) = found
        assert f'id="{anchor}"' in published.get(address.replace("&amp;", "&")).text


def test_what_is_shown_goes_with_the_original_and_the_other_language_has_it_too(client: TestClient) -> None:
    tree = parsed(ask(client, f"{REPORT}?original=text&show=targets", "en"))
    marks = {one.get("class") for one in tree.iter(f"{ELEMENT}mark")}
    assert marks == {"t"}
    links = [one.get("href") for one in tree.iter(f"{ELEMENT}a") if (one.get("href") or "").startswith(f"{REPORT}?")]
    assert f"{REPORT}?original=text&lang=en" in links
    assert f"{REPORT}?show=targets&lang=en" in links
    assert f"{REPORT}?show=targets&original=text&lang=zh" in links


def test_the_page_as_published_stands_beside_in_a_sandbox(client: TestClient) -> None:
    html = ask(client, f"{REPORT}?original=page", "en")
    (frame,) = parsed(html).iter(f"{ELEMENT}iframe")
    assert (frame.get("src"), frame.get("sandbox")) == (f"{REPORT}/original", "")
    assert stored(html) == []
    answer = client.get(f"{REPORT}/original")
    assert (answer.status_code, answer.content) == (200, HTML)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; ")
    assert "allow" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = client.get(f"{REPORT}/original", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.headers["content-security-policy"]) == (304, policy)


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (GBK, "HTML", "text/html; charset=gb18030"),
        ("<html><p>报告</p></html>".encode(), "HTML", "text/html; charset=utf-8"),
        ("<html><p>报告</p></html>".encode("gb18030"), "HTML", "text/html; charset=gb18030"),
        (PDF, "PDF", "application/pdf"),
        (DOCX, "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (OTHER, "", "application/octet-stream"),
    ],
)
def test_an_original_says_what_it_is_by_what_it_holds_and_only_pages_are_shown(
    tmp_path: Path, content: bytes, kind: str, media_type: str
) -> None:
    with asking(library(tmp_path, content)) as asked:
        answer = asked.get(f"{REPORT}/original")
        assert (answer.content, answer.headers["content-type"]) == (content, media_type)
        is_page = kind == "HTML"
        shown, suffix = ("inline" if is_page else "attachment"), (kind.lower() or "bin")
        assert answer.headers["content-disposition"] == f'{shown}; filename="211102-2024.{suffix}"'
        assert f"{REPORT}/original" in ask(asked, f"{REPORT}?original=text", "zh")
        assert asked.get(f"{REPORT}?original=page&lang=en").status_code == (200 if is_page else 400)


def test_a_range_of_an_original_is_sent(client: TestClient) -> None:
    answer = client.get(f"{REPORT}/original", headers={"range": "bytes=2-9"})
    assert (answer.status_code, answer.content) == (206, HTML[2:10])


def without_it(home: Path) -> None:
    (home / "sources/211102-2024/report.bin").unlink()


def with_a_link(home: Path) -> None:
    file = home / "sources/211102-2024/report.bin"
    file.rename(home / "elsewhere")
    file.symlink_to(home / "elsewhere")


def with_a_linked_folder(home: Path) -> None:
    (home / "sources/211102-2024").rename(home / "elsewhere")
    (home / "sources/211102-2024").symlink_to(home / "elsewhere")


def with_another(home: Path) -> None:
    (home / "sources/211102-2024/report.bin").write_bytes(HTML + b" ")


def of_another_text(home: Path) -> None:
    add_report(home, TEXT.replace("155.5", "156.5"), more=kept(HTML))


def with_no_origin(home: Path) -> None:
    (home / "sources/211102-2024/origin.toml").write_text("original = [")


def with_a_path(home: Path) -> None:
    (home / "sources/secret").write_bytes(HTML)
    add_report(home, TEXT, more=kept(HTML, "../secret"))


def without_a_library(home: Path) -> None:
    shutil.rmtree(home / "sources")


@pytest.mark.parametrize(
    "change",
    [
        without_it,
        with_a_link,
        with_a_linked_folder,
        with_another,
        of_another_text,
        with_no_origin,
        with_a_path,
        without_a_library,
    ],
)
def test_an_original_that_is_not_the_one_of_the_text_is_not_served(home: Path, tmp_path: Path, change: Any) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    change(copy)
    with asking(copy) as asked:
        answer = asked.get(f"{REPORT}/original?lang=en")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert asked.get(f"{REPORT}?original=page&lang=en").status_code == 400
        assert len(stored(ask(asked, f"{REPORT}?original=text", "en"))) > 3


@pytest.mark.parametrize("address", ["/reports/211102-2024/original", "/reports/000000-2024/original"])
def test_a_report_without_an_original_says_so(published: TestClient, address: str) -> None:
    answer = published.get(f"{address}?lang=en")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert published.get(f"{REPORT}?original=other&lang=en").status_code == 400


@pytest.mark.slow
def test_the_stored_text_beside_makes_no_page_heavy(tmp_path: Path) -> None:
    (built_in,) = (BUILT_IN / "sources").glob("*/*.txt")
    add_report(tmp_path, built_in.read_text("utf-8") * 4)
    build(tmp_path)
    with asking(tmp_path) as asked:
        tree = parsed(ask(asked, f"{REPORT}?original=text", "zh"))
        (listed,) = [one for one in tree.iter(f"{ELEMENT}ol") if one.get("class") == "stretches"]
        addresses = [one.get("href") for one in listed.iter(f"{ELEMENT}a")][:-1]
        assert len(addresses) > 2
        texts = []
        for address in addresses:
            assert "original=text" in address
            assert coded_length(asked, address, "identity") < LARGEST_REPORT
            assert coded_length(asked, address, "gzip") < LARGEST_CODED
            texts += [characters(piece) for piece in stored(asked.get(address).text)]
        assert "".join(texts) == asked.get(f"/v1{REPORT}/text").text
        back = ask(asked, addresses[1].replace("&lang=zh", ""), "zh")  # and the same place without it
        (plain,) = re.findall(rf'href="({REPORT}\?paragraph=\d+&amp;lang=zh)">只看', back)
        first = re.findall(r'class="para" id="(s\d+)"', back)[0]
        assert f'id="{first}"' in asked.get(plain.replace("&amp;", "&")).text


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_sent_is_the_file_that_was_looked_at_whatever_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    home = library(tmp_path / "home", GBK)
    file, other = home / "sources/211102-2024/report.bin", tmp_path / "other"
    other.write_bytes(b"<html>another page, in another encoding" * 30)

    def swapped(head: bytes) -> Kind | None:
        """The kind of a file, which is asked when its checksum was compared, and then another file stands there."""
        file.unlink()
        file.symlink_to(other) if kind == "link" else other.rename(file)
        return kind_of(head)

    with asking(home) as client:
        monkeypatch.setattr(kept_files, "kind_of", swapped)
        answer = client.get(f"{REPORT}/original")
        assert (answer.status_code, answer.content) == (200, GBK)
        assert answer.headers["content-type"] == "text/html; charset=gb18030"
    with asking(home) as client:
        assert client.get(f"{REPORT}/original").status_code == 404
