"""A comparison says every difference of two releases, only those, and why each is there."""

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.comparison.errata import rows_of
from datasets.comparison.releases import Difference, RowChange, changes, difference
from datasets.errors import ReleaseError
from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.changes import compare, table_change
from datasets.releases.history import read_history
from datasets.releases.release import Release, open_release, versions
from datasets.releases.tables.rows import arrow_tables
from schemas.tables import BY_NAME, TABLES
from tests.homes import OTHER, TEXT, add_report, as_by_other_rules, correction, next_release

RELEASES = [open_release(releases_folder(BUILT_IN) / str(v)) for v in versions(releases_folder(BUILT_IN))]
CHECKED_BY_HAND = {"rule", "review"}  # say who read a row, not what it says
FACTS = ("indicators", "targets", "projects", "figures")
every_step = pytest.mark.parametrize(("old", "new"), list(pairwise(RELEASES)), ids=lambda release: str(release.version))


def all_changes(found: Difference) -> list[RowChange]:
    return list(changes(found, found.differing()))


def values(release: Release, table: str) -> dict[str, dict[str, Any]]:
    key = BY_NAME[table].key
    return {row[key]: row for row in pq.read_table(release.table_file(table)).to_pylist()}


def applied(rows: dict[str, dict[str, Any]], made: list[RowChange]) -> dict[str, dict[str, Any]]:
    """The rows of an older release after what is said to have changed."""
    after = {key: dict(row) for key, row in rows.items()}
    for one in made:
        if one.change == "removed":
            assert after.pop(one.id) == one.row
        elif one.change == "added":
            assert one.id not in after
            after[one.id] = dict(one.row or {})
        for cell in one.cells:
            assert after[one.id][cell.column] == cell.old != cell.new
            after[one.id][cell.column] = cell.new
    return after


@pytest.mark.slow
@pytest.mark.parametrize(("a", "b"), [(0, -1), (-1, 0), (1, 4), (3, 4), (4, 5)])
def test_the_changes_make_one_release_of_the_other(a: int, b: int) -> None:
    old, new = RELEASES[a], RELEASES[b]
    found = difference(old, new)
    made = all_changes(found)
    for table in TABLES:
        if not (old.has_table(table.name) and new.has_table(table.name)):
            continue
        before, after = values(old, table.name), values(new, table.name)
        both = {*next(iter(before.values()))} & {*next(iter(after.values()))}
        got = applied(before, [one for one in made if one.table == table.name])
        assert {k: {c: row[c] for c in both} for k, row in got.items()} == {
            k: {c: row[c] for c in both} for k, row in after.items()
        }


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: str(release.version))
def test_a_release_does_not_differ_from_itself(release: Release) -> None:
    found = difference(release, release)
    assert (found.tables, all_changes(found)) == ((), [])


@pytest.mark.slow
@every_step
def test_the_way_back_takes_away_what_the_way_there_added(old: Release, new: Release) -> None:
    there, back = difference(old, new), difference(new, old)
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted(there.differing()) == sorted((table, opposite[kind], key) for table, kind, key in back.differing())


@every_step
def test_the_version_of_each_release_is_the_step_its_changes_ask_for(old: Release, new: Release) -> None:
    found = list(compare(arrow_tables(old), arrow_tables(new)))
    breaks = any(change.removed or change.changed or change.columns_removed for change in found)
    step = next(n for n in range(3) if new.version[n] != old.version[n])
    assert step == (0 if breaks else 1 if found else 2)


@every_step
def test_the_reason_of_every_change_of_a_published_release_is_known(old: Release, new: Release) -> None:
    for row in all_changes(difference(old, new)):
        assert {row.reason.kind, *(cell.reason.kind for cell in row.cells)} <= {
            *("curated", "reviewed", "rule", "registry", "origin")
        }, row


@pytest.mark.slow
@every_step
def test_every_correction_of_a_fact_is_in_the_errata(old: Release, new: Release) -> None:
    """What was wrong in a release that people may have used is told, row by row."""
    found = difference(old, new)
    told: dict[tuple[str, str], set[str]] = {}
    for erratum in read_history(BUILT_IN).errata:
        if erratum.corrected_in == str(new.version):
            for row in rows_of(erratum, found):
                told.setdefault((erratum.table, row), set()).update(erratum.columns or ["*"])
    untold = []
    for row in all_changes(found):
        wrong = {cell.column for cell in row.cells} - CHECKED_BY_HAND or ({"*"} if row.row else set())
        if row.table in FACTS and wrong - told.get((row.table, row.id), set()):
            untold.append((row.table, row.id, wrong))
    assert untold == []


CODES = st.text("ab", min_size=1, max_size=2)
ROWS = st.dictionaries(CODES, st.tuples(st.sampled_from("xyz"), st.none() | st.integers(0, 2)), max_size=6)
REGIONS = pa.schema([("code", pa.string()), ("name", pa.string()), ("vintage", pa.int64())])


@given(ROWS, ROWS)
def test_any_two_tables_differ_in_the_rows_that_are_not_equal(old: dict[str, Any], new: dict[str, Any]) -> None:
    def table(rows: dict[str, Any]) -> pa.Table:
        listed = [{"code": code, "name": name, "vintage": vintage} for code, (name, vintage) in rows.items()]
        return pa.Table.from_pylist(listed, schema=REGIONS)

    change = table_change("regions", table(old), table(new))
    assert change.added == sorted(new.keys() - old.keys())
    assert change.removed == sorted(old.keys() - new.keys())
    assert change.changed == sorted(key for key in new.keys() & old.keys() if new[key] != old[key])


LOCATED = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.integers(0, 3), st.sampled_from("xy"), min_size=1, max_size=3)
)


@given(LOCATED, LOCATED)
def test_reports_are_told_apart_also_where_their_rows_stand_together(
    old: dict[str, dict[int, str]], new: dict[str, dict[int, str]]
) -> None:
    def table(reports: dict[str, dict[int, str]]) -> tuple[pa.Table, dict[str, str]]:
        rows = [
            {"id": f"{report}{place}", "report_id": report, "name": name}
            for report, places in sorted(reports.items())
            for place, name in sorted(places.items())
        ]
        schema = pa.schema([("id", pa.string()), ("report_id", pa.string()), ("name", pa.string())])
        return pa.Table.from_pylist(rows, schema=schema), {row["id"]: row["name"] for row in rows}

    (before, had), (after, has) = table(old), table(new)
    change = table_change("indicators", before, after)
    assert change.added == sorted(has.keys() - had.keys())
    assert change.removed == sorted(had.keys() - has.keys())
    assert change.changed == sorted(key for key in has.keys() & had.keys() if has[key] != had[key])


# Reasons

GDP = "211102-2024.i" + str(TEXT.index("155.5"))


def reasons(old: Release, new: Release, table: str) -> dict[str, tuple[str, str | None]]:
    found = difference(old, new)
    return {row.id: (row.reason.kind, row.reason.because) for row in changes(found, found.differing(table))}


@pytest.mark.slow
def test_another_text_is_the_reason_of_all_that_differs_in_its_report(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path))
    new = next_release(add_report(tmp_path, OTHER))
    assert new.version == (2, 0, 0)
    assert reasons(old, new, "indicators") == {GDP: ("source", None)}
    assert reasons(old, new, "reports") == {"211102-2024": ("source", None)}


@pytest.mark.slow
def test_a_new_report_is_the_reason_of_its_rows(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path))
    new = next_release(add_report(tmp_path, code="211103"))
    assert new.version == (1, 1, 0)
    assert {kind for kind, _ in reasons(old, new, "indicators").values()} == {"source"}
    assert {row.partition(".")[0] for row in reasons(old, new, "indicators")} == {"211103-2024"}


@pytest.mark.slow
def test_a_correction_is_the_reason_with_the_words_of_the_person(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path))
    new = next_release(add_report(tmp_path, corrections=correction("国内生产总值", "as the page says")))
    found = difference(old, new)
    (row,) = changes(found, found.differing("indicators"))
    assert (row.id, row.change, row.reason.kind, row.reason.because) == (GDP, "changed", "curated", "as the page says")
    assert (row.reason.was_rule, row.reason.rule) == ("named_value", "curated")
    assert {(cell.column, cell.old, cell.new) for cell in row.cells} >= {("name", "地区生产总值", "国内生产总值")}


@pytest.mark.slow
def test_a_row_that_a_person_took_out_is_explained_by_its_entry_in_the_ledger(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path))
    drop = (
        correction("x", "is no figure").replace('"change"', '"drop"').replace('set = { name = "x" }', 'reason = "name"')
    )
    new = next_release(add_report(tmp_path, corrections=drop))
    assert reasons(old, new, "indicators") == {GDP: ("curated", "is no figure")}
    assert [kind for _, kind, _ in difference(old, new).differing("indicators")] == ["removed"]


@pytest.mark.slow
def test_a_correction_that_is_taken_back_is_told_by_the_origin(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path, corrections=correction("国内生产总值", "wrongly")))
    new = next_release(add_report(tmp_path))
    assert reasons(old, new, "indicators") == {GDP: ("origin", None)}


@pytest.mark.slow
def test_what_is_said_of_a_report_is_told_by_its_origin(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path))
    new = next_release(add_report(tmp_path, more='speaker = "某人"'))
    assert reasons(old, new, "reports") == {"211102-2024": ("origin", None)}
    assert reasons(old, new, "indicators") == {}


@pytest.mark.slow
def test_reading_through_changes_only_who_read(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path))
    new = next_release(add_report(tmp_path, more='reviewed = ["indicators"]'))
    assert reasons(old, new, "indicators") == {GDP: ("reviewed", None)}


@pytest.mark.slow
def test_other_rules_are_the_reason_where_neither_text_nor_person_is(tmp_path: Path) -> None:
    old = as_by_other_rules(next_release(add_report(tmp_path, corrections=correction("国内生产总值", "then"))))
    new = next_release(add_report(tmp_path))
    assert reasons(old, new, "indicators") == {GDP: ("rule", None)}


@pytest.mark.slow
def test_without_any_of_them_the_reason_is_not_made_up(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path / "a", corrections=correction("国内生产总值", "x")))
    new = next_release(add_report(tmp_path / "b"))
    manifest = (new.folder / "manifest.json").read_text()
    was, now = old.manifest.sources[0].origin_sha256, new.manifest.sources[0].origin_sha256
    (new.folder / "manifest.json").write_text(manifest.replace(now, was))
    assert reasons(old, open_release(new.folder), "indicators") == {GDP: ("unknown", None)}


# What cannot be compared


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("value", ["many"], "indicators.value is double in one and string in the other"),
        ("key", ["x"], "indicators is not told apart by id in both"),
        ("year", [dt.date(2023, 1, 1)], r"indicators.year is int\d\d in one and date32\[day\] in the other"),
    ],
)
def test_columns_of_another_type_are_refused_by_name(
    tmp_path: Path, column: str, values: list[Any], message: str
) -> None:
    old = next_release(add_report(tmp_path / "a"))
    new = next_release(add_report(tmp_path / "b"))
    table = pq.read_table(new.table_file("indicators"))
    if column == "key":
        table = table.rename_columns(["key" if name == "id" else name for name in table.column_names])
    else:
        place = table.column_names.index(column)
        table = table.set_column(place, column, pa.array(values * len(table)))
    pq.write_table(table, new.table_file("indicators"))
    with pytest.raises(ReleaseError, match=f"releases 1.0.0 and 1.0.0 cannot be compared cell by cell: {message}"):
        difference(old, new).refuse_incompatible()
    with pytest.raises(ReleaseError):
        difference(old, new).refuse_incompatible("indicators")
    difference(old, new).refuse_incompatible("targets")
    assert difference(old, new).differing("targets") == []


@pytest.mark.slow
def test_numbers_of_another_width_are_compared(tmp_path: Path) -> None:
    old = next_release(add_report(tmp_path / "a"))
    new = next_release(add_report(tmp_path / "b"))
    table = pq.read_table(new.table_file("indicators"))
    place = table.column_names.index("year")
    pq.write_table(table.set_column(place, "year", table["year"].cast(pa.int64())), new.table_file("indicators"))
    (summary,) = difference(old, new).summary
    assert (summary.columns_changed, summary.changed) == (["year"], 0)
