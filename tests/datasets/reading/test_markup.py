"""Markdown is read without its marks, its front matter and the numbers of its notes; offsets count in the stored file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.extract.report import Extraction, extract
from datasets.reading.document import Document
from datasets.reading.markup import unmarked
from datasets.releases.checks import every_numeral_is_accounted_for

FRONT = '---\ntitle: "某市2024年政府工作报告"\nsource:\n- https://example.org/2024/123.html\n---\n\n'
REPORT = (
    FRONT
    + """# 政府工作报告

各位代表：

现在，我代表市人民政府，向大会报告工作，请予审议。

## 一、2023年工作回顾

**（一）产业。**地区生产总值增长*5.5%*，落实{marked}要求，[规上工业企业](https://example.org/a/2023-1.html)达到120家。

![图1](img/2023.png)

---

## 二、2024年工作安排

新建学校3所。

{notes}
"""
)
NOTES = "**名词解释**\n\n[1]“五方责任”：属地、单位、部门、社区、个人责任。\n\n[2]“四应四尽”：应检尽检、应收尽收。\n"


def read(source: str) -> tuple[Document, Extraction]:
    """A report of 2024."""
    document = Document(source, "990000-2024", year=2024)
    return document, extract(document)


def report(marked: str = "“五方责任”[1]", notes: str = NOTES) -> str:
    """A report in Markdown whose review has these words, with these notes."""
    return REPORT.format(marked=marked, notes=notes)


def test_front_matter_is_no_text_of_the_report_but_for_its_title() -> None:
    _, rows = read(report())
    first = [(row.kind, row.quote) for row in rows.paragraphs[:6]]
    assert first == [
        ("chrome", "---"),
        ("title", "某市2024年政府工作报告"),
        ("chrome", "source:"),
        ("chrome", "- https://example.org/2024/123.html"),
        ("chrome", "---"),
        ("title", "政府工作报告"),
    ]


def test_headings_rules_and_images_are_what_they_are() -> None:
    _, rows = read(report())
    kinds = {row.quote: (row.kind, row.part) for row in rows.paragraphs}
    assert kinds["一、2023年工作回顾"] == ("heading", "review")
    assert kinds["二、2024年工作安排"] == ("heading", "plan")
    assert kinds["---"] == kinds["![图1](img/2023.png)"] == ("chrome", "chrome")


def test_emphasis_and_links_are_no_part_of_names_and_their_figures_are_read() -> None:
    _, rows = read(report())
    found = [(row.name, row.value, row.unit) for row in rows.indicators]
    assert found == [("地区生产总值", 5.5, "%"), ("规上工业企业", 120.0, "家")]
    assert [row.section for row in rows.indicators] == ["一、2023年工作回顾 / （一）产业。"] * 2


MARKED = (
    "“五方责任”[1]",
    "“五方责任”［1］",
    "“五方责任”〔1〕",
    "“五方责任”【1】",
    "“五方责任”[^1]",
    "“五方责任”\\[1\\]",
    "“五方责任”<sup>1</sup>",
    "“五方责任”**1**",
    "**“五方责任”1**，“四应四尽”2，",
    "“五方责任”（1）",
    "“五方责任”①",
    "“五方责任”[[1]](#fn1)",
)


@pytest.mark.parametrize("marked", MARKED)
def test_the_mark_of_a_note_is_no_figure_and_leads_to_its_note(marked: str) -> None:
    source = report(marked)
    document, rows = read(source)
    assert [(row.number, row.term) for row in rows.glossary] == [(1, "“五方责任”"), (2, "“四应四尽”")]
    assert {row.glossary_id for row in rows.glossary_mentions} >= {"990000-2024.g01"}
    (mark, *_) = [one for one in document.asides if one.note == 1]
    reasons = {row.reason for row in rows.figures if mark.start <= row.char_start < mark.end}
    assert reasons == (set() if "①" in marked else {"glossary"})  # which is no numeral
    assert [row.reason for row in rows.figures if row.reason == "unresolved"] == []
    assert len(rows.indicators) == 2


def test_circled_marks_in_order_are_no_part_of_names_and_those_of_a_list_stay() -> None:
    notes = "名词解释\n\n① “五方责任”：各方责任。\n\n② 增长率：按可比价格。\n\n③ “四好”工程：建好管好。\n"
    _, rows = read(
        report("“五方责任”①要求，财政收入增长5.2%②。实施“四好”工程③45项，抓好：①产业12个；②民生，出台意见", notes)
    )
    assert [row.name for row in rows.indicators if row.value == 45] == ["“四好”工程"]
    assert [row.number for row in rows.glossary] == [1, 2, 3]


@pytest.mark.parametrize("mark", ["", "[1]", "①", "[^1]"])
@pytest.mark.parametrize(
    "words", ["政策。州城“四大系统工程”{}有序实施。出台意见", "政策。开工“双子塔”项目{}，引进人才。出台意见"]
)
def test_a_mark_between_a_project_and_its_verb_or_its_end_hides_neither(words: str, mark: str) -> None:
    _, rows = read(report(words.format(mark)))
    assert len(rows.projects) == 1
    assert rows.projects[0].name in words


def test_a_mark_in_a_predicate_is_no_part_of_the_name() -> None:
    _, rows = read(report("政策。全市562个小区实现“五化”[2]全覆盖。出台意见"))
    assert [row.name for row in rows.indicators if row.value == 562] == ["“五化”全覆盖小区"]


QUANTITIES = ("“四好农村路”120公里", "“六保”2项任务", "“星级农家乐”（3）家", "〔2023〕12号文件")


@pytest.mark.parametrize("words", QUANTITIES)
def test_a_figure_behind_a_quote_is_no_mark_of_a_note(words: str) -> None:
    document, _ = read(report(words))
    assert [one for one in document.asides if one.note is not None] == []


NOTE_LISTS = {
    "[^1]: 指属地、单位、部门责任。\n\n[^2]: “四应四尽”：应检尽检、应收尽收。\n": [
        (1, "“五方责任”", "指属地、单位、部门责任。"),  # what its mark stands behind
        (2, "“四应四尽”", "应检尽检、应收尽收。"),
    ],
    "注释\n\n1.人才新政。2018年出台。\n\n2.“六改”项目：指道路“白改黑”。\n": [
        (1, "人才新政", "2018年出台。"),
        (2, "“六改”项目", "指道路“白改黑”。"),
    ],
    "**名词解释：**\n\n**微笑曲线：**微笑嘴型的一条曲线。\n\n**双备案：**两种备案。\n": [
        (None, "微笑曲线", "微笑嘴型的一条曲线。"),
        (None, "双备案", "两种备案。"),
    ],
    "名词解释\n\n〔1〕走访解：走基层、访企业、解难题。\n\n〔2〕田长制：\n\n四级网格。\n": [
        (1, "走访解", "走基层、访企业、解难题。"),
        (2, "田长制", "四级网格。"),
    ],
    "名词解释\n\n1.三项计划：(1)甲计划；\n\n(2)乙计划。\n\n2.双减：减轻负担。\n": [
        (1, "三项计划", "(1)甲计划；\n\n(2)乙计划。"),
        (2, "双减", "减轻负担。"),
    ],
}


@pytest.mark.parametrize("notes", NOTE_LISTS)
def test_notes_are_read_however_they_are_numbered(notes: str) -> None:
    _, rows = read(report("“五方责任”[1]", notes))
    assert [(row.number, row.term, row.definition) for row in rows.glossary] == NOTE_LISTS[notes]


UNMARKED = {
    "入选“千*计划”、省“百*计划”": "入选“千*计划”、省“百*计划”",
    "2*66万千瓦": "2*66万千瓦",
    "推进*绿色*发展": "推进绿色发展",
    "&ldquo;双减&rdquo;": "“双减”",
    "&#8220;双减&#8221;": "“双减”",
    "R&D;投入": "R&D;投入",
    "\\“三个代表\\”": "“三个代表”",
    "PM<sub>2.5</sub>": "PM2.5",
    "__重点__工作": "重点工作",
}


@pytest.mark.parametrize("source", UNMARKED)
def test_marks_have_no_width_and_keep_every_offset(source: str) -> None:
    assert len(unmarked(source)) == len(source)
    assert unmarked(source).replace("\u200b", "") == UNMARKED[source]


PIECES = st.sampled_from(
    [
        *MARKED,
        *QUANTITIES,
        *UNMARKED,
        *NOTE_LISTS,
        FRONT,
        NOTES,
        "[",
        "](",
        ")",
        "![",
        "5.5%",
        "\n",
        "# ",
        "*",
        "&#",
        "。",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_the_marks_are_quotes_are_verbatim_and_every_numeral_is_in_the_ledger(source: str) -> None:
    _, rows = read(source)
    for table in rows.__struct_fields__:
        for row in getattr(rows, table):
            assert source[row.char_start : row.char_end] == row.quote
    ledger = {
        "figures": [
            {name: getattr(row, name) for name in ("report_id", "char_start", "char_end")} for row in rows.figures
        ]
    }
    assert list(every_numeral_is_accounted_for(ledger, {"990000-2024": source})) == []
