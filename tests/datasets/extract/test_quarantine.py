"""A row that breaks a law or its schema is left out with a reason, and stops nothing else."""

from msgspec import structs

from datasets.extract.doubts import doubts_of
from datasets.extract.quarantine import ALL_LAWS, sound
from datasets.extract.report import Extraction, extract
from datasets.reading.document import Document

TEXT = "一、2023年工作回顾\n规划到2030年新建道路500公里。新增就业5万人。\n二、2024年工作安排\n新增就业6万人。"


def test_nothing_achieved_is_dated_after_its_report() -> None:
    document = Document(TEXT, "990100-2024", year=2024)
    rows = extract(document)
    assert [(row.value, row.year) for row in rows.indicators] == [(5, 2023)]
    assert [row.value for row in rows.targets] == [6]
    (left_out,) = [figure for figure in rows.figures if figure.rule == "after_its_report"]
    assert (left_out.value, left_out.table, left_out.row_id, left_out.reason) == (500, None, None, "unresolved")
    assert "1 figures are quarantined (after_its_report)" in doubts_of(document, rows)


def test_a_row_that_does_not_fit_its_schema_stops_no_other() -> None:
    rows = extract(Document(TEXT, "990100-2024", year=2024))
    (good,) = rows.indicators
    bad = structs.replace(good, id=good.id + "-2", year=99999)
    targets = [structs.replace(rows.targets[0], baseline_id=bad.id)]
    kept = Extraction(**sound(structs.replace(rows, indicators=[good, bad], targets=targets), 2024, ALL_LAWS))
    assert kept.indicators == [good]
    assert kept.targets[0].baseline_id is None
