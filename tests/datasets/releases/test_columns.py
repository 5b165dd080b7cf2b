"""No column is published that nothing fills: one that is null in every row of every release has a reason here.

A column is of reports that have such a thing, and a report that has it fills it; or nothing can fill it, and it is there
because all tables of its kind have it.
"""

from collections.abc import Iterable

import pyarrow.parquet as pq
import pytest

from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.release import Release, open_release, versions
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, TABLES
from tests.homes import add_report, next_release

OTHER_REPORT = """一、2023年工作回顾
一般公共预算收入增长5%至6%。
二、今后五年目标任务
今后五年，地区生产总值年均增长6%。
三、2024年工作安排
地区生产总值增长5%-6%。建设年产600万吨的某某钢铁项目。
四、名词解释
1.四源：工业源、移动源、扬尘源、生活源。
"""
OTHER_ORIGIN = 'url = "https://example.gov.cn/report"\nsession = "第十四届人民代表大会第三次会议"'
NOT_IN_THE_BUILT_IN_REPORT = {  # what fills the column, in the report above
    ("indicators", "value_high"): "it states no range as achieved",
    ("targets", "value_high"): "it sets no range as a target",
    ("projects", "capacity"): "no project is told with a capacity",
    ("reports", "session"): "the copy that was kept does not say it",
    ("reports", "url"): "the copy that was kept has no address",
    ("reports", "outlook_confidence"): "it has no aims for several years",
}
NOT_IN_THE_BUILT_IN_REPORT |= {
    ("panel", "target_value_high"): "it sets no range as a target",
    ("series", "value_high"): "it states no range",
}
OF_SEVERAL_REPORTS = {  # which the release of the repository has not: tests/api/routes/test_outcomes.py fills them
    ("targets", "outcome_id"): "outcomes are in later reports",
    **{("outcomes", column.name): "outcomes are in later reports" for column in columns_of(BY_NAME["outcomes"].row)},
    **{("panel", name): "outcomes are in later reports" for name in ("status", "difference", "difference_unit")},
    **{("series", name): "a definition changed between two years" for name in ("break_en", "break_zh")},
    ("regions", "valid_to"): "no region of it was abolished",
}
FILLED_BY_NOTHING = {
    (
        "glossary",
        "section",
    ): "notes stand behind the report, under no heading of it; tables of located rows all have it",
    ("glossary", "because"): "notes are not corrected by hand; tables of located rows all have it",
    ("glossary_mentions", "because"): "mentions follow from the notes; tables of located rows all have it",
    ("paragraphs", "because"): "paragraphs are the text itself; tables of located rows all have it",
}


def filled(releases: Iterable[Release]) -> set[tuple[str, str]]:
    """The columns that have a value in a row of a release."""
    found = set()
    for release in releases:
        for table in (table for table in TABLES if release.has_table(table.name)):
            rows = pq.read_table(release.table_file(table.name))
            found |= {(table.name, name) for name in rows.column_names if rows[name].null_count < rows.num_rows}
    return found


ALL = {(table.name, column.name) for table in TABLES for column in columns_of(table.row)}


def test_every_column_that_is_null_everywhere_has_a_reason_and_no_other_has() -> None:
    folder = releases_folder(BUILT_IN)
    empty = ALL - filled(open_release(folder / str(version)) for version in versions(folder))
    reasons = NOT_IN_THE_BUILT_IN_REPORT | OF_SEVERAL_REPORTS | FILLED_BY_NOTHING
    assert empty == reasons.keys(), "a new column that nothing fills, or a reason for one that is filled by now"
    assert all(reasons.values())


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """The columns that a release of the other report fills."""
    home = add_report(tmp_path_factory.mktemp("other"), OTHER_REPORT, more=OTHER_ORIGIN)
    return filled([next_release(home)])


@pytest.mark.parametrize("column", NOT_IN_THE_BUILT_IN_REPORT, ids=".".join)
def test_a_column_is_filled_by_a_report_that_has_it(other: set[tuple[str, str]], column: tuple[str, str]) -> None:
    assert column in other


@pytest.mark.parametrize("column", FILLED_BY_NOTHING, ids=".".join)
def test_what_nothing_fills_may_be_null(other: set[tuple[str, str]], column: tuple[str, str]) -> None:
    assert column not in other
    table = next(table for table in TABLES if table.name == column[0])
    assert next(one for one in columns_of(table.row) if one.name == column[1]).nullable
