"""What a person should look at in a report, and that the lines for its origin settle it when they are pasted."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, structs

from datasets import toml
from datasets.errors import BaogaoError, SourceError
from datasets.library.bounds import BOUNDS, Bounds
from datasets.library.curation import Correction
from datasets.library.findings import KINDS, Finding
from datasets.library.home import BUILT_IN
from datasets.library.sources import Source, read_source
from datasets.library.suggestions import END, INSTEAD, REASONS, STATUSES, TOP, Suggestion
from datasets.releases.build import build
from datasets.releases.catalogue import read
from datasets.releases.review import Findings, Question, findings_of, review, source_named, survey
from tests.homes import TEXT, add_report, correction

CORPUS = BUILT_IN.parent / "../shared/corpus/md"
REPORT = "211102-2024"
DOUBTFUL = """一、2023年工作回顾
规划到2030年新建道路500公里。新增就业5万人。另有7、８、百分之九等事。
二、2024年工作安排
新增就业6万人。一体催生戊铁路、己水库、庚电站等项目，总投资5亿元。实施“甲”"乙"\\丙13行动。
"""
FILLED = {
    "reason": 'reason = "rhetorical"',
    "name": 'name = "某数"',
    "year": "year = 2022",
    "status": 'status = "planned"',
}
EMPTY = {"reason": 'reason = ""', "name": 'name = ""', "year": "year = 0", "status": 'status = ""'}


BUILT_IN_ORIGIN = structs.replace(
    read_source(BUILT_IN / "sources" / REPORT).origin, corrections=[], translations=[], reviewed=[]
)


class Pasted(Struct):
    """The corrections of lines."""

    corrections: list[Correction] = []


def found_in(home: Path, report: str = REPORT) -> list[Finding]:
    return findings_of(Question(read_source(home / "sources" / report))).page


def filled(suggestion: Suggestion) -> str:
    """The lines with what a person fills in."""
    lines = suggestion.lines
    for key in suggestion.fill:
        assert EMPTY[key] in lines
        lines = lines.replace(EMPTY[key], FILLED[key])
    return lines


def paste(home: Path, *suggestions: Suggestion) -> None:
    """Paste lines into the origin of a report, where they say that they belong."""
    file = home / "sources" / REPORT / "origin.toml"
    origin = file.read_text("utf-8")
    for one in suggestions:
        lines = filled(one)
        if one.where == END:
            origin += "\n" + lines
        elif one.where == TOP:
            above, table, below = origin.partition("\n[")
            origin = f"{above}\n{lines}{table}{below}"
        else:
            assert one.where == INSTEAD.format("reviewed")
            above, _, below = origin.partition("\nreviewed = ")
            origin = f"{above}\n{lines}{below.partition(chr(10))[2]}"
    file.write_text(origin, "utf-8")


def same(one: Finding) -> tuple[str, str | None, int | None]:
    return (one.kind, one.table, one.char_start)


def kinds(home: Path) -> list[str]:
    return [one.kind for one in found_in(home)]


def test_each_kind_is_found_with_its_sentence_and_the_reason(tmp_path: Path) -> None:
    found = found_in(add_report(tmp_path, DOUBTFUL))
    assert {one.kind for one in found} == set(KINDS)
    for one in found:
        assert one.because
        if one.sentence:
            assert one.char_start is not None
            start = one.char_start - one.sentence.start
            assert DOUBTFUL[start : start + len(one.sentence.text)] == one.sentence.text
            assert DOUBTFUL[one.char_start : one.char_end] == one.sentence.text[one.sentence.start : one.sentence.end]
    quarantined = next(one for one in found if one.kind == "quarantined")
    assert quarantined.sentence
    assert quarantined.sentence.text == "规划到2030年新建道路500公里。"
    assert "dated after its report" in quarantined.because
    marked = [DOUBTFUL[one.char_start : one.char_end] for one in found if one.kind == "unknown_verb"]
    assert marked[1:] == ["己水库", "庚电站"]


CHOICES = [
    (kind, choice) for kind, n in (("quarantined", 3), ("unresolved", 2), ("unknown_verb", 2)) for choice in range(n)
]


@pytest.mark.parametrize(("kind", "choice"), CHOICES)
def test_the_lines_of_a_finding_settle_it(tmp_path: Path, kind: str, choice: int) -> None:
    add_report(tmp_path, DOUBTFUL)
    before = found_in(tmp_path)
    ours = [one for one in before if one.kind == kind]
    assert ours
    for one in ours:
        add_report(tmp_path, DOUBTFUL)
        paste(tmp_path, one.suggestions[choice])
        after = found_in(tmp_path)
        assert same(one) not in map(same, after)
        left = {same(other) for other in before if other is not one and other.kind != "unreviewed"}
        assert left <= set(map(same, after))
        made = read(read_source(tmp_path / "sources" / REPORT)).extraction
        tables = (made.indicators, made.targets, made.projects, made.figures)
        assert kind == "unknown_verb" or "read by a person" in {row.because for row in chain(*tables)}


@pytest.mark.slow
@pytest.mark.parametrize("choice", [0, -1])
def test_all_lines_at_once_leave_nothing_to_look_at_and_a_release_is_built(tmp_path: Path, choice: int) -> None:
    add_report(tmp_path, DOUBTFUL)
    for _ in range(2):  # what described a project that is dropped is open then
        paste(
            tmp_path,
            *(one.suggestions[choice] for one in found_in(tmp_path) if one.suggestions and one.kind != "unreviewed"),
        )
    paste(tmp_path, *(one.suggestions[0] for one in found_in(tmp_path) if one.kind == "unreviewed"))
    assert set(kinds(tmp_path)) == {"doubt"}
    built = build(tmp_path)
    assert (built.refused, built.release.manifest.unresolved) == ([], 0)


def test_lines_that_are_not_filled_in_are_refused_with_their_place(tmp_path: Path) -> None:
    add_report(tmp_path, DOUBTFUL)
    open_lines = [lines for one in found_in(tmp_path) for lines in one.suggestions if lines.fill]
    assert {key for lines in open_lines for key in lines.fill} == {"reason", "name", "year"}
    for suggestion in open_lines:
        add_report(tmp_path, DOUBTFUL, corrections="\n" + suggestion.lines)
        with pytest.raises(BaogaoError, match=suggestion.fill[0]):
            read(read_source(tmp_path / "sources" / REPORT))


ODD = [
    ('recognised = ["region", "title"]', "nobody has stated its region, title: read by rules"),
    ("delivered_on = 2021-01-05", "a report of 2024 was delivered on 2021-01-05"),
    ("delivered_on = 2024-01-05\npublished_on = 2024-01-04", "it was published on 2024-01-04, before it was delivered"),
]


@pytest.mark.parametrize(("line", "because"), ODD)
def test_what_is_doubtful_about_an_origin_is_shown_until_it_is_settled(tmp_path: Path, line: str, because: str) -> None:
    add_report(tmp_path, more=f"{line}\n")
    (one,) = (one for one in found_in(tmp_path) if one.because == because)
    assert one.kind == "doubt"
    if one.suggestions:
        assert one.suggestions[0].where == INSTEAD.format("recognised")
        add_report(tmp_path, more=one.suggestions[0].lines)
        assert because not in [one.because for one in found_in(tmp_path)]


def test_tables_that_are_read_through_are_added_to_those_that_were(tmp_path: Path) -> None:
    add_report(tmp_path, more='reviewed = ["figures"]\n')
    (one,) = (one for one in found_in(tmp_path) if one.kind == "unreviewed")
    assert one.suggestions[0].where == INSTEAD.format("reviewed")
    assert one.because == "no person has read through 1 indicators, 1 targets"
    paste(tmp_path, *one.suggestions)
    assert "unreviewed" not in kinds(tmp_path)


def test_a_row_that_a_correction_broke_names_the_correction(tmp_path: Path) -> None:
    late = correction("名称", "of another year").replace("name = ", "year = 2030, name = ")
    (one,) = (one for one in found_in(add_report(tmp_path, corrections=late)) if one.kind == "quarantined")
    assert "A correction made it so (of another year)" in one.because
    assert one.suggestions == []


def test_the_built_in_report_leaves_nothing_to_look_at() -> None:
    assert review(Question(source_named(BUILT_IN / "sources", REPORT)), BOUNDS) == Findings(0, [])


def test_values_and_comments_offer_what_the_schema_allows(tmp_path: Path) -> None:
    lines = "".join(lines.lines for one in found_in(add_report(tmp_path, DOUBTFUL)) for lines in one.suggestions)
    assert all(word in lines for word in (*REASONS, *STATUSES))
    assert "unresolved" not in lines


def test_a_survey_counts_by_kind_and_says_what_cannot_be_read(tmp_path: Path) -> None:
    add_report(tmp_path, DOUBTFUL)
    add_report(tmp_path, TEXT, "211103")
    add_report(tmp_path, TEXT, "211104", corrections=correction("x", "x", place=3))
    add_report(tmp_path, TEXT, "211105", more="yaer = 2024")
    add_report(tmp_path, "地区生产总值增长5%。" * 200_000, "211106")
    total, reports = survey(tmp_path, Bounds(seconds=2))
    found = {one.report_id: one for one in reports}
    assert total == len(found) == 5
    here = found_in(tmp_path)
    expected = {kind: sum(one.kind == kind for one in here) for kind in KINDS[:-1]}
    assert {kind: found[REPORT].counts[kind] for kind in KINDS[:-1]} == expected
    rows = read(read_source(tmp_path / "sources" / REPORT)).extraction
    tables = (rows.indicators, rows.targets, rows.projects, rows.figures)
    assert found[REPORT].counts["unreviewed"] == sum(map(len, tables))
    refused = {report: one.refused or "" for report, one in found.items() if one.refused}
    assert set(refused) == {"211104-2024", "211105-2024", "211106-2024"}
    assert "the text there is" in refused["211104-2024"]
    assert "yaer" in refused["211105-2024"]
    assert "211106" in refused["211106-2024"] or "seconds" in refused["211106-2024"]


def test_a_report_that_is_not_there_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder of sources; baogao ingest makes one"):
        source_named(tmp_path / "sources", REPORT)
    add_report(tmp_path)
    for wrong in ("211102-2025", "2111022024", "../211102-2024", "", "x"):
        with pytest.raises(SourceError, match=r"has no report .*; the nearest are 211102-2024"):
            source_named(tmp_path / "sources", wrong)


PIECES = [
    "7", "８、", "百分之九", "百万", "另有", "等事", "。", "，", "\n", "规划到2030年新建道路500公里", "增长3至4%", "“1234”", "**", "\\", '"', "\x1b", "\x9b",
    "一体催生戊铁路、己水库、庚电站等项目", "总投资5亿元", "地区生产总值完成155.5亿元", "二、2024年工作安排\n", "高速、", "𠀀", "①", "\u3000",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from([0, 1, -1]))
def test_lines_settle_what_is_found_in_any_text(pieces: list[str], choice: int) -> None:
    text = f"一、2023年工作回顾\n{''.join(pieces)}\n"
    source = Source(REPORT, text, BUILT_IN_ORIGIN, "")
    for _ in range(2):  # what described a project that is dropped is open then
        found = [one for one in findings_of(Question(source)).page if one.sentence]
        for one in found:
            assert one.char_start is not None
            start = one.char_start - one.sentence.start
            assert text[start : start + len(one.sentence.text)] == one.sentence.text
        lines = [filled(one.suggestions[choice]) for one in found if one.suggestions]
        pasted = toml.decode("\n".join(lines).encode(), Pasted).corrections
        corrections = [*source.origin.corrections, *pasted]
        source = structs.replace(source, origin=structs.replace(source.origin, corrections=corrections))
    assert [one for one in findings_of(Question(source)).page if one.suggestions and one.sentence] == []


def test_only_the_page_that_is_asked_for_is_put_together(tmp_path: Path) -> None:
    add_report(tmp_path, DOUBTFUL)
    source = source_named(tmp_path / "sources", REPORT)
    whole = findings_of(Question(source))
    pages = [findings_of(Question(source, None, offset, 2)) for offset in range(0, whole.total + 2, 2)]
    assert {page.total for page in pages} == {whole.total} == {len(whole.page)}
    assert [one for page in pages for one in page.page] == whole.page
    for kind in KINDS:
        of_kind = findings_of(Question(source, kind))
        assert of_kind.page == [one for one in whole.page if one.kind == kind] != []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of reports is not beside this repository")
@pytest.mark.parametrize("name", ["230900-2014", "371700-2021", "511300-2023"])
def test_the_first_lines_of_each_finding_of_a_real_report_settle_them_together(tmp_path: Path, name: str) -> None:
    text = (CORPUS / f"{name}.md").read_text("utf-8")
    add_report(tmp_path, text)
    before = [one for one in found_in(tmp_path) if one.suggestions and one.kind != "unreviewed"]
    paste(tmp_path, *(one.suggestions[0] for one in before))
    after = [one for one in found_in(tmp_path) if one.suggestions and one.kind != "unreviewed"]
    assert before
    assert after == []
