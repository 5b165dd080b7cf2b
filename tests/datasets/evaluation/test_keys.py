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
