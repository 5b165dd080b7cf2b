"""Versions are numbers, not text."""

import pyarrow as pa
import pytest

from datasets.errors import ReleaseError
from datasets.releases.changes import compare
from datasets.releases.versions import Version


def test_versions_compare_by_number() -> None:
    assert Version.parse("1.10.0") > Version.parse("1.9.9")


def test_each_kind_of_change_makes_its_step() -> None:
    version = Version(1, 2, 3)
    assert [str(v) for v in (version.after_change(), version.after_addition(), version.after_metadata())] == [
        "2.0.0",
        "1.3.0",
        "1.2.4",
    ]


@pytest.mark.parametrize("text", ["1", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.x", "", "１.0.0"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ReleaseError, match=r"is not a version; expected MAJOR\.MINOR\.PATCH"):
        Version.parse(text)


def test_a_new_column_adds_and_changes_no_row() -> None:
    old = pa.table({"id": ["a", "b"], "term": ["甲", "乙"]})
    new = pa.table({"id": ["a", "b"], "term": ["甲", "丙"], "term_en": [None, "C"]})
    (change,) = compare({"glossary": old}, {"glossary": new})
    assert (change.changed, change.columns_added, change.columns_removed) == (["b"], ["term_en"], [])
    (change,) = compare(
        {"glossary": old}, {"glossary": old.append_column("term_en", pa.array([None, None], pa.string()))}
    )
    assert (change.changed, change.added, change.columns_added) == ([], [], ["term_en"])
