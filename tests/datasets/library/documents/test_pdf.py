"""PDF files become paragraphs: over lines, columns and pages, with the notes of all pages at the end."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from datasets.extract.report import extract
from datasets.library.documents.originals import text_in
from datasets.reading.document import Document
from datasets.reading.text import fold
from tests.originals import pdf_set

FILE = Path("report.pdf")
SIZE, SMALL, STEP = 12, 9, 20  # points
Set = tuple[float, float, float, str]


def at(lines: Iterable[str], x: float = 50, y: float = 780, size: float = SIZE) -> list[Set]:
    """Lines from a place downwards; an ideographic space in front of one moves it to the right."""
    return [
        (x + size * (len(line) - len(line.lstrip("　"))), y - STEP * n, size, line.lstrip("　"))
        for n, line in enumerate(lines)
    ]


def read(*pages: list[Set]) -> str:
    """The text of a PDF."""
    return text_in(pdf_set(*pages), FILE)


FULL = "甲乙丙丁戊己庚辛壬癸" * 4  # a line of 40 characters, to the margin
# Others: where there is no Chinese font, PDFium drops a line that is like the one before.
SECOND, THIRD = FULL[1:] + FULL[:1], FULL[2:] + FULL[:2]
PARAGRAPHS = {
    "over lines": ([["　　" + FULL[2:], FULL, "末。", "　　又一段。"]], [FULL[2:] + FULL + "末。", "又一段。"]),
    "at a comma short of the margin": ([[FULL, FULL[:30] + "，", "末。"]], [FULL + FULL[:30] + "，末。"]),
    "before a figure that had no place": ([[FULL, FULL[:35], "123456.78亿元。"]], [FULL + FULL[:35] + "123456.78亿元。"]),
    "over pages": ([["　　" + FULL[2:], FULL], ["末。", "　　又一段。"]], [FULL[2:] + FULL + "末。", "又一段。"]),
    "over pages with numbers": (
        [[FULL, SECOND, "— 1 —"], [FULL, "末。", "— 2 —"]],
        [FULL + SECOND + FULL + "末。"],
    ),
    "that is a heading": ([[FULL + "。", "一、工作回顾", FULL, "末。"]], [FULL + "。", "一、工作回顾", FULL + "末。"]),
    "whose full line ends a sentence, where first lines are indented": (
        [["　　" + FULL[2:], "末。", "　　" + SECOND[2:], FULL[:39] + "。", "又一句。", "　　末段。"]],
        [FULL[2:] + "末。", SECOND[2:] + FULL[:39] + "。又一句。", "末段。"],
    ),
    "behind a full line that ends one": ([[FULL, FULL[:39] + "。", "　　又一段。"]], [FULL + FULL[:39] + "。", "又一段。"]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", PARAGRAPHS)
def test_a_paragraph_is_a_line(case: str) -> None:
    pages, expected = PARAGRAPHS[case]
    assert read(*(at(page) for page in pages)).splitlines() == expected


def test_what_stands_beside_the_column_at_the_edge_of_a_page_indents_none_of_its_lines() -> None:
    body = at([FULL, SECOND, THIRD, "末。", FULL[:20] + "。"])
    page = [(5.0, 820.0, 8.0, "某市政府"), *body, (5.0, 20.0, 8.0, "7")]
    assert read(page, page).splitlines() == ["某市政府", FULL + SECOND + THIRD + "末。", FULL[:20] + "。"] * 2


LEFT = [f"左{n:02}" + "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚" for n in range(8)]
RIGHT = [f"右{n:02}" + "子丑寅卯辰巳午未申酉戌亥子丑寅卯辰" for n in range(8)]
TITLE = [(220.0, 800.0, 18.0, "政府工作报告")]


@pytest.mark.slow
@pytest.mark.parametrize("order", ["column after column", "line after line", "the right one first"])
def test_columns_are_read_one_after_the_other(order: str) -> None:
    left, right = at([*LEFT, "左末。"]), at([*RIGHT, "右末。"], x=310)
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    page = {"column after column": left + right, "line after line": mixed, "the right one first": right + left}[order]
    assert read(TITLE + page).splitlines() == ["政府工作报告", "".join(LEFT) + "左末。", "".join(RIGHT) + "右末。"]


def test_a_table_of_two_columns_is_no_page_of_two() -> None:
    rows = [(f"指标{n}", f"{n}.5亿元") for n in range(8)]
    page = [
        one
        for n, (a, b) in enumerate(rows)
        for one in ((50.0, 780.0 - 20 * n, 12.0, a), (400.0, 780.0 - 20 * n, 12.0, b))
    ]
    lines = read([*page, *at([FULL, "末。"], y=600)]).splitlines()
    assert [line.split() for line in lines[:8]] == [list(row) for row in rows]


A, B, C = "“五方责任”：属地、单位、部门责任。", "“四应四尽”：应检尽检、应收尽收。", "“双减”：减轻负担。"


def page(marks: Iterable[str], notes: Iterable[str], words: Iterable[str]) -> list[Set]:
    """A page of a sentence for each of some words, with their marks behind, and notes at its foot."""
    body = at([f"落实{word}{mark}要求。" for word, mark in zip(words, marks, strict=True)] + [FULL + "。"] * 4)
    return [*body, *at(notes, y=120, size=SMALL)]


def test_notes_of_pages_are_numbered_through_and_stand_at_the_end() -> None:
    text = read(
        page("①②", [f"①{A}", f"②{B}"], ["“五方责任”", "“四应四尽”"]),
        page("①", [f"①{C[:6]}", C[6:]], ["“双减”"]),
    )
    lines = text.splitlines()
    assert lines[:2] == ["落实“五方责任”[^1]要求。", "落实“四应四尽”[^2]要求。"]
    assert "落实“双减”[^3]要求。" in lines
    assert lines[-3:] == [f"[^1]: {A}", f"[^2]: {B}", f"[^3]: {C}"]
    report = "政府工作报告\n各位代表：\n一、2023年工作回顾\n工作取得成效。\n" + text
    rows = extract(Document(report, "990000-2024", year=2024))
    assert [(row.number, row.term) for row in rows.glossary] == [(1, "“五方责任”"), (2, "“四应四尽”"), (3, "“双减”")]
    assert {row.glossary_id[-3:] for row in rows.glossary_mentions} == {"g01", "g02", "g03"}


MARKS = {"[1]": "[1]", "［1］": "［1］", "〔1〕": "〔1〕"}


@pytest.mark.parametrize("mark", MARKS)
def test_marks_in_brackets_are_of_notes_too(mark: str) -> None:
    lines = read(page([mark], [f"{mark}{A}"], ["“五方责任”"])).splitlines()
    assert (lines[0], lines[-1]) == ("落实“五方责任”[^1]要求。", f"[^1]: {A}")


def test_small_lines_without_a_mark_are_no_notes() -> None:
    assert (
        read([*at([FULL + "。"] * 4), *at(["注：数据为初步统计。"], y=120, size=SMALL)]).splitlines()[-1]
        == "注：数据为初步统计。"
    )


RADICALS = {"⻓⻔⻅": "长门见", "⼀⼆⼈": "一二人", "⺠⽣": "民生", "⻧⻢⻰": "卤马龙"}


@pytest.mark.parametrize("radicals", RADICALS)
def test_radicals_are_read_as_the_characters_they_look_like(radicals: str) -> None:
    assert fold(radicals) == RADICALS[radicals]


HTML = """<style>@page{{size:A5;margin:18mm}}p{{text-indent:2em;margin:0}}
div{{columns:{columns}}}</style><h1>政府工作报告</h1><div>{paragraphs}</div>"""
SAID = (
    "坚持稳中求进工作总基调，地区生产总值增长{0}.{0}%，规模以上工业增加值达到1{0}23.45亿元，城镇居民人均可支配收入增长6.{0}%，"
    "民生支出占比超过80%，长期风险得到化解，重点项目加快建设，一手抓农村公路、一手抓农田，新建改建农村公路1{0}0公里，建成高标准农田{0}万亩。"
)


def printed(page: str, folder: Path) -> list[str]:
    """The lines of a page that Chromium prints."""
    (folder / "page.html").write_text(f"<html lang=zh><meta charset=utf-8>{page}</html>")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
        "--no-pdf-header-footer",
    ]
    subprocess.run(
        [*command, f"--print-to-pdf={folder}/page.pdf", f"{folder}/page.html"],
        check=False,
        capture_output=True,
        timeout=120,
    )
    if not (folder / "page.pdf").exists():
        pytest.skip("chromium cannot print here")
    return fold(text_in((folder / "page.pdf").read_bytes(), FILE)).splitlines()


needs_chromium = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="there is no chromium to print a page with"
)


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("columns", [1, 2])
def test_what_chromium_prints_is_read_as_it_was_written(columns: int, tmp_path: Path) -> None:
    said = [SAID.format(n) for n in range(10)]
    page = HTML.format(columns=columns, paragraphs="".join(f"<p>{one}</p>" for one in said))
    assert printed(page, tmp_path) == ["政府工作报告", *map(fold, said)]


@pytest.mark.slow
@needs_chromium
def test_a_line_that_begins_with_a_dash_is_a_line(tmp_path: Path) -> None:
    said = ["——" + SAID.format(n) for n in range(4)]
    page = HTML.format(columns=1, paragraphs="".join(f"<p>{one}</p>" for one in said))
    assert printed(page, tmp_path) == ["政府工作报告", *map(fold, said)]


@pytest.mark.slow
@needs_chromium
def test_a_raised_figure_is_the_mark_of_the_note_of_that_number_and_else_a_figure(tmp_path: Path) -> None:
    page = (
        "<style>sup{font-size:60%}</style><p>落实“五方责任”<sup>1</sup>要求，绿地5万m<sup>2</sup>。"
        + "<p>又一段落，说明有关情况并继续说明有关情况。" * 4
        + f"<div style='font-size:70%;margin-top:300px'><sup>1</sup> {A}</div>"
    )
    lines = printed(page, tmp_path)
    assert (lines[0], lines[-1]) == (fold("落实“五方责任”[^1]要求，绿地5万m2。"), fold(f"[^1]: {A}"))
