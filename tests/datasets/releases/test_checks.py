"""A release whose rows contradict each other about their place is not written."""

import copy
from typing import Any

import pytest

from datasets.releases.checks import broken
from datasets.releases.release import Release
from datasets.releases.tables.rows import plain_tables
from schemas.tables import TABLES
from tests.conftest import REPORT

PLACED = [table.name for table in TABLES if table.is_placed]


@pytest.fixture(scope="module")
def rows(release: Release) -> dict[str, list[dict[str, Any]]]:
    return dict(plain_tables(release))


@pytest.fixture(scope="module")
def texts(release: Release) -> dict[str, str]:
    return {REPORT: release.text(REPORT)}


def test_figures_and_what_is_read_from_them_say_their_place() -> None:
    assert PLACED == ["indicators", "targets", "projects", "glossary", "figures"]


@pytest.mark.parametrize("table", PLACED)
@pytest.mark.parametrize(
    ("column", "value"),
    [("region_name", "某区"), ("level", "province"), ("report_year", 2023), ("region_code", "110000")],
)
def test_a_row_of_another_place_than_its_report_is_found(
    rows: dict[str, list[dict[str, Any]]], texts: dict[str, str], table: str, column: str, value: Any
) -> None:
    assert list(broken(rows, texts)) == []
    wrong = copy.deepcopy(rows[table])
    wrong[0][column] = value
    found = list(broken(rows | {table: wrong}, texts))
    assert f"{table}: {wrong[0]['id']}: is of " in found[-1]
    assert (f"{table}: {wrong[0]['id']}: regions has no region_code '110000'" in found) == (column == "region_code")
