"""A correction is for one report, at one place, with a reason; it is refused where it does not fit."""

import pytest

from datasets.errors import CheckError
from datasets.extract.report import Extraction, extract
from datasets.library.curation import Correction, curate
from datasets.reading.document import Document

TEXT = "一、2023年工作回顾\n地区生产总值完成155.5亿元。举办3次万人大会。\n"
GDP, TIMES, TEN_THOUSAND = TEXT.index("155.5"), TEXT.index("3次"), TEXT.index("万人")


def corrected(*corrections: Correction, reviewed: frozenset[str] = frozenset()) -> Extraction:
    document = Document(TEXT, "211102-2024", year=2024)
    return curate(extract(document), document, corrections, reviewed)


def test_columns_of_a_row_are_changed_and_the_row_says_so() -> None:
    change = Correction(action="change", place=GDP, text="155.5", because="test", set={"name": "生产总值"})
    (row, _) = corrected(change).indicators
    assert (row.name, row.rule, row.value) == ("生产总值", "curated", 155.5)


def test_a_dropped_row_leaves_its_reason_in_the_ledger() -> None:
    drop = Correction(action="drop", place=GDP, text="155.5", because="test", reason="threshold")
    result = corrected(drop)
    assert GDP not in {row.figure_start for row in result.indicators}
    (entry,) = (figure for figure in result.figures if figure.char_start == GDP)
    assert (entry.table, entry.row_id, entry.reason, entry.rule) == (None, None, "threshold", "curated")


def test_an_added_row_has_its_place_and_is_in_the_ledger() -> None:
    columns = {"name": "大会规模", "measure": "level", "value": 1.0, "unit": "万人"}
    added = Correction(action="add", place=TEN_THOUSAND, text="万", because="test", quote="万人大会", set=columns)
    result = corrected(added)
    row = next(row for row in result.indicators if row.figure_start == TEN_THOUSAND)
    assert (row.quote, row.rule, TEXT[row.char_start : row.char_end]) == ("万人大会", "curated", "万人大会")
    entry = next(figure for figure in result.figures if figure.char_start == TEN_THOUSAND)
    assert (entry.table, entry.row_id, entry.reason) == ("indicators", row.id, None)


def test_tables_that_were_read_through_are_marked() -> None:
    result = corrected(reviewed=frozenset({"indicators"}))
    assert {row.review for row in result.indicators} == {"reviewed"}
    assert {row.review for row in result.figures} == {"machine"}


@pytest.mark.parametrize(
    ("correction", "message"),
    [
        (Correction(action="change", place=GDP, text="155.6", because="x", set={"name": "x"}), "the text there is '155.5', not '155.6'"),
        (Correction(action="change", place=0, text="一", because="x", set={"name": "x"}), "indicators has no row 211102-2024.i0"),
        (Correction(action="change", place=GDP, text="155.5", because="x", set={"nmae": "x"}), "sets nmae; expected columns"),
        (Correction(action="change", place=GDP, text="155.5", because="x"), "sets nothing"),
        (Correction(action="drop", place=GDP, text="155.5", because="x"), "has no reason for the ledger"),
        (Correction(action="reason", place=GDP + 1, text="5", because="x", reason="name"), "there is no numeral there"),
        (Correction(action="add", place=GDP, text="155.5", because="x"), "has no quote"),
        (Correction(action="add", place=GDP, text="155.5", because="x", quote="别处"), "does not stand around it"),
        (Correction(action="add", place=GDP, text="155.5", because="x", quote="155.5", set={"value": "x"}), "211102-2024: correction (add) at"),
    ],
)  # fmt: skip
def test_a_correction_that_does_not_fit_is_refused_with_the_reason(correction: Correction, message: str) -> None:
    with pytest.raises(CheckError) as refused:
        corrected(correction)
    assert message in str(refused.value)


def test_the_built_in_report_is_read_through(curated: Extraction) -> None:
    for table in ("indicators", "targets", "figures", "glossary", "glossary_mentions"):
        assert {row.review for row in getattr(curated, table)} == {"reviewed"}
    assert [figure.id for figure in curated.figures if figure.reason == "unresolved"] == []


def test_an_existing_fact_in_the_plan_is_an_indicator(curated: Extraction) -> None:
    (row,) = (row for row in curated.indicators if row.name == "规上工业企业")
    assert (row.value, row.unit, row.year, row.quote) == (45, "户", 2023, "强化45户规上工业企业")
    assert "规上工业企业运行调度" not in {row.name for row in curated.targets}


def test_targets_are_linked_to_what_they_move_from(curated: Extraction) -> None:
    indicators = {row.id: row for row in curated.indicators}
    linked = {
        (target.name, indicators[target.baseline_id].value, target.value)
        for target in curated.targets
        if target.baseline_id
    }
    assert {
        ("地区生产总值", 3, 6),
        ("稻蟹综合种养面积", 2.1, 2.2),
        ("盘锦康复辅助器具产业园区、辽河康养辅具文化街区入驻企业", 22, 30),
        ("学前教育普惠率", 90, 90),
    } <= linked
    for target in curated.targets:
        if target.baseline_id:
            assert indicators[target.baseline_id].measure == target.measure
            assert indicators[target.baseline_id].base_unit == target.base_unit
