"""Word documents become text with their numbers, notes, tables, equations and boxes; nothing is lost silently."""

import io
import zipfile
from pathlib import Path

import pytest

from datasets.extract.report import extract
from datasets.library.documents.originals import read_text
from datasets.library.documents.word_numbers import FORMATS
from datasets.reading.document import Document
from tests.originals import W, word

FILE = Path("report.docx")


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a text is a run."""
    made = "".join(one if one.startswith("<") else r(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{made}</w:p>"


def r(text: str) -> str:
    """A run."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def ref(number: int, kind: str = "footnote", mark: str = "") -> str:
    """A run with the mark of a note."""
    own = f' w:customMarkFollows="1"/><w:t>{mark}</w:t>' if mark else "/>"
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"{own}</w:r>'


def note(number: int, *paragraphs: str, kind: str = "footnote", mark: str = "<w:footnoteRef/>") -> str:
    """A note; its number is printed by Word."""
    first, *others = paragraphs
    inside = p(f"<w:r>{mark}</w:r>", first) + "".join(p(one) for one in others)
    return f'<w:{kind} w:id="{number}">{inside}</w:{kind}>'


def separator(kind: str = "footnote") -> str:
    """The line that Word draws above notes."""
    return f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'


def text_of(content: bytes) -> list[str]:
    """The lines of a document, without a doubt."""
    found = read_text(content, FILE)
    assert found.doubts == []
    return found.text.splitlines()


A, B = "“五方责任”：属地、单位、部门责任。", "“四应四尽”：应检尽检、应收尽收。"
TWO = note(1, A) + note(2, B)
END = note(1, A, kind="endnote", mark="<w:endnoteRef/>") + note(2, B, kind="endnote", mark="<w:endnoteRef/>")
SAID = ["落实“五方责任”[^1]，“四应四尽”[^2]。", f"[^1]: {A}", f"[^2]: {B}"]
PLAIN = p("落实“五方责任”", ref(1), "，“四应四尽”", ref(2), "。")
TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
DELETED = '<w:del w:id="9"><w:r><w:delText>删去</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="9">{}</w:ins>'
OWN = p("落实“五方责任”", ref(1, mark="{}"), "，“四应四尽”", ref(2, mark="{}"), "。")
FOOTNOTES = {
    "automatic": (word(PLAIN, footnotes=TWO), SAID),
    "with separators": (word(PLAIN, footnotes=separator() + TWO), SAID),
    "at the end": (word(PLAIN.replace("footnote", "endnote"), endnotes=separator("endnote") + END), SAID),
    "of both kinds": (
        word(p("落实“五方责任”", ref(1), "，“四应四尽”", ref(2, "endnote"), "。"), footnotes=note(1, A), endnotes=END),
        SAID,
    ),
    "with ids of any order": (
        word(p("落实“五方责任”", ref(7), "，“四应四尽”", ref(3), "。"), footnotes=note(3, B) + note(7, A)),
        SAID,
    ),
    "with marks of their own, circled": (
        word(OWN.format("①", "②"), footnotes=note(1, f"①{A}", mark="") + note(2, f"②{B}", mark="")),
        SAID,
    ),
    "with marks of their own, in brackets": (
        word(OWN.format("[1]", "[2]"), footnotes=note(1, f"[1]{A}", mark="") + note(2, f"[2] {B}", mark="")),
        [*SAID[:2], f"[^2]: {B}"],
    ),
    "with marks of their own, stars": (
        word(OWN.format("*", "**"), footnotes=note(1, f"*{A}", mark="") + note(2, f"**{B}", mark="")),
        SAID,
    ),
    "whose marks begin at 5": (
        word(OWN.format("⑤", "⑥"), footnotes=note(1, f"⑤{A}", mark="") + note(2, f"⑥{B}", mark="")),
        ["落实“五方责任”[^5]，“四应四尽”[^6]。", f"[^5]: {A}", f"[^6]: {B}"],
    ),
    "one of its own among automatic ones": (
        word(p("落实“五方责任”", ref(1), "，“四应四尽”", ref(2, mark="*"), "。"), footnotes=note(1, A) + note(2, f"*{B}", mark="")),
        SAID,
    ),
    "of two paragraphs": (
        word(PLAIN, footnotes=note(1, A, "又一段。") + note(2, B)),
        [SAID[0], f"[^1]: {A}", "又一段。", f"[^2]: {B}"],
    ),
    "in pieces": (
        word(PLAIN, footnotes=note(1, r("“五方") + r("责任”：属地、单位、") + r("部门责任。")) + note(2, B)),
        SAID,
    ),
    "in a cell": (
        word(TABLE.format(p("“五方责任”", ref(1)), p("“四应四尽”", ref(2))), footnotes=TWO),
        ["“五方责任”[^1] | “四应四尽”[^2]", *SAID[1:]],
    ),
    "in a heading": (
        word(p("一、“五方责任”", ref(1)) + p("落实“四应四尽”", ref(2), "。"), footnotes=TWO),
        ["一、“五方责任”[^1]", "落实“四应四尽”[^2]。", *SAID[1:]],
    ),
    "in what was inserted, beside what was deleted": (
        word(p("落实", DELETED, "“五方责任”", INSERTED.format(ref(1)), "，“四应四尽”", ref(2), "。"), footnotes=TWO),
        SAID,
    ),
    "in a link": (
        word(p("落实", f"<w:hyperlink>{r('“五方责任”')}{ref(1)}</w:hyperlink>", "，“四应四尽”", ref(2), "。"), footnotes=TWO),
        SAID,
    ),
    "in a control": (
        word(f"<w:sdt><w:sdtContent>{PLAIN}</w:sdtContent></w:sdt>", footnotes=TWO),
        SAID,
    ),
    "without a note": (word(p("落实“五方责任”", ref(9), "。")), ["落实“五方责任”。"]),
    "that nothing refers to": (word(p("落实。"), footnotes=TWO), ["落实。"]),
    "before the properties of the last section": (word(PLAIN + "<w:sectPr/>", footnotes=TWO), SAID),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", FOOTNOTES)
def test_footnotes_have_their_numbers_and_stand_at_the_end(case: str) -> None:
    content, lines = FOOTNOTES[case]
    assert text_of(content) == lines


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case, (_, lines) in FOOTNOTES.items() if lines == SAID])
def test_footnotes_become_notes_and_mentions(case: str) -> None:
    front = "政府工作报告\n各位代表：\n一、2023年工作回顾\n工作取得成效。\n二、2024年工作安排\n推动发展。\n"
    source = front + read_text(FOOTNOTES[case][0], FILE).text
    rows = extract(Document(source, "990000-2024", year=2024))
    assert [(row.number, row.term) for row in rows.glossary] == [(1, "“五方责任”"), (2, "“四应四尽”")]
    assert [(row.glossary_id[-3:], row.form) for row in rows.glossary_mentions] == [
        ("g01", "五方责任"),
        ("g02", "四应四尽"),
    ]
    assert [row for row in rows.figures if row.reason == "unresolved"] == []


def numbering(*levels: tuple[str, str]) -> str:
    """A list of levels, each its format and its text; instance 1, and instance 2 which begins again."""
    made = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{again}</w:num>'
    )


def item(text: str, level: int = 0, instance: int = 1) -> str:
    """A paragraph of a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>')


LISTS = {
    "headings": (
        (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")),
        item("回顾") + item("产业", 1) + item("城乡", 1) + p("正文。") + item("安排") + item("产业", 1) + item("重点", 2),
        ["一、回顾", "（一）产业", "（二）城乡", "正文。", "二、安排", "（一）产业", "1.重点"],
    ),
    "notes that go on behind a paragraph": (
        (("decimal", "%1."),),
        p("名词解释") + item("甲：子。") + p("又一段。") + item("乙：丑。"),
        ["名词解释", "1.甲：子。", "又一段。", "2.乙：丑。"],
    ),
    "a list that begins again": (
        (("decimal", "%1、"),), item("甲") + item("乙") + item("丙", 0, 2) + item("丁", 0, 2),
        ["1、甲", "2、乙", "1、丙", "2、丁"],
    ),
    "numbers of more than one level": ((("decimal", "%1"), ("decimal", "%1.%2、")), item("甲") + item("乙", 1), ["1甲", "1.1、乙"]),
    "points": ((("bullet", "·"),), item("甲"), ["甲"]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", LISTS)
def test_automatic_numbers_are_written(case: str) -> None:
    levels, body, lines = LISTS[case]
    assert text_of(word(body, numbering=numbering(*levels))) == lines


def test_a_style_numbers_its_paragraphs_and_those_of_styles_on_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>'
    )
    body = p("甲", properties='<w:pStyle w:val="1"/>') + p("乙", properties='<w:pStyle w:val="2"/>')
    assert text_of(word(body, styles=styles, numbering=numbering(("chineseCounting", "%1、")))) == ["一、甲", "二、乙"]


NUMBERS = {
    ("chineseCounting", 10): "十", ("chineseCounting", 21): "二十一", ("chineseCounting", 110): "一一〇",
    ("decimalEnclosedCircle", 20): "⑳", ("decimalEnclosedCircle", 21): "21", ("lowerRoman", 14): "xiv",
    ("upperLetter", 28): "BB", ("none", 3): "",
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_are_written_in_the_format_of_their_list(case: tuple[str, int]) -> None:
    assert FORMATS[case[0]](case[1]) == NUMBERS[case]


FRACTION = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
POWER = "<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
RUBY = f"<w:r><w:ruby><w:rt>{r('dié')}</w:rt><w:rubyBase>{r('垤')}</w:rubyBase></w:ruby></w:r>"
BOX = f"<w:txbxContent>{p('框中一段。')}</w:txbxContent>"
DRAWING = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
SEEN = {
    "an equation": (p("比值为", f"<m:oMath>{FRACTION}</m:oMath>", "。"), ["比值为a/b。"]),
    "an equation of its own": (p(f"<m:oMathPara><m:oMath>{POWER}</m:oMath></m:oMathPara>"), ["m^2"]),
    "ruby": (p("蚂蚁", RUBY, "。"), ["蚂蚁垤（dié）。"]),
    "a text box, once": (p("前。", DRAWING) + p("后。"), ["前。", "框中一段。", "后。"]),
    "rows of a table": (
        TABLE.format(p("地区生产总值"), p("155")) + TABLE.format(p("学校"), p("12")),
        ["地区生产总值 | 155", "学校 | 12"],
    ),
    "a cell of paragraphs": (TABLE.format(p("甲。") + p("乙。"), p("丙")), ["甲。", "乙。", "丙"]),
    "a table in a cell": (TABLE.format(TABLE.format(p("甲"), p("乙")), p("丙")), ["甲 | 乙", "丙"]),
    "a field": (p("共", '<w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r>', "3页。"), ["共3页。"]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", SEEN)
def test_what_a_reader_of_the_document_sees_is_in_the_text(case: str) -> None:
    body, lines = SEEN[case]
    assert text_of(word(body)) == lines


def test_lone_numbers_of_a_table_are_no_numbers_of_pages() -> None:
    report = "各位代表：\n一、2023年工作回顾\n工作取得成效。\n"
    source = report + "\n".join(text_of(word(TABLE.format(p("学校"), p("12")))))
    rows = extract(Document(source, "990000-2024", year=2024))
    assert [row.reason for row in rows.figures if row.quote == "12"] != ["page_chrome"]


def test_what_mammoth_leaves_out_is_read_plainly_and_is_a_doubt() -> None:
    unknown = f"<w:unheardOf>{r('不见的字')}</w:unheardOf>"
    found = read_text(word(p("看见的字。", unknown)), FILE)
    assert found.text == "看见的字。不见的字\n"
    assert found.doubts == ["mammoth leaves 4 characters out (“不见的字”); its paragraphs were read plainly"]


def test_what_mammoth_cannot_read_is_read_plainly_and_is_a_doubt() -> None:
    found = read_text(word(p("看见的字。"), styles='<w:style w:styleId="1"/>'), FILE)
    assert found.text == "看见的字。\n"
    assert found.doubts == ["mammoth cannot read it (KeyError: 'w:type'); its paragraphs were read plainly"]


def test_a_document_of_the_strict_kind_is_read_as_the_other() -> None:
    strict = word(PLAIN, footnotes=TWO)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert text_of(made.getvalue()) == SAID
