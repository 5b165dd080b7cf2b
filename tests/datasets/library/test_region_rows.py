"""The regions of a release are those of its reports, in the year of the newest, with all that are above them."""

import csv
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import SourceError
from datasets.library.region_rows import line_rows, region_rows
from datasets.library.regions import names_of, region, register
from datasets.library.sources import Origin, OriginRegion, Source

CORPUS = Path("../shared/corpus")


def stated(code: str, name: str = "某地", level: str = "county", vintage: int = 2020) -> OriginRegion:
    return OriginRegion(code=code, name=name, name_en="X", level=level, scheme="own", vintage=vintage)  # type: ignore[arg-type]


def source(code: str, year: int, *parents: OriginRegion, **region: str) -> Source:
    """A report without a text, of which only the origin is asked."""
    of = stated(code, **region)  # type: ignore[arg-type]
    origin = Origin(file="x", sha256="0" * 64, year=year, title="x", licence="x", region=of, parents=[*parents])
    return Source(f"{code}-{year}", "", origin, "")


def told(sources: list[Source]) -> dict[str, tuple[str, int, str | None]]:
    return {row.code: (row.name, row.vintage, row.parent_code) for row in region_rows(sources)}


def test_regions_above_need_not_be_stated() -> None:
    assert told([source("211102", 2024)]) == {
        "211102": ("双台子区", 2023, "211100"),
        "211100": ("盘锦市", 2023, "210000"),
        "210000": ("辽宁省", 2023, "000000"),
        "000000": ("中华人民共和国", 2023, None),
    }


def test_wrong_parents_are_not_taken() -> None:
    wrong = source("211102", 2024, stated("110000", "北京市"), stated("211100", "别的市"))
    assert told([wrong]) == told([source("211102", 2024)])


def test_the_newest_report_says_which_region_a_code_is() -> None:
    old, new = source("420600", 2005), source("420600", 2015)
    assert told([old])["420600"] == ("襄樊市", 2004, "420000")
    assert told([old, new])["420600"] == ("襄阳市", 2014, "420000")
    (row,) = (one for one in region_rows([old, new]) if one.code == "420600")
    assert (row.former_names, row.valid_from, row.valid_to, row.became) == (["襄樊市"], 2010, None, [])


def test_a_region_that_ended_says_what_it_became() -> None:
    row = next(line_rows(source("371200", 2015).origin))
    assert (row.valid_from, row.valid_to, row.became) == (1992, 2019, ["370100"])
    row = next(line_rows(source("500000", 2024).origin))
    assert (row.iso_code, row.former_codes) == ("CN-CQ", ["510200"])


def test_a_code_of_another_year_has_the_regions_above_it_that_it_had() -> None:
    assert told([source("520502", 2005)])["520502"] == ("七星关区", 2004, "520500")
    assert told([source("000000", 1954)]) == {"000000": ("中华人民共和国", 1980, None)}


def test_regions_that_no_register_has_are_as_origins_state_them() -> None:
    town = source("211198", 2024, stated("211199", "某新区"), stated("211100", "盘锦市"))
    rows = told([town, source("211102", 2024)])
    assert rows["211198"] == ("某地", 2020, "211199")
    assert rows["211199"] == ("某新区", 2020, "211100")
    assert rows["211100"] == ("盘锦市", 2023, "210000")
    with pytest.raises(
        SourceError, match="region 211199: 211198-2025 and 211198-2024 disagree; make the origins alike"
    ):
        region_rows([town, source("211198", 2025, stated("211199", "另一新区"))])


SOME = [
    source("420600", 2005),
    source("420600", 2015),
    source("420602", 2010),
    source("211102", 2024),
    source("211100", 1995),
    source("510200", 1990),
]


def test_the_order_reports_came_in_does_not_matter() -> None:
    assert {tuple(sorted(told([*some]).items())) for some in permutations(SOME)} == {tuple(sorted(told(SOME).items()))}


@given(st.lists(st.tuples(st.sampled_from(sorted(register())), st.integers(1949, 2030)), min_size=1, max_size=8))
def test_every_region_but_the_nation_has_one_above_it_that_is_there(given: list[tuple[str, int]]) -> None:
    rows = told([source(code, year) for code, year in given])
    assert all(parent in rows for code, (_, _, parent) in rows.items() if code != "000000")
    assert rows["000000"][2] is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real reports is not here")
@pytest.mark.parametrize("index", ["index.csv", "index-md.csv"])
def test_every_report_of_the_corpus_is_of_a_region_of_its_year(index: str) -> None:
    with (CORPUS / index).open(encoding="utf-8-sig", newline="") as listed:
        rows = [(row["region_code"], row["region_name"], int(row["year"])) for row in csv.DictReader(listed)]
    assert rows
    assert [row for row in rows if not region(row[0], row[2]) or row[1] not in names_of(row[0], row[2])] == []
