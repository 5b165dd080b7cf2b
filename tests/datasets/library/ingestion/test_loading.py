"""Any file a government publishes comes into the library, whole and untouched, or not at all; none does harm."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from datasets.errors import SourceError
from datasets.library.bounds import Bounds
from datasets.library.collection import read_sources
from datasets.library.documents.originals import text_in
from datasets.library.home import BUILT_IN
from datasets.library.ingestion.loading import Stated, ingest
from datasets.library.regions.register import VINTAGE
from datasets.library.sources import read_source
from datasets.releases.build import build
from datasets.releases.release import open_release
from datasets.releases.shards.collecting import Work
from datasets.releases.verify import verify
from tests.conftest import ROOT
from tests.homes import add_report
from tests.originals import (
    MEGABYTE,
    docx,
    inflating_document,
    inflating_docx,
    multiplying_docx,
    pdf,
)

LINES = [
    "甲区政府工作报告",
    "各位代表：",
    "一、2023年工作回顾",
    "地区生产总值完成155.5亿元。",
    "二、2024年工作安排",
    "地区生产总值增长6%。",
]
TEXT = "\n".join(LINES) + "\n"
PAGE = "<!DOCTYPE html><html><head><title>不见</title><meta charset={}><style>p{{}}</style></head><body><script>1</script>{}</body></html>"
STATED = Stated(code="211199", year=2024, name="甲区", name_en="Some District")
ORIGINALS = {
    ".txt": TEXT.encode(),
    "GB 18030": TEXT.encode("gb18030"),
    ".docx": docx(LINES),
    ".pdf": pdf(LINES),
    ".html": PAGE.format("utf-8", "".join(f"<p>{one}</p>" for one in LINES)).encode(),
    "HTML of GB 2312": PAGE.format("gb2312", "<br/>\n".join(LINES)).encode("gb18030"),
}


@pytest.fixture
def given(tmp_path: Path) -> Callable[[bytes], Path]:
    """A file with some content."""

    def write(content: bytes) -> Path:
        (tmp_path / "given").write_bytes(content)
        return tmp_path / "given"

    return write


def left(home: Path) -> list[str]:
    """What a home holds, but for the file that was given."""
    return sorted(one.name for one in home.rglob("*") if one.name not in ("given", "sources"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ORIGINALS)
def test_a_file_is_kept_untouched_with_its_text(tmp_path: Path, given: Callable[[bytes], Path], kind: str) -> None:
    new = ingest(tmp_path, given(ORIGINALS[kind]), STATED)
    stored = read_source(new.folder)
    assert stored.text.splitlines() == LINES
    assert (new.folder / (stored.origin.original or stored.origin.file)).read_bytes() == ORIGINALS[kind]
    assert (new.origin.title, new.doubts) == ("甲区政府工作报告", [])
    assert left(tmp_path)[-2:] == ["211199-2024.txt", "origin.toml"]
    assert not list((tmp_path / "sources").glob(".ingest-*"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [".txt", ".docx", ".pdf"])
def test_a_release_is_made_of_it_in_which_every_quote_holds(
    tmp_path: Path, given: Callable[[bytes], Path], kind: str
) -> None:
    ingest(tmp_path, given(ORIGINALS[kind]), STATED)
    release = build(tmp_path).release
    assert list(verify(open_release(release.folder), tmp_path)) == []
    assert {file.table: file.rows for file in release.manifest.files}["targets"] == 1


def test_what_is_stated_is_in_its_origin(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    said = 'a "b" \\ 区\n\x7f\x1b'
    stated = Stated(
        code="211199", year=2025, name="甲区", name_en="X", level="township", vintage=2020, title=said, speaker=said,
        delivered_on=dt.date(2025, 1, 2), published_on=dt.date(2025, 1, 3), publisher=said, url="https://example.org/?a=1",
    )  # fmt: skip
    new = ingest(tmp_path, given(TEXT.encode()), stated)
    assert read_source(new.folder).origin == new.origin
    assert (new.origin.title, new.origin.speaker, new.origin.publisher) == (said, said, said)
    assert (new.origin.region.level, new.origin.region.vintage) == ("township", 2020)
    assert [parent.code for parent in new.origin.parents] == [
        "211100",
        "210000",
        "000000",
    ]  # the built-in report has them
    assert new.doubts == ["the text speaks of the plan of 2024, not of 2025"]


def test_days_that_do_not_go_together_are_pointed_out(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    days = {"delivered_on": dt.date(2022, 12, 30), "published_on": dt.date(2022, 12, 29)}
    new = ingest(tmp_path, given(TEXT.encode()), replace(STATED, **days))
    assert new.doubts == [
        "a report of 2024 was delivered on 2022-12-30",
        "it was published on 2022-12-29, before it was delivered",
    ]


def test_an_origin_with_an_address_that_is_none_is_refused(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    with pytest.raises(SourceError, match=r"origin\.toml: .*`\$\.url`"):
        ingest(tmp_path, given(TEXT.encode()), replace(STATED, url="javascript:alert(1)"))
    assert not (tmp_path / "sources").exists()


def test_a_region_that_is_known_need_not_be_described(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    first = ingest(tmp_path, given(TEXT.encode()), STATED)
    again = ingest(tmp_path, given(TEXT.encode()), Stated(code="211199", year=2025))
    assert again.origin.region == first.origin.region
    assert [source.report_id for source in read_sources(tmp_path / "sources").readable] == [
        "211199-2024",
        "211199-2025",
    ]
    assert again.doubts == [
        "the text speaks of the plan of 2024, not of 2025",
        "the same file is in the library as 211199-2024",
    ]
    built_in = ingest(tmp_path, given(TEXT.encode()), Stated(code="211102", year=2020))
    of_its_year = replace(read_source(BUILT_IN / "sources/211102-2024").origin.region, vintage=VINTAGE)
    assert built_in.origin.region == of_its_year


@pytest.mark.parametrize(
    ("code", "level", "above"),
    [
        ("990000", "province", []),
        ("990700", "prefecture", ["990000"]),
        ("990702", "county", ["990700", "990000"]),
        ("999001", "county", ["999000", "990000"]),
    ],
)
def test_the_level_is_that_of_the_code_and_regions_above_that_nobody_knows_are_told(
    tmp_path: Path, given: Callable[[bytes], Path], code: str, level: str, above: list[str]
) -> None:
    new = ingest(tmp_path, given(TEXT.encode()), Stated(code=code, year=2024, name="甲市", name_en="X"))
    assert new.origin.region.level == level
    assert [parent.code for parent in new.origin.parents] == ["000000"]
    assert new.doubts == (
        [f"the regions above are not known: {', '.join(above)}; add them to origin.toml as [[parents]]"]
        if above
        else []
    )


@pytest.mark.slow
def test_a_region_is_the_same_in_all_of_a_library(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    """A region above that comes later is not above this one in some reports only, for such a library is refused."""
    city = Stated(code="990700", year=2024, name="甲市", name_en="X")
    ingest(tmp_path, given(TEXT.encode()), city)
    ingest(tmp_path, given(TEXT.encode()), Stated(code="990000", year=2024, name="甲省", name_en="X"))
    again = ingest(tmp_path, given(TEXT.encode()), Stated(code="990700", year=2025))
    assert [parent.code for parent in again.origin.parents] == ["000000"]
    below = ingest(tmp_path, given(TEXT.encode()), Stated(code="990702", year=2025, name="甲县", name_en="X"))
    assert [parent.code for parent in below.origin.parents] == ["990700", "000000"]
    beside = ingest(tmp_path, given(TEXT.encode()), Stated(code="990800", year=2025, name="甲市", name_en="X"))
    assert [parent.code for parent in beside.origin.parents] == ["990000", "000000"]
    assert build(tmp_path).is_new
    for stated in ({"name": "乙市"}, {"name_en": "Y"}, {"level": "county"}, {"vintage": 1990}):
        (name, value), (code, year) = next(iter(stated.items())), ("990700", 2026)
        with pytest.raises(SourceError, match=f"region 990700: its {name} is .* in the library, not {value!r}"):
            ingest(tmp_path, given(TEXT.encode()), Stated(code=code, year=year, **stated))  # type: ignore[arg-type]


def test_what_a_text_does_not_say_is_told(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    stated = Stated(code="211199", year=2024, name="乙区", name_en="X")
    new = ingest(tmp_path, given("一、回顾\n无数之句。\n".encode()), stated, force=True)
    assert new.doubts == [
        "it does not look like a government work report: it has only 7 Chinese characters, and no sections such as "
        "一、2023年工作回顾 and 二、2024年工作安排",
        "the text does not name 乙区",
        "the text has no title; 乙区2024年政府工作报告 was taken",
    ]


def test_an_original_that_changed_is_found(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    new = ingest(tmp_path, given(docx(LINES)), STATED)
    (new.folder / "211199-2024.docx").write_bytes(docx(LINES[1:]))
    with pytest.raises(SourceError, match=r"211199-2024\.docx: sha256 is"):
        read_source(new.folder)


def test_nothing_is_written_over(tmp_path: Path, given: Callable[[bytes], Path]) -> None:
    folder = ingest(tmp_path, given(TEXT.encode()), STATED).folder
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(SourceError, match="is in the library already"):
        ingest(tmp_path, given(docx(LINES)), STATED)
    assert before == {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_report_that_came_in_the_meantime_is_kept(
    tmp_path: Path, given: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources/211199-2024"

    def late(*_: object) -> None:
        folder.mkdir()
        raise OSError(39, "Directory not empty")

    monkeypatch.setattr(Path, "rename", late)
    with pytest.raises(SourceError, match="is in the library already"):
        ingest(tmp_path, given(TEXT.encode()), STATED)
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("step", ["write_bytes", "rename"])
def test_a_report_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, given: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = given(TEXT.encode())
    monkeypatch.setattr(Path, step, full)
    with pytest.raises((OSError, SourceError), match="No space left"):
        ingest(tmp_path, file, STATED)
    assert left(tmp_path) == []


REFUSED = {
    "no region": (TEXT.encode(), Stated(code="990000", year=2024), "say --name"),
    "nothing": (b" \n", STATED, "is empty"),
    "a scan": (pdf([]), STATED, r"holds no text \(a scan, perhaps\)"),
    "an empty page": (b"<html><body><script>1</script></body></html>", STATED, "holds no text;"),
    "an old Word file": (b"\xd0\xcf\x11\xe0" + bytes(100), STATED, "old Office file"),
    "a ZIP file": (b"PK\x03\x04 and no more", STATED, "cannot be read as DOCX: File is not a zip file"),
    "half a PDF": (pdf(LINES)[:300], STATED, "cannot be read as PDF: Failed to load document"),
    "a page in another encoding": (
        b"<html><meta charset=gbk>\xff\xff\xff",
        STATED,
        "says that it is in gbk, but byte 24",
    ),
    "no report": ("没有任何章节的文字。\n".encode() * 3, STATED, "no section of a report was recognised"),
    "a page with NUL": (b"<html><meta charset=gbk><p>1\x00</p>", STATED, "is NUL, so this is no text"),
    "a page that would be read as a PDF": (b"<p>%PDF-1.4 x</p>", STATED, "is a PDF file, not text"),
    "a title that is no text": (
        TEXT.encode(),
        Stated(code="211102", year=2020, title="a\udcff"),
        "title: .* is not text",
    ),
    "a name of blanks": (
        TEXT.encode(),
        Stated(code="990000", year=2024, name=" ", name_en=" "),
        "say --name and --name-en",
    ),
    "no text": (b"\x00\x01\x02", STATED, "NUL"),
    "an RTF file": (b"{\\rtf1 x}", STATED, "is an RTF file, not text"),
    "text in UTF-16": (TEXT.encode("utf-16"), STATED, "is text in UTF-16, not text"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_report_is_refused_in_a_line(tmp_path: Path, given: Callable[[bytes], Path], case: str) -> None:
    content, stated, message = REFUSED[case]
    with pytest.raises(SourceError, match=message) as refusal:
        ingest(tmp_path, given(content), stated)
    assert "\n" not in str(refusal.value)
    assert left(tmp_path) == []


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part that unpacks to 400 MB": (lambda: inflating_docx(400), "it unpacks to 4 parts of 400 MB"),
    "a text that says it is small": (lambda: inflating_document(60), "Bad CRC-32"),
    "many parts": (lambda: docx(LINES, parts=[(f"p{n}", "") for n in range(6000)]), "it unpacks to 6,003 parts"),
    "entities of entities": (multiplying_docx, "amplification"),
    "a page that unpacks to 1.2 GB": (lambda: pdf(LINES, padding=1200 * MEGABYTE), "more memory or time"),
    "a page of 50,000 levels": (lambda: b"<html>" + b"<div>" * 50_000, "nested too deeply"),
    "a text of 3,000,000 characters": (("甲" * 3_000_000).encode, "3,000,000 characters; at most 2,000,000"),
    "a file of 70 MB": (lambda: b"1" * (70 * MEGABYTE), "has 70 MB; at most 64"),
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_that_is_made_to_do_harm_does_none(tmp_path: Path, given: Callable[[bytes], Path], bomb: str) -> None:
    make, message = BOMBS[bomb]
    with pytest.raises(SourceError, match=message):
        ingest(tmp_path, given(make()), STATED)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("harm", "error"),
    [
        ("bytearray(2 << 30)", "MemoryError"),
        ("open('made', 'w').write('1' * 100000)", "OSError: [Errno 27] File too large"),
    ],
)
def test_what_reads_a_file_has_little_memory_and_writes_none(tmp_path: Path, harm: str, error: str) -> None:
    script = f"import signal, datasets.library.documents.converting as c; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); c.limit(); {harm}"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.stderr.splitlines()[-1] == error


def test_a_file_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.library.documents.originals.SECONDS", 1.0)
    with pytest.raises(SourceError, match="took more than 1 seconds"):
        text_in(b"<html>" + b"<p>a" * 1_000_000, Path("slow.html"))


def test_parts_of_a_page_that_nobody_sees_are_no_text() -> None:
    page = "<html><!-- 甲 --><body><p>一、\n 工作<b>回</b>顾</p><table><tr><td>产值</td><td>2亿元</td></tr></table><template>乙</template>"
    assert text_in(page.encode(), Path("page.html")) == "一、 工作回顾\n产值 | 2亿元\n"


def test_a_line_that_a_person_broke_in_a_document_is_broken() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>产值</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2亿元</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    content = docx([f"甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>{table}<w:p><w:r><w:t>丙"])
    assert text_in(content, Path("x.docx")) == "甲\n乙\n产值 | 2亿元\n丙\n"


def test_lines_of_a_page_that_reach_the_margin_go_on() -> None:
    """Also the first of a paragraph, which begins further right; not one that ends a sentence."""
    text = text_in(
        pdf(["一、回顾", "　　" + "甲" * 28, "乙" * 30, "丙" * 29 + "。", "丁" * 30, "戊。"]), Path("page.pdf")
    )
    assert text == f"一、回顾\n{'甲' * 28}{'乙' * 30}{'丙' * 29}。\n{'丁' * 30}戊。\n"


def test_what_stands_at_the_edges_of_pages_is_no_text() -> None:
    texts = ["".join(f"{word * n}。\n" for n in range(3, 9)) for word in "春夏秋冬年"]
    pages = [["甲县人民政府", *text.splitlines(), f"— {n} —"] for n, text in enumerate(texts, 1)]
    assert text_in(pdf(*pages), Path("page.pdf")) == "".join(texts)


@pytest.mark.slow
@pytest.mark.parametrize("mark", ["— 2 —", "- 12 -", "第2页", "第 2 页 共 9 页", "2/9", "（3）"])
def test_the_number_of_a_page_is_no_text(mark: str) -> None:
    assert text_in(pdf(["甲。", "乙。", mark]), Path("page.pdf")) == "甲。\n乙。\n"


@pytest.mark.slow
@pytest.mark.parametrize("end", ["5%。", "100%", "2024年", "3个", "增长5", "8.5%。"])
def test_a_figure_at_the_edge_of_a_page_is_kept(end: str) -> None:
    assert end in text_in(pdf(["甲。", "乙。"], [end, "丙。", "丁。"]), Path("page.pdf"))


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "given")
    with pytest.raises(SourceError, match="is no file on a disk"):
        ingest(tmp_path, tmp_path / "given", STATED)


ENDLESS = "一、2023年工作回顾\n" + "地区生产总值增长5%。" * 150_000  # ten seconds and more


@pytest.mark.slow
def test_a_text_that_takes_too_long_to_read_is_refused_and_nothing_of_it_is_left(
    given: Callable[[bytes], Path], tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="given: takes more than 1 seconds of the processor to read"):
        ingest(tmp_path / "home", given(ENDLESS.encode()), STATED, Bounds(seconds=1), force=True)
    assert not (tmp_path / "home/sources/211199-2024").exists()


@pytest.mark.slow
def test_a_report_that_takes_too_long_is_left_out_of_a_release_with_the_reason(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_report(home, TEXT, "211199")
    add_report(home, ENDLESS, "211104")
    built = build(home, work=Work(bounds=Bounds(seconds=3)))
    assert [source.report_id for source in built.release.manifest.sources] == ["211199-2024"]
    (refused,) = built.refused
    assert refused.report_id == "211104-2024"
    assert "takes more than 3 seconds" in refused.reason
    assert list(verify(built.release, None)) == []


@pytest.mark.slow
def test_a_library_with_nothing_that_can_be_read_makes_no_release(tmp_path: Path) -> None:
    add_report(tmp_path, ENDLESS, "211104")
    with pytest.raises(SourceError, match="211104-2024: takes more than 1 seconds"):
        build(tmp_path, work=Work(bounds=Bounds(seconds=1)))
    assert not (tmp_path / "releases").exists()
