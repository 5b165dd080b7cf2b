"""Whatever the text: no exception, offsets give the quotes, every numeral is accounted for."""

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.extract.report import Extraction, extract
from datasets.library.home import BUILT_IN
from datasets.reading.document import Document
from datasets.releases.catalogue import metric_rows, unit_rows
from datasets.releases.checks import broken
from datasets.releases.tables.parquet import plain_rows
from schemas.tables import TABLES
from schemas.vocabulary import Part

REPORT = "211102-2024"
WORDS = st.sampled_from(
    [
        "一、2023年工作回顾\n", "二、2024年工作安排\n", "各位代表：\n", "\n", "。", "，", "、", "；", "（一）", "地区生产总值", "固定资产投资", "同比", "增长", "下降",
        "分别", "城乡居民", "总投资", "项目", "等", "个", "亿元", "%", "％", "个百分点", "万", "百分之", "三分之一", "以上", "左右", "5", "１０", "3.5", "十四", "第", "全市", "名词解释\n",
        "1.甲：乙、丙、丁。\n", "“1+8”", "《第3号》", "-", "—", "到", "突破", "近", "2024年", "\u3000", "预计", "与经济增长同步", "控制在", "内", "签约", "\u2028", "\x00", "𠀀",
        "五年", "来", "今后", "过去", "“十三五”", "时期", "以来", "末", "年", "年前", "比", "去年", "到2030年", "2016-2020年", "7月份", "累计", "年均", "**", "# ", "<!--", "让我们", "问题",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map("".join))


def laws_broken(source: str, extraction: Extraction, report: str = REPORT) -> list[str]:
    """The laws of a release that do not need its reports table."""
    rows = {table.name: [] for table in TABLES} | {
        name: plain_rows(next(t for t in TABLES if t.name == name), getattr(extraction, name))
        for name in extraction.__struct_fields__
    }
    rows["metrics"] = [msgspec.to_builtins(row) for row in metric_rows()]
    rows["units"] = [msgspec.to_builtins(row) for row in unit_rows()]
    rows["reports"] = [{"id": report, "region_code": None}]
    return list(broken(rows, {report: source}))


@given(TEXTS, st.sampled_from([None, "review", "plan"]))
def test_any_text_is_read_without_an_exception_and_keeps_the_laws(source: str, part: object) -> None:
    assert laws_broken(source, extract(Document(source, REPORT, year=2024, part=part))) == []


def test_the_same_text_gives_the_same_rows(source: object) -> None:
    first, second = (extract(source.document()) for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("力争地区生产总值增长6%。", "targets"), ("去年地区生产总值增长6%。", "indicators")],
)
def test_wording_tells_which_part_a_loose_passage_is_from(text: str, kind: str) -> None:
    assert [row.value for row in getattr(extract(Document(text, REPORT)), kind)] == [6]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("新增就业5万人以上。", [(5, "万人", "ge", None)]),
        ("失业率控制在5.5%以内。", [(5.5, "%", "le", None)]),
        ("地区生产总值增长5.0%—5.5%。", [(5, "%", "eq", 5.5)]),
        ("接待游客5万余人次。", [(5, "万人次", "gt", None)]),
        ("农村公路总里程达到３．５万公里。", [(3.5, "万公里", "eq", None)]),
        ("1 9 9 7 年经济增长8 ．8 ％。", [(8.8, "%", "eq", None)]),
        ("进出口总额下降5.6%。", [(-5.6, "%", "eq", None)]),
        ("占比提高1.7个百分点。", [(1.7, "个百分点", "eq", None)]),
        ("粮食产量超过百分之五。", [(5, "百分之", "gt", None)]),
        ("“十四五”规划第三章，第十五次会议。", []),
        ("地区生产总值能耗与万元产值。", []),
        ("2024年1月23日，电话0427-2360834。", []),
    ],
)
def test_a_figure_is_read_with_unit_and_bound(text: str, values: list[tuple[object, ...]]) -> None:
    rows = extract(Document(text, REPORT, part="review")).indicators
    assert [(row.value, row.unit, row.comparator, row.value_high) for row in rows] == values


CORPUS = sorted((BUILT_IN.parents[1] / "shared/corpus/txt").glob("*.txt"))


KEPT = [
    ("review", "失业率控制在3.4%。", ["eq"]),
    ("review", "失业率控制在3.4%以内。", ["le"]),
    ("review", "失业率控制在3%左右。", ["approx"]),
    ("review", "失业率不超过3.4%。", ["le"]),
    ("review", "失业率、人口自然增长率分别控制在3.4%和5‰以内。", ["le", "le"]),
    ("plan", "失业率控制在3.4%。", ["le"]),
]


@pytest.mark.parametrize(("part", "text", "comparators"), KEPT)
def test_what_was_kept_at_a_value_is_that_value_and_what_shall_be_kept_is_bound(
    part: Part, text: str, comparators: list[str]
) -> None:
    read = extract(Document(text, "x", year=2024, part=part))
    assert [row.comparator for row in (*read.indicators, *read.targets)] == comparators


@pytest.mark.skipif(not CORPUS, reason="../shared/corpus is not here; real reports are not part of the project")
@pytest.mark.parametrize("file", CORPUS[:: 1 if os.environ.get("BAOGAO_WHOLE_CORPUS") else 12], ids=lambda f: f.stem)
def test_a_real_report_keeps_the_laws(file: Path) -> None:
    source = file.read_bytes().decode()
    report = f"211102-{file.stem[-4:]}"
    assert laws_broken(source, extract(Document(source, report, year=int(file.stem[-4:]))), report) == []
