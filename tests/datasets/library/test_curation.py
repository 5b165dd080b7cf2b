"""A correction is for one report, at one place, with a reason; it is refused where it does not fit."""

from pathlib import Path

import msgspec
import pytest

from datasets import toml
from datasets.errors import CheckError, SourceError
from datasets.extract.report import Extraction, extract
from datasets.library.curation import Correction, curate
from datasets.library.home import BUILT_IN
from datasets.library.sources import Source, origin_in, read_source
from datasets.reading.document import Document
from datasets.releases.catalogue import read
from schemas.inspection import columns_of
from schemas.vocabulary import Reason

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


WHOLE = (
    "一、2023年工作回顾\n地区生产总值增长5.5%。城镇新增就业3至4万人。\n"
    "二、2024年工作安排\n地区生产总值增长6%。总投资3亿元的甲化工项目开工建设。\n"
)


def read_with(*corrections: Correction, text: str = WHOLE) -> Extraction:
    """A report with corrections, as a build reads it: refused when they break a law of releases."""
    origin = msgspec.structs.replace(
        read_source(BUILT_IN / "sources/211102-2024").origin, corrections=[*corrections], translations=[], reviewed=[]
    )
    return read(Source("211102-2024", text, origin, "")).extraction


def test_a_target_moves_from_no_row_that_was_dropped() -> None:
    (before,) = (row.baseline_id for row in read_with().targets)
    place = WHOLE.index("5.5")
    drop = Correction(action="drop", place=place, text="5.5", because="test", reason="threshold")
    assert before == f"211102-2024.i{place}"
    assert [row.baseline_id for row in read_with(drop).targets] == [None]


def test_every_numeral_of_a_dropped_row_has_the_reason() -> None:
    place = WHOLE.index("3至4")
    assert [figure.quote for figure in read_with().figures if figure.row_id == f"211102-2024.i{place}"] == ["3", "4"]
    rows = read_with(Correction(action="drop", place=place, text="3", because="test", reason="threshold"))
    assert [figure.quote for figure in rows.figures if figure.reason == "threshold"] == ["3", "4"]


@pytest.mark.parametrize("reason", [None, "threshold"])
def test_what_described_a_dropped_project_is_open_again_unless_a_reason_is_given(reason: Reason | None) -> None:
    (project,) = read_with().projects
    (used,) = (figure for figure in read_with().figures if figure.row_id == project.id)
    place = int(project.id.rpartition("p")[2])
    rows = read_with(
        Correction(action="drop", table="projects", place=place, text=WHOLE[place], because="x", reason=reason)
    )
    assert rows.projects == []
    (after,) = (figure for figure in rows.figures if figure.id == used.id)
    assert (after.table, after.row_id, after.reason) == (None, None, reason or "unresolved")


def test_the_keys_of_a_project_follow_from_its_name_unless_a_person_ties_it() -> None:
    place = WHOLE.index("甲化工")

    def key(**columns: object) -> str:
        change = Correction(action="change", table="projects", place=place, text="甲", because="x", set=columns)
        (project,) = read_with(change).projects
        return project.project_key

    assert key(name="乙化工") != key(name="甲化工")
    assert key(project_key="211102:乙化工") == "211102:乙化工"


def test_an_added_figure_is_of_the_period_of_its_year_unless_told_otherwise() -> None:
    columns = {"name": "大会", "measure": "level", "value": 1.0}
    for given, period in (({"year": 2023}, "2023"), ({"year": 2023, "period": "2023Q1"}, "2023Q1"), ({}, None)):
        added = Correction(action="add", place=TEN_THOUSAND, text="万", because="x", quote="万人", set=columns | given)
        (row,) = (row for row in corrected(added).indicators if row.figure_start == TEN_THOUSAND)
        assert row.period == period


@pytest.mark.parametrize("because", ["", " ", "\u3000"])
def test_a_correction_without_a_reason_is_refused(because: str) -> None:
    with pytest.raises(CheckError, match=f"at {GDP}: has no because; expected why"):
        corrected(Correction(action="change", place=GDP, text="155.5", because=because, set={"name": "x"}))


@pytest.mark.parametrize("field", ["action", "table", "reason"])
def test_a_field_with_a_value_that_is_not_in_its_list_is_refused_with_the_list(field: str) -> None:
    given = {"action": "reason", "place": 1, "text": "x", "because": "x", field: "`$.x`"}
    origin = "\n".join(["[[corrections]]", *(f"{name} = {toml.encoded(one)}" for name, one in given.items())])
    with pytest.raises(SourceError, match="; expected one of") as refused:
        origin_in(origin.encode(), Path("origin.toml"))
    (column,) = (one for one in columns_of(Correction) if one.name == field)
    assert isinstance(column.type, msgspec.inspect.LiteralType)
    assert str(refused.value).endswith(", ".join(map(str, column.type.values)))


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
        (Correction(action="change", place=GDP, text="155.5", because="x", set={"nmae": "x"}), "columns of indicators, such as name"),
        (Correction(action="change", place=GDP, text="155.5", because="x", set={"strength": "committed"}), "sets strength; expected columns of indicators"),
        (Correction(action="change", place=GDP, text="155.5", because="x", set={"id": "x"}), "sets id, which follows from place"),
        (Correction(action="change", place=GDP, text="155.5", because="x", set={"measure": "levle"}), "Invalid enum value 'levle' - at `$.measure`; expected one of change, growth"),
        (Correction(action="change", place=GDP, text="155.5", because="x", set={"year": 0}), "Expected `int` >= 1900 - at `$.year`"),
        (Correction(action="change", place=GDP, text="155.5", because="x"), "sets nothing"),
        (Correction(action="change", place=GDP, text="", because="x", set={"name": "x"}), "has no text; expected the characters"),
        (Correction(action="add", place=GDP, text="155.5", because="x", quote="155.5", set={"review": "reviewed"}), "sets review, which follows from"),
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
