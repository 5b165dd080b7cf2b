"""Keys that tie statements about one undertaking: pairs of names that a person judged, of consecutive reports."""

import json
from pathlib import Path

import pytest

from datasets.extract.projects.attributes import key_of
from datasets.library.home import BUILT_IN
from datasets.reading.text import fold

PAIRS = Path(__file__).parent / "labels/project_pairs.jsonl"
CORPUS = BUILT_IN.parents[1] / "shared/corpus/md"
TIED = [
    ("东山高速公路", "东山高速", True),
    ("东山水道综合整治工程", "东山水道整治", True),
    ("轨道交通六号线一期", "6号线一期工程", True),
    ("国家级东山基地", "东山基地", True),
    ("东山至西河铁路", "东山—西河铁路", True),
    ("东山河综合整治", "东山河治理工程", True),
    ("东山民用机场", "东山机场", True),
    ("东山机场第二跑道", "东山机场二跑道", True),
    ("西河六代线", "西河6代", True),
    ("东西高铁安徽段", "东西高铁", True),
    ("设立东山国家公园", "东山国家公园", True),
    ("东山/西河口岸", "东山西河口岸", True),
    ("文脉整理与研究工程", "文脉整理和研究工程", True),
    ("港中大(深圳)医学院", "香港中文大学(深圳)医学院", True),
    ("中石油辽河石化搬迁", "辽河石化搬迁", True),
    ("都市圈西环线高速公路", "都市圈西环段高速", True),
    ("东山大型炼化一体化基地", "东山炼化一体化", True),
    ("东山河生态修复一期工程", "东山河修复工程一期", True),
    ("民族学院泸定新校区", "民族学院泸定校区", True),
    ("大型物流枢纽", "物流枢纽", False),
    ("东山大学新校区", "东山大学校区", False),
    ("国家级区域医疗中心", "省级区域医疗中心", False),
    ("黄河安徽段", "黄河", False),
    ("东山机场", "东山机场新航站楼", False),
    ("第二东通道", "第二西通道", False),
    ("东山高速", "东山高铁", False),
    ("东山一中", "东山二中", False),
]


@pytest.mark.parametrize(("one", "other", "same"), TIED)
def test_forms_that_mean_the_same_are_tied_and_others_are_not(one: str, other: str, same: bool) -> None:
    assert (key_of("210000", fold(one))[0] == key_of("210000", fold(other))[0]) is same


@pytest.mark.parametrize(
    ("region", "one", "other", "same"),
    [
        ("420100", "武汉天河机场三期", "天河机场三期", True),
        ("420000", "武汉天河机场", "天河机场", False),  # a province has works of one name in several cities
        ("420102", "武汉天河机场", "天河机场", False),  # what a county says of its city
        ("420100", "武汉大桥", "大桥", False),
        ("430100", "长沙至东山高速", "至东山高速", False),
        ("440300", "北京大学深圳医院", "深圳医院", False),
    ],
)
def test_a_city_tells_nothing_apart_in_its_own_report(region: str, one: str, other: str, same: bool) -> None:
    assert (key_of(region, fold(one))[0] == key_of(region, fold(other))[0]) is same


def test_a_line_is_the_same_in_every_region_but_not_one_that_every_region_has() -> None:
    assert key_of("540000", "川藏铁路") == ("000000:川藏铁路", "line", 0.8)
    assert key_of("510000", "川藏铁路")[0] == key_of("540000", "川藏铁路")[0]
    assert key_of("510000", "机场高速")[0] != key_of("540000", "机场高速")[0]
    assert key_of("510000", "绕城高速公路")[1] == "core"


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="../shared/corpus is not here; real reports are not part of the project"
)
def test_pairs_of_consecutive_reports_are_tied_where_a_person_ties_them() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    tied = [(key(pair["a"]) == key(pair["b"]), pair["same"]) for pair in pairs]
    assert not [pair for pair, (is_tied, same) in zip(pairs, tied, strict=True) if is_tied and not same]
    same = [is_tied for is_tied, same in tied if same]
    assert len(pairs) >= 130
    assert sum(same) / len(same) >= 0.6


def key(label: dict[str, int | str]) -> str:
    text = fold((CORPUS / f"{label['report']}.md").read_bytes().decode())
    return key_of(str(label["report"])[:6], text[int(label["start"]) : int(label["end"])])[0]
