"""The regions of a release are those of its reports, with all that are above them, as the register has them."""

import csv
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import SourceError
from datasets.library.regions.register import names_of, region, register
from datasets.library.regions.rows import region_rows
from datasets.library.sources import Origin, OriginRegion, Source
from schemas.registries import Region

CORPUS = Path("../shared/corpus")


def stated(code: str, name: str = "某地", level: str = "county", vintage: int = 2020) -> OriginRegion:
    return OriginRegion(code=code, name=name, name_en="X", level=level, scheme="own", vintage=vintage)  # type: ignore[arg-type]


def source(code: str, year: int, *parents: OriginRegion, vintage: int = 2020) -> Source:
    """A report without a text, of which only the origin is asked."""
    of = stated(code, vintage=vintage)
    origin = Origin(file="x", sha256="0" * 64, year=year, title="x", licence="x", region=of, parents=[*parents])
    return Source(f"{code}-{year}", "", origin, "")


def rows(*sources: Source) -> dict[str, Region]:
    return {row.code: row for row in region_rows(sources)}


def parents(*sources: Source) -> dict[str, str | None]:
    return {code: row.parent_code for code, row in rows(*sources).items()}


def test_regions_above_need_not_be_stated() -> None:
    found = rows(source("211102", 2024))
    assert {code: (row.name, row.name_en, row.parent_code) for code, row in found.items()} == {
        "211102": ("双台子区", "Shuangtaizi District", "211100"),
        "211100": ("盘锦市", "Panjin", "210000"),
        "210000": ("辽宁省", "Liaoning", "000000"),
        "000000": ("中华人民共和国", "China", None),
    }


def test_wrong_parents_are_not_taken() -> None:
    wrong = source("211102", 2024, stated("110000", "北京市"), stated("211100", "别的市"))
    assert parents(wrong) == parents(source("211102", 2024))


def test_a_region_has_its_last_name_and_those_before() -> None:
    row = rows(source("420600", 2005))["420600"]
    assert (row.name, row.former_names, row.valid_from, row.valid_to) == ("襄阳市", ["襄樊市"], 2010, None)
    assert rows(source("132201", 1990))["132201"].former_names == []  # 邢台市 had the code before, another city


def test_a_region_that_ended_says_what_it_became() -> None:
    row = rows(source("371200", 2015))["371200"]
    assert (row.valid_from, row.valid_to, row.became, row.parent_code) == (1992, 2019, ["370100"], "370000")
    row = rows(source("500000", 2024))["500000"]
    assert (row.iso_code, row.former_codes) == ("CN-CQ", ["510200"])


def test_the_list_of_a_region_is_the_oldest_that_an_origin_has_it_from() -> None:
    first, later = (source("211102", year, vintage=year - 1) for year in (2022, 2024))
    assert [rows(*some)["211102"].vintage for some in ([first, later], [later])] == [2021, 2023]


def test_regions_that_no_register_has_are_as_origins_state_them() -> None:
    town = source("211198", 2024, stated("211199", "某新区"), stated("110000", "北京市"))
    found = rows(town, source("211102", 2024))
    assert (found["211198"].name, found["211199"].name) == ("某地", "某新区")
    assert parents(town) == {
        "211198": "211199", "211199": "211100", "211100": "210000", "210000": "000000", "000000": None,
    }  # fmt: skip
    message = "region 211199: 211198-2025 and 211198-2024 disagree; make the origins alike"
    with pytest.raises(SourceError, match=message):
        region_rows([town, source("211198", 2025, stated("211199", "另一新区"))])
    with pytest.raises(SourceError, match="region 211198: 211198-2025 and 211198-2024 disagree"):
        region_rows([town, source("211198", 2025)])


SOME = [
    source("420600", 2005),
    source("420600", 2015),
    source("420602", 2010),
    source("211102", 2024),
    source("211100", 1995),
    source("510200", 1990),
]


def test_the_order_reports_came_in_does_not_matter() -> None:
    assert all(rows(*some) == rows(*SOME) for some in permutations(SOME))


SOURCES = st.builds(source, st.sampled_from(sorted(register())), st.integers(1949, 2030))


@given(st.lists(SOURCES, min_size=1, max_size=8), SOURCES)
def test_a_report_more_changes_no_row(given: list[Source], other: Source) -> None:
    """Of regions from the same list; from an older one, only the vintage would be another."""
    before, after = rows(*given), rows(*given, other)
    assert before == {code: after[code] for code in before}


@given(st.lists(SOURCES, min_size=1, max_size=8))
def test_every_region_but_the_nation_has_one_above_it_that_is_there(given: list[Source]) -> None:
    found = parents(*given)
    assert all(parent in found for code, parent in found.items() if code != "000000")
    assert found["000000"] is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real reports is not here")
@pytest.mark.parametrize("index", ["index.csv", "index-md.csv"])
def test_every_report_of_the_corpus_is_of_a_region_of_its_year(index: str) -> None:
    with (CORPUS / index).open(encoding="utf-8-sig", newline="") as listed:
        rows = [(row["region_code"], row["region_name"], int(row["year"])) for row in csv.DictReader(listed)]
    assert rows
    assert [row for row in rows if not region(row[0], row[2]) or row[1] not in names_of(row[0], row[2])] == []
