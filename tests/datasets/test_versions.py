"""Versions are numbers, not text."""

import pytest

from datasets.compare import compare
from datasets.errors import ReleaseError
from datasets.versions import Version


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
    old = {"glossary": [{"id": "a", "term": "甲"}, {"id": "b", "term": "乙"}]}
    new = {"glossary": [{"id": "a", "term": "甲", "term_en": None}, {"id": "b", "term": "丙", "term_en": "C"}]}
    (change,) = compare(old, new)
    assert (change.changed, change.columns_added, change.columns_removed) == (["b"], ["term_en"], [])
    (change,) = compare(old, {"glossary": [{**row, "term_en": None} for row in old["glossary"]]})
    assert (change.changed, change.added, change.columns_added) == ([], [], ["term_en"])
