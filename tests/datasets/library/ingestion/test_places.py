"""A region is the one of its year, found by code or name; where it is not sure, that is said."""

from pathlib import Path

import pytest

from datasets.errors import SourceError
from datasets.library.ingestion.known import KnownReports
from datasets.library.ingestion.places import is_named, place_of, recognise_region
from datasets.library.ingestion.statements import Stated
from datasets.library.regions.register import region


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> KnownReports:
    return KnownReports(tmp_path_factory.mktemp("home"))


# What is stated, the code, the names that are printed, the year; the region that it is, or why it is not sure.
CASES = [
    (Stated(), None, ["双台子区"], 2024, "211102"),
    (Stated(), None, ["盘锦市双台子区"], 2024, "211102"),
    (Stated(), None, ["恩施州"], 2024, "422800"),
    (Stated(), None, ["省", "辽宁省"], 2024, "210000"),
    (Stated(), None, ["中华人民共和国"], 2024, "000000"),
    (Stated(name="襄樊市"), None, [], 2005, "420600"),
    (Stated(name="襄阳市"), None, ["襄樊市"], 2015, "420600"),
    (Stated(), None, ["襄樊市"], 2015, "no region of 2015 is called 襄樊市"),
    (Stated(), None, ["朝阳区"], 2024, "is one of 110105 北京市朝阳区, 220104 吉林省长春市朝阳区"),
    (Stated(), None, ["双台子区", "兴隆台区"], 2024, "is not sure: 双台子区 (211102), 兴隆台区 (211103)"),
    (Stated(), None, [], 2024, "nothing names its region"),
    (Stated(), "211102", ["双台子区"], 2024, "211102"),
    (Stated(), "211100", ["双台子区"], 2024, "211100"),
    (Stated(), "211102", ["朝阳区"], 2024, "its head names 110105"),
    (Stated(), "341400", [], 2015, "there was none in 2015"),
    (Stated(), "990101", [], 2015, "nor in the register; say --name and --name-en"),
    (Stated(name="甲市", name_en="X"), "990101", [], 2015, "990101"),
]


@pytest.mark.parametrize(("stated", "code", "names", "year", "told"), CASES)
def test_a_region_is_told_or_why_it_is_not_sure(
    known: KnownReports, stated: Stated, code: str | None, names: list[str], year: int, told: str
) -> None:
    place, why = recognise_region(stated, code, names, year, known)
    if told.isdigit():
        assert place is not None
        assert (place[0].code, why) == (told, [])
    else:
        assert told in "".join(why)


def test_a_region_has_the_name_and_the_parents_of_its_year(known: KnownReports) -> None:
    place, _ = recognise_region(Stated(), "420600", [], 2005, known)
    assert place is not None
    assert [(one.code, one.name) for one in place] == [
        ("420600", "襄樊市"),
        ("420000", "湖北省"),
        ("000000", "中华人民共和国"),
    ]


@pytest.mark.parametrize("stated", [{"name": "乙区"}, {"level": "prefecture"}])
def test_a_region_of_the_register_has_no_other_name_or_level(known: KnownReports, stated: dict[str, str]) -> None:
    with pytest.raises(SourceError, match="in the register, not"):
        recognise_region(Stated(**stated), "211102", [], 2024, known)  # type: ignore[arg-type]


def test_a_text_names_a_region_by_any_name_it_has() -> None:
    found = region("422800", 2024)
    assert found is not None
    (own, *_) = place_of(found, 2024)
    assert is_named(own, ["恩施州"], "")
    assert is_named(own, [], "恩施土家族苗族自治州政府")
    assert not is_named(own, ["甲市"], "甲市")


def test_a_home_that_is_no_library_knows_the_built_in_regions(tmp_path: Path) -> None:
    assert {"211102", "211100", "210000", "000000"} <= set(KnownReports(tmp_path / "none").regions)
