"""A source is read as stored, and only when it is what its origin says."""

import hashlib
import re
from pathlib import Path

import pytest

from datasets.errors import SourceError
from datasets.library.collection import Refusal, read_sources
from datasets.library.home import BUILT_IN
from datasets.library.regions.rows import region_rows
from datasets.library.sources import Source, decode, read_source
from datasets.releases.shards.reports import report_shard

REPORT = "211102-2024"


def folder(home: Path) -> Path:
    return home / "sources" / REPORT


def replace_text(home: Path, content: bytes) -> None:
    """Another text, with an origin that knows it."""
    (folder(home) / f"{REPORT}.txt").write_bytes(content)
    origin = (folder(home) / "origin.toml").read_text("utf-8")
    known = "8f604efa03e75b4d1e064edefc4e5801ea9cbb44259322186f602172dfbc1fbc"
    (folder(home) / "origin.toml").write_text(origin.replace(known, hashlib.sha256(content).hexdigest()), "utf-8")


def test_the_built_in_report_is_stored_byte_for_byte() -> None:
    content = (BUILT_IN / "sources" / REPORT / f"{REPORT}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "8f604efa03e75b4d1e064edefc4e5801ea9cbb44259322186f602172dfbc1fbc"
    assert read_source(BUILT_IN / "sources" / REPORT).text.encode() == content


def test_what_the_page_garbles_is_left_out_and_noted(source: Source) -> None:
    assert source.origin.session is None
    assert source.origin.url is None
    assert any("session" in note for note in source.origin.notes)


def test_regions_come_with_all_their_parents(source: Source) -> None:
    rows = region_rows([source])
    assert [(r.code, r.name, r.level, r.parent_code) for r in rows] == [
        ("211102", "双台子区", "county", "211100"),
        ("211100", "盘锦市", "prefecture", "210000"),
        ("210000", "辽宁省", "province", "000000"),
        ("000000", "中华人民共和国", "national", None),
    ]


def reason(home: Path) -> str:
    """Why the report of a home cannot be read."""
    (refused,) = read_sources(home / "sources").refused
    assert refused.report_id == REPORT
    return refused.reason


def test_a_text_that_is_not_the_one_of_its_origin_is_refused(fresh_home: Path) -> None:
    with (folder(fresh_home) / f"{REPORT}.txt").open("ab") as file:
        file.write(b" ")
    assert re.search(r"211102-2024\.txt: sha256 is .* but origin\.toml says 8f604efa", reason(fresh_home))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"PK\x03\x04...", "is a DOCX or ZIP file, not text; save it as UTF-8 text"),
        (b"\xff\xfe\x00", "is text in UTF-16, not text"),
        (b"\xff\x00", "is NUL, so this is no text"),
        (b"\xe6\x8a\xff\xff", r"neither UTF-8 \(byte 0\) nor GB 18030 \(byte 2\)"),
        ("没有任何章节的文字。\n".encode() * 3, "no section of a report was recognised"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_the_reason(fresh_home: Path, content: bytes, message: str) -> None:
    replace_text(fresh_home, content)
    sources = read_sources(fresh_home / "sources")
    (refused,) = [*sources.refused, *map(report_shard, sources.readable)]
    assert isinstance(refused, Refusal)
    assert (refused.report_id, bool(re.search(message, refused.reason))) == (REPORT, True)


def test_a_folder_in_place_of_the_text_is_refused(fresh_home: Path) -> None:
    text = folder(fresh_home) / f"{REPORT}.txt"
    text.unlink()
    text.mkdir()
    assert "is a folder; expected a file" in reason(fresh_home)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year = 2024", "year = 2025", "is about 211102-2025; the folder must have that name"),
        ("year = 2024", 'year = "x"', r"origin\.toml: Expected `int`, got `str` - at `\$\.year`"),
        ("year = 2024", "yaer = 2024", r"origin\.toml: .*yaer"),
        ("year = 2024", "year = ", r"origin\.toml: .*"),
        ('level = "county"', 'level = "planet"', r"Invalid enum value 'planet'"),
    ],
)
def test_a_mistake_in_an_origin_is_named(fresh_home: Path, old: str, new: str, message: str) -> None:
    origin = folder(fresh_home) / "origin.toml"
    origin.write_text(origin.read_text("utf-8").replace(old, new), "utf-8")
    assert re.search(message, reason(fresh_home))


def test_a_home_without_sources_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder of sources"):
        read_sources(tmp_path / "sources")
    (tmp_path / "sources").mkdir()
    with pytest.raises(SourceError, match="holds no reports"):
        read_sources(tmp_path / "sources")


def test_gb_18030_is_read_too() -> None:
    assert decode("政府工作报告".encode("gb18030"), Path("x")) == "政府工作报告"


IN_BIG5 = "各位代表，一年來全市經濟社會發展取得新的成績，工業生產持續增長，人民生活明顯改善，城鄉建設步伐加快。" * 4


def test_big5_is_not_taken_for_gb_18030(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="few of the characters common in Chinese"):
        decode(IN_BIG5.encode("big5"), tmp_path / "x.txt")
    assert decode(IN_BIG5.encode("gb18030"), tmp_path / "x.txt") == IN_BIG5
