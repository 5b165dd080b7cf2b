"""Notes are split without loss, in the forms reports use."""

import re

import pytest

from datasets.extract.report import extract
from datasets.library.home import BUILT_IN
from datasets.reading.document import Document

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


def test_a_term_is_found_by_its_quoted_heart_and_by_the_mark_of_its_note() -> None:
    body = (
        "一、2023年工作回顾\n构建“1+3+3”体系，做大总量。\n二、2024年工作安排\n滚动实施“五张清单［2］”，“零关税”扩围。\n"
    )
    notes = "注释\n［1］“1+3+3”现代化产业体系：一主三支三新。\n［2］项目五张清单：储备、开工、在建、竣工清单。\n［3］三张“零关税”清单：正面、负面清单。"
    mentions = extract(Document(body + notes, "211102-2024", year=2024)).glossary_mentions
    assert [(m.form, m.term, m.is_exact, m.rule) for m in mentions] == [
        ("“1+3+3”", "“1+3+3”现代化产业体系", False, "short_term"),
        ("五张清单", "项目五张清单", False, "short_term"),
    ]


@pytest.mark.parametrize(
    ("definition", "components", "items"),
    [
        ("“1”即省中心；“5”指五大中心。", [("1", "省中心"), ("5", "五大中心")], []),
        ("第一个“4”是指四大产业，“5”是指五图强，第二个“4”是指四新。", [("第一个“4”", "四大产业"), ("5", "五图强"), ("第二个“4”", "四新")], []),
        ("工业源、移动源、扬尘源、生活源。", [], ["工业源", "移动源", "扬尘源", "生活源"]),
        ("12个产业，即甲产业、乙产业。10个新产业，即丙产业、丁产业、戊产业。", [], ["丙产业", "丁产业", "戊产业"]),
        ("将水、电、光、气网融入路网。", [], []),
    ],
)  # fmt: skip
def test_a_definition_is_taken_apart_so(definition: str, components: list[tuple[str, str]], items: list[str]) -> None:
    source = BODY + "名词解释\n1.甲词：" + definition + "\n2.乙词：其他。"
    entry = extract(Document(source, "211102-2024", year=2024)).glossary[0]
    assert [(part.label, part.meaning) for part in entry.components] == components
    assert entry.items == items


def test_notes_under_a_page_are_notes_and_not_text() -> None:
    source = (
        "一、2023年工作回顾\n滚动实施“五张清单①”，做大总量。\n①五张清单：储备、开工、在建、竣工、投产清单。\n继续建设。\n"
        "二、2024年工作安排\n建好“四库［2］”。\n［2］四库：水库、粮库、钱库、碳库。\n"
    )
    extraction = extract(Document(source, "211102-2024", year=2024))
    assert [(entry.number, entry.term) for entry in extraction.glossary] == [(1, "五张清单"), (2, "四库")]
    assert [(m.form, m.is_exact) for m in extraction.glossary_mentions] == [("五张清单", True), ("四库", True)]
    assert extraction.indicators == []


def test_an_enumeration_in_the_body_is_no_note() -> None:
    source = "一、2023年工作回顾\n抓好三项工作。\n①稳增长：生产总值增长6%。\n②促改革：办好10件实事。\n"
    assert extract(Document(source, "211102-2024", year=2024)).glossary == []


CORPUS = sorted((BUILT_IN.parents[1] / "shared/corpus/txt").glob("*.txt"))


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="../shared/corpus is not here; real reports are not part of the project")
def test_the_notes_of_real_reports_are_split_without_loss() -> None:
    with_notes = 0
    for file in CORPUS:
        source = file.read_bytes().decode()
        document = Document(source, "000000-2024", year=2024)
        notes = [paragraph for paragraph in document.paragraphs if paragraph.kind == "note"]
        entries = extract(document).glossary
        if entries:
            with_notes += 1
            kept = "".join(entry.quote for entry in entries)
            text = "".join(source[n.start : n.end] for n in notes if n.start >= entries[0].char_start)
            assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text), file.name
            for entry in entries:
                rest = entry.quote.replace(entry.definition, "", 1).replace(entry.term, "", 1)
                assert re.fullmatch(r"[\s\d①-⑳.、:：（）()［］\[\]—-]*", rest), (file.name, entry.number, rest)
    assert with_notes >= 1
