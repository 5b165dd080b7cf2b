"""Notes are split without loss, in the forms reports use."""

import pytest

from datasets.document import Document
from datasets.extraction import extract

BODY = "一、2023年工作回顾\n正文。\n二、2024年工作安排\n正文用到四源和“一圈”。\n"


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        (
            "名词解释\n1.四源：工业源、移动源、扬尘源、生活源。\n2.一圈：都市圈。",
            [("四源", "工业源、移动源、扬尘源、生活源。"), ("一圈", "都市圈。")],
        ),
        (
            "注释\n［1］四源：\n工业源、移动源。\n［2］一圈：\n都市圈。",
            [("四源", "工业源、移动源。"), ("一圈", "都市圈。")],
        ),
        ("注释\n［1］1+5+N：\n一个中心。\n［2］一圈：\n都市圈。", [("1+5+N", "一个中心。"), ("一圈", "都市圈。")]),
        ("名词解释\n①四源——工业源。\n②一圈——都市圈。", [("四源", "工业源。"), ("一圈", "都市圈。")]),
        (
            "名词解释\n1、四源：工业源。\n其中3个：另有说明。\n2、一圈：都市圈。",
            [("四源", "工业源。\n其中3个：另有说明。"), ("一圈", "都市圈。")],
        ),
        (
            "名词解释\n（1）ESI：基本科学指标数据库。\n（2）一圈：都市圈。",
            [("ESI", "基本科学指标数据库。"), ("一圈", "都市圈。")],
        ),
    ],
)
def test_a_note_is_read_in_this_form(notes: str, found: list[tuple[str, str]]) -> None:
    source = BODY + notes
    entries = extract(Document(source, "211102-2024", year=2024)).glossary
    assert [(entry.term, entry.definition) for entry in entries] == found
    start = min(entry.char_start for entry in entries)
    kept = "".join(entry.quote for entry in entries)
    assert kept.replace("\n", "") == source[start:].replace("\n", "")


def test_a_term_is_found_where_the_body_uses_it_with_or_without_quotes() -> None:
    source = BODY + "名词解释\n1.四源：工业源。\n2.一圈：都市圈。"
    mentions = extract(Document(source, "211102-2024", year=2024)).glossary_mentions
    assert [(m.term, m.form, source[m.char_start : m.char_end]) for m in mentions] == [
        ("四源", "四源", "四源"),
        ("一圈", "一圈", "一圈"),
    ]
