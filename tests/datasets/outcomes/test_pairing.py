"""Targets are paired with the figures of later reports that answer them, and a wrong pair is worse than none."""

from dataclasses import dataclass, field
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.extract.report import extract
from datasets.outcomes.governments import Government, ReportRows
from datasets.outcomes.library import outcomes, with_outcomes
from datasets.outcomes.names import likeness
from datasets.outcomes.pairing import outcomes_of
from datasets.reading.document import Document
from datasets.rules.metrics.definitions import METRICS
from datasets.rules.outcomes import CEILINGS, RELATED_METRICS
from schemas.outcomes import Outcome


def report(year: int, did: str = "", plans: str = "", code: str = "211102") -> ReportRows:
    """The rows of a short report: what it says was done the year before, and what it promises."""
    text = (
        f"{year}年政府工作报告\n各位代表：\n一、{year - 1}年工作回顾\n{did}\n"
        f"二、{year}年工作安排\n今年的主要预期目标是：{plans}\n"
    )
    report_id = f"{code}-{year}"
    read = extract(Document(text, report_id, year=year))
    return ReportRows(report_id, read.targets, read.indicators)


def became(*reports: ReportRows) -> list[Outcome]:
    return list(outcomes_of(Government(reports)))


@dataclass
class Case:
    """A target, what the next report says, and what has come of it."""

    plans: str
    did: str
    status: str
    value: float | None = None
    lost: set[str] = field(default_factory=set)


CASES = {
    "the same metric": Case("地区生产总值增长6%。", "地区生产总值增长6.1%。", "met", 6.1),
    "two per cent above an exact target": Case("地区生产总值增长6%。", "地区生产总值增长6.5%。", "exceeded", 6.5),
    "a bound can only be met": Case("地区生产总值增长6%以上。", "地区生产总值增长8%。", "met", 8),
    "short of it": Case("地区生产总值增长6%左右。", "地区生产总值增长5.2%。", "missed", 5.2),
    "five per cent above an approximate target": Case("固定资产投资增长10%左右。", "固定资产投资增长10.4%。", "met", 10.4),
    "a limit": Case("城镇登记失业率控制在4.5%以内。", "城镇登记失业率3.9%。", "met", 3.9),
    "prices should stay below": Case("居民消费价格涨幅3%左右。", "居民消费价格上涨0.8%。", "met", 0.8),
    "a fall is judged by its size": Case("万元生产总值能耗下降3%。", "万元生产总值能耗下降3.5%。", "exceeded", -3.5),
    "a fall that was too small": Case("万元生产总值能耗下降3%。", "万元生产总值能耗下降1.2%。", "missed", -1.2),
    "a range": Case("地区生产总值增长5%-6%。", "地区生产总值增长5.5%。", "met", 5.5),
    "another unit of the same": Case("城镇新增就业9700人。", "城镇新增就业1.2万人。", "exceeded", 1.2),
    "nothing said": Case("地区生产总值增长6%。", "粮食产量达到20万吨。", "not_reported"),
    "only the level": Case("社会消费品零售总额增长6%。", "社会消费品零售总额达到120亿元。", "not_comparable", None, {"other_kind"}),
    "a part of the year": Case("工业投资增长6%。", "前三季度，工业投资增长9%。", "not_comparable", None, {"part_of_year"}),
    "an average of years": Case("地区生产总值增长6%。", "五年来，地区生产总值年均增长7.1%。", "not_comparable", None, {"span"}),
    "a name that is like it": Case("建设农村幸福互助院15个。", "新建农村幸福互助院16个。", "exceeded", 16),
    "a stock is not what was added": Case("新增智慧岗亭30个。", "智慧岗亭累计达到420个。", "not_comparable", None, {"other_kind"}),
    "a daily figure is not the year's": Case("新登记经营主体2万户。", "日均新登记经营主体100户。", "not_reported"),
    "works begun are not works done": Case("建成高速公路120公里。", "在建高速公路500公里。", "not_reported"),
    "what a place keeps is not the whole": Case("财政收入达到100亿元。", "地方财政收入完成54亿元。", "not_comparable", None, {"other_scope"}),
    "nor is the whole what a place keeps": Case("地方财政收入增长11%。", "财政收入增长12.3%，其中，地方财政收入增长11.1%。", "met", 11.1),
    "what a place keeps goes before the whole": Case("地方财政收入增长10.6%。", "财政总收入76.5亿元，增长22.9%；地方财政一般预算收入31.4亿元，增长22%。", "exceeded", 22),
    "the growth of one may be told for that of the other": Case("财政收入增长11%。", "地方财政收入增长11.1%。", "met", 11.1),
    "an index of prices by their growth": Case("居民消费价格指数控制在103左右。", "居民消费价格上涨2.1%。", "met", 2.1),
    "the growth of prices by an index": Case("居民消费价格涨幅控制在3%以内。", "居民消费价格指数为103.5。", "missed", 103.5),
    "a level of prices in per cent": Case("居民消费价格总水平控制在4%左右。", "居民消费价格涨幅4.8%。", "missed", 4.8),
    "posts in towns by the people who fill them": Case("新增城镇就业岗位17万个。", "城镇新增就业20万人。", "exceeded", 20),
    "posts for some are not new jobs in towns": Case("提供就业岗位1万个。", "城镇新增就业23万人。", "not_reported"),
    "a part is not the whole": Case("县域生产总值增长20%。", "地区生产总值增长13%。", "not_reported"),
    "the name that is meant among those of one metric": Case("完成营造林5万亩。", "新增造林2250亩。\n完成营造林5.5万亩。", "exceeded", 5.5),
    "the unit that is meant": Case("办好45件民生实事。", "完成12类民生实事。\n完成45件民生实事。", "met", 45),
    "one of several that say something else": Case("新增截污量20万吨。", "新增截污量4万吨。\n新增截污量6万吨。", "not_comparable", None, {"ambiguous"}),
    "a name that many things have": Case("实施项目60个。", "实施项目33个。", "not_reported"),
    "a short name and another size": Case("水利投入8000万元。", "水利投入6.03亿元。", "not_reported"),
    "its own words again": Case("重点项目完成投资1300亿元。", "围绕重点项目完成投资1300亿元，压实责任。", "not_reported"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_came_of_a_target_is_what_the_next_report_says(case: Case) -> None:
    row = became(report(2023, plans=case.plans), report(2024, did=case.did))[0]
    assert (row.status, row.outcome_value) == (case.status, case.value)
    assert case.lost <= {one.lost for one in row.candidates}


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    (row,) = became(report(2023, plans="地区生产总值增长6%。"), report(2024, did="地区生产总值增长5.5%。"))
    assert (row.difference, row.difference_unit) == (-0.5, "percentage_point")


def test_a_difference_of_amounts_is_in_the_base_unit() -> None:
    (row,) = became(report(2023, plans="固定资产投资完成120亿元。"), report(2024, did="固定资产投资完成118亿元。"))
    assert (row.difference, row.difference_unit) == (-200_000_000, "CNY")


def test_a_target_is_pending_until_the_report_that_closes_its_year_is_there() -> None:
    first, last = report(2023, plans="地区生产总值增长6%。"), report(2025, did="地区生产总值增长5%。")
    assert [row.status for row in became(first, last)] == ["pending"]


def test_a_report_without_a_later_one_has_no_outcomes() -> None:
    assert became(report(2023, plans="地区生产总值增长6%。")) == []


def test_an_aim_of_several_years_is_answered_when_they_are_over_and_has_its_progress_till_then() -> None:
    start = report(2021, plans="到2025年，森林覆盖率达到40%。")
    between = report(2023, did="森林覆盖率达到38%。")
    (pending,) = became(start, between)
    assert (pending.status, pending.year) == ("pending", 2025)
    assert pending.progress_id in {one.id for one in between.indicators}
    (over,) = became(start, between, report(2026, did="森林覆盖率达到41%。"))
    assert (over.status, over.outcome_value, over.outcome_report_id) == ("exceeded", 41, "211102-2026")


SPANS = {
    "an average by an average, though the growth of all years stands before it": (
        "“十四五”时期，地区生产总值年均增长6%。",
        "“十四五”时期，地区生产总值比2020年增长32%，年均增长5.7%。", "missed", 5.7, -0.3),
    "an average by the growth of all years": (
        "“十四五”时期，地区生产总值年均增长6%。", "“十四五”时期，地区生产总值比2020年增长40%。", "exceeded", 40, 0.961),
    "an average count by the total": (
        "“十四五”时期，城镇新增就业年均3万人。", "“十四五”时期，累计城镇新增就业14万人。", "missed", 14, -2000),
    "a total by an average count": (
        "“十四五”时期，累计城镇新增就业14万人。", "“十四五”时期，城镇新增就业年均3万人。", "exceeded", 3, 10_000),
    "a total not by one of its years": (
        "“十四五”时期，累计城镇新增就业14万人。", "2025年，城镇新增就业3万人。", "not_comparable", None, None),
    "a doubling by an average": (
        "“十四五”时期，旅游总收入比2020年翻一番。", "“十四五”时期，旅游总收入年均增长15%。", "met", 15, 0.008),
    "a doubling that fell short": (
        "“十四五”时期，旅游总收入比2020年翻一番。", "“十四五”时期，旅游总收入年均增长12%。", "missed", 12, -0.182),
    "two doublings by a multiple on top": (
        "“十四五”时期，旅游总收入比2020年翻两番。", "“十四五”时期，旅游总收入比2020年增长3.2倍。", "exceeded", 3.2, 0.07),
    "a doubling by the multiple of a level": (
        "“十四五”时期，旅游总收入比2020年翻一番。", "“十四五”时期，旅游总收入达到90亿元，是2020年的2.1倍。", "exceeded", 2.1, 0.07),
    "a growth not by the multiple of a level, in the prices of its years": (
        "“十四五”时期，地区生产总值年均增长6%。", "“十四五”时期，地区生产总值是2020年的1.5倍。", "not_comparable", None, None),
    "a growth not by the totals of two plans": (
        "“十四五”时期，固定资产投资年均增长6%。", "“十四五”时期，固定资产投资是“十三五”时期的1.5倍。", "not_comparable", None, None),
    "a doubling whose first year is not told": (
        "“十四五”时期，旅游总收入翻一番。", "“十四五”时期，旅游总收入年均增长15%。", "not_comparable", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("plans", "did", "status", "value", "difference"), SPANS.values(), ids=SPANS)
def test_an_aim_of_a_plan_is_judged_on_the_basis_it_is_said_on(
    plans: str, did: str, status: str, value: float | None, difference: float | None
) -> None:
    (row,) = became(report(2021, plans=plans), report(2026, did=did))
    assert (row.status, row.outcome_value) == (status, value)
    assert row.difference == (None if difference is None else pytest.approx(difference, abs=0.001))


GROWN = st.floats(0.1, 300, allow_nan=False)


@given(GROWN, st.sampled_from(["年均增长{:.6f}%", "比2020年增长{:.6f}%", "比2020年增长{:.6f}倍", "比2020年翻{:.6f}番"]))
def test_a_growth_of_a_plan_says_the_same_on_every_basis(average: float, shape: str) -> None:
    times = (1 + average / 100) ** 5
    said = {"年均": average, "%": 100 * (times - 1), "倍": times - 1, "番": log2(times)}
    value = next(value for word, value in said.items() if word in shape)
    if value < (1000 if "番" not in shape else 10):
        plans = f"“十四五”时期，旅游总收入年均增长{average:.6f}%。"
        (row,) = became(report(2021, plans=plans), report(2026, did=f"“十四五”时期，旅游总收入{shape.format(value)}。"))
        assert row.difference == pytest.approx(0, abs=0.01)


def test_the_exact_figure_is_taken_and_the_rounded_one_says_why_it_was_not() -> None:
    later = report(2024, did="旅游总收入首次突破1000亿元。\n旅游总收入1235亿元。")
    (row,) = became(report(2023, plans="旅游总收入1100亿元。"), later)
    assert row.outcome_value == 1235
    assert [one.lost for one in row.candidates] == [None, "rounded"]


@pytest.mark.parametrize("rounded", ["旅游总收入1000亿元以上。", "旅游总收入保持在1000亿元左右。"])
def test_a_bound_is_rounded_too(rounded: str) -> None:
    (row,) = became(report(2023, plans="旅游总收入1100亿元。"), report(2024, did=f"{rounded}\n旅游总收入1235亿元。"))
    assert row.outcome_value == 1235


def test_a_bound_of_the_main_paragraph_goes_before_an_exact_figure_elsewhere() -> None:
    did = (
        "全市经济平稳运行，实现地区生产总值1300亿元，增长17%以上；财政收入210亿元，增长20%；社会消费品零售总额500亿元，增长15%；"
        "固定资产投资800亿元，增长30%。\n县域经济发展迅速，生产总值增长20%。"
    )
    (row,) = became(report(2023, plans="地区生产总值增长15%。"), report(2024, did=did))
    assert row.outcome_value == 17


def test_a_firm_figure_is_not_preferred_to_an_estimate_that_stands_before_it() -> None:
    did = "预计全市生产总值增长16%。\n县域经济发展迅速，生产总值增长18.4%。"
    (row,) = became(report(2023, plans="地区生产总值增长15%。"), report(2024, did=did))
    assert (row.outcome_value, row.outcome_is_estimated) == (16, True)


def test_a_figure_of_years_after_is_no_progress_of_a_year_that_nothing_closed() -> None:
    first, last = report(2010, plans="地区生产总值增长6%。"), report(2015, did="地区生产总值增长5%。")
    (row,) = became(first, last)
    assert (row.status, row.progress_id) == ("pending", None)


def test_an_outcome_says_whose_target_it_was() -> None:
    plans = "地区生产总值增长6%。\n高新区工业增加值增长9%。"
    rows = became(report(2023, plans=plans), report(2024, did="地区生产总值增长6%。"))
    assert {(row.value, row.scope) for row in rows} == {(6, None), (9, "高新区")}


def test_what_a_still_later_report_says_of_the_year_is_kept() -> None:
    plan, told = report(2023, plans="地区生产总值增长6%。"), report(2024, did="地区生产总值预计增长6.2%。")
    again = report(2025, did="2023年，地区生产总值增长5.9%。")
    row = became(plan, told, again)[0]
    assert (row.outcome_value, row.outcome_is_estimated, row.restated_value) == (6.2, True, 5.9)


RELATIONS = {
    "in step": ("居民人均可支配收入增长与经济增长同步。", "地区生产总值增长6%。居民人均可支配收入增长5.6%。", "met", -0.4),
    "out of step": ("居民人均可支配收入增长与经济增长同步。", "地区生产总值增长6%。居民人均可支配收入增长4%。", "missed", -2.0),
    "one side only": ("居民人均可支配收入增长与经济增长同步。", "居民人均可支配收入增长5.6%。", "not_comparable", None),
    "a limit that is not told": ("城镇登记失业率控制在省定目标以内。", "城镇登记失业率3.1%。", "not_comparable", None),
}  # fmt: skip


@pytest.mark.parametrize(("plans", "did", "status", "difference"), RELATIONS.values(), ids=RELATIONS)
def test_a_relation_is_judged_by_both_of_its_sides(plans: str, did: str, status: str, difference: float | None) -> None:
    (row,) = became(report(2023, plans=plans), report(2024, did=did))
    assert (row.status, row.difference) == (status, difference)
    assert (row.reference_id is None) == (difference is None)


def test_an_average_of_the_province_is_looked_up_in_its_report() -> None:
    rows = [
        report(2023, plans="地区生产总值增速高于全省平均水平。"),
        report(2024, did="地区生产总值增长5.5%。"),
        report(2024, did="地区生产总值增长5.3%。", code="210000"),
    ]
    targets = [target for row in rows for target in row.targets]
    indicators = [indicator for row in rows for indicator in row.indicators]
    (row,) = [one for one in outcomes(targets, indicators) if one.reference]
    assert (row.status, row.difference, row.reference_id) == ("met", 0.2, rows[2].indicators[0].id)
    assert {one.id: one.outcome_id for one in with_outcomes(targets, [row])}[row.target_id] == row.outcome_id


NAMES = {
    ("新建农村幸福互助院", "农村幸福互助院"): True,
    ("全社会研发投入占地区生产总值比重", "研发支出占GDP比重"): True,
    ("老旧小区改造", "城镇老旧小区改造项目"): True,
    ("人均粮食产量", "粮食产量"): False,
    ("面积", "绿化面积"): False,
    ("发明专利授权量", "养老机构床位"): False,
}


@pytest.mark.parametrize(("one", "other", "alike"), [(*names, alike) for names, alike in NAMES.items()])
def test_names_are_alike_by_what_tells_things_apart(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) > 0.7) is alike


@given(
    st.text("新建增农村公路里程投资学校占比重万亩座个人均", min_size=1, max_size=12),
    st.text("新建农村公路学校", min_size=1),
)
def test_likeness_is_symmetric_and_between_none_and_all(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)


def test_the_metrics_that_rules_name_are_in_the_registry() -> None:
    known = {metric.id for metric in METRICS}
    assert known >= CEILINGS
    assert all(group <= known for group, *_ in RELATED_METRICS)


FIGURES = st.lists(
    st.tuples(st.sampled_from(["地区生产总值", "固定资产投资", "城镇新增就业", "老旧小区改造", "粮食产量"]),
              st.sampled_from(["增长{}%", "达到{}亿元", "完成{}万人", "年均增长{}%", "下降{}%", "突破{}亿元"]),
              st.integers(0, 999)), max_size=6,
)  # fmt: skip


@given(FIGURES, FIGURES, FIGURES)
def test_every_target_has_one_row_and_every_pair_compares_like_with_like(
    plans: list[tuple[str, str, int]], did: list[tuple[str, str, int]], later: list[tuple[str, str, int]]
) -> None:
    first = report(2022, plans=sentence(plans))
    reports = [first, report(2023, sentence(did), sentence(plans)), report(2024, sentence(later))]
    rows = became(*reports)
    targets = {one.id: one for row in reports[:-1] for one in row.targets}
    figures = {one.id: one for row in reports for one in row.indicators}
    assert {row.target_id for row in rows} == {one.id for one in targets.values() if one.year is not None}
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert (row.outcome_id is not None) == (row.outcome_value is not None)
        if row.outcome_id and row.method != "relation":
            target, figure = targets[row.target_id], figures[row.outcome_id]
            assert figure.report_id > target.report_id
            assert target.base_unit == figure.base_unit
            assert (figure.measure in ("growth",)) == (target.measure in ("growth",))


def sentence(figures: list[tuple[str, str, int]]) -> str:
    return "".join(f"{name}{shape.format(value)}。" for name, shape, value in figures)
