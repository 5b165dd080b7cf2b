"""Series, panel, coverage and undertakings follow from the rows of all reports of a library, and tell what is absent."""

import pytest

from datasets.extract.report import Extraction, extract, with_region_and_year
from datasets.outcomes.library import derived
from datasets.outcomes.mentions import Line, mentions
from datasets.reading.document import Document
from datasets.rules.metrics.definitions import METRICS
from datasets.rules.series import BREAKS
from schemas.reports import Report

REGION = {"region_code": "211102", "region_name": "双台子区", "level": "county"}


def read(year: int, did: str = "", plans: str = "") -> tuple[Report, Extraction]:
    """A short report: what was done the year before, and what is promised."""
    text = (
        f"{year}年政府工作报告\n各位代表：\n一、{year - 1}年工作回顾\n{did}\n"
        f"二、{year}年工作安排\n今年的主要预期目标是：{plans}\n"
    )
    report_id = f"211102-{year}"
    found = with_region_and_year(extract(Document(text, report_id, year=year)), **REGION, report_year=year)
    row = Report(
        id=report_id, year=year, title="政府工作报告", region_name_en="Shuangtaizi District", licence="official",
        sha256="0" * 64, char_length=len(text), paragraph_count=text.count("\n"), parts_confidence=0.9, **REGION,
    )  # fmt: skip
    return row, found


def tables(*reports: tuple[Report, Extraction]) -> dict[str, list]:
    return derived([row for row, _ in reports], [found for _, found in reports])


def test_a_series_has_one_value_a_year_and_every_statement_behind_it() -> None:
    found = tables(
        read(2023, "地区生产总值预计增长3%。", "地区生产总值增长6%。"),
        read(2024, "地区生产总值增长5.1%。2022年地区生产总值增长2.8%。", "地区生产总值增长5%。"),
    )
    growth = {row.year: row for row in found["series"] if (row.metric_id, row.measure) == ("gdp", "growth")}
    assert {year: (row.value, row.value_kind) for year, row in growth.items()} == {
        2022: (2.8, "final"), 2023: (5.1, "final"), 2024: (5.0, "target"),
    }  # fmt: skip
    assert [one.value_kind for one in growth[2023].statements] == ["final", "target"]
    assert growth[2022].statement_count == 2
    assert len({row.id for row in found["series"]}) == len(found["series"])


def test_what_the_plan_says_of_the_past_year_came_out_and_was_not_promised() -> None:
    year = "过去一年，地区生产总值增长10.3%，居民消费价格上涨3.3%，城镇新增就业1168人。"
    report, found = read(2011, plans="地区生产总值增长8%左右。")
    assert not [row for row in found.indicators if row.metric_id == "gdp"]
    text = f"2011年政府工作报告\n各位代表：\n一、2010年工作回顾\n成绩很大。\n二、2011年工作安排\n{year}\n今年，地区生产总值增长8%。\n"
    found = with_region_and_year(extract(Document(text, report.id, year=2011)), **REGION, report_year=2011)
    told = [(row.metric_id, row.value, row.year) for row in found.indicators]
    assert told == [("gdp", 10.3, 2010), ("cpi", 3.3, 2010), ("urban_new_jobs", 1168.0, 2010)]
    assert [(row.value, row.year) for row in found.targets] == [(8.0, 2011)]
    ledger = {row.row_id for row in found.figures if row.table}
    assert ledger == {row.id for row in (*found.indicators, *found.targets)}
    promised = read(2010, plans="地区生产总值增长8%左右。")
    (outcome,) = (
        row for row in tables(promised, (report, found))["outcomes"] if row.metric_id == "gdp" and row.year == 2010
    )
    assert (outcome.outcome_id, outcome.status) == (found.indicators[0].id, "exceeded")


def test_a_goal_whose_year_was_misread_stays_a_promise() -> None:
    _, found = read(2017, plans="2016年地区生产总值增长8%左右。")
    assert [row.value for row in found.targets] == [8.0]
    assert not found.indicators


def test_a_target_moves_from_what_the_plan_says_there_was() -> None:
    text = "2004年政府工作报告\n各位代表：\n一、2003年工作回顾\n成绩很大。\n二、2004年工作安排\n参加合作医疗的农民由去年的240万人增加到300万人。\n"
    found = extract(Document(text, "211102-2004", year=2004))
    (before,), (target,) = found.indicators, found.targets
    assert (before.value, before.year, target.value, target.baseline_id) == (240.0, 2003, 300.0, before.id)


@pytest.mark.parametrize(
    "said",
    ["五年来，地区生产总值年均增长7%。", "前三季度，地区生产总值增长7%。", "市区地区生产总值增长7%。"],
    ids=["an average of years", "a part of the year", "a part of the region"],
)
def test_a_series_has_only_whole_years_of_the_whole_region(said: str) -> None:
    found = tables(read(2024, said))
    assert not [row for row in found["series"] if row.metric_id == "gdp"]


def test_values_in_units_that_cannot_be_compared_are_two_series() -> None:
    found = tables(read(2024, "进出口总额120亿元。进出口总额17亿美元。"))
    ids = [(row.id, row.base_unit) for row in found["series"]]
    assert ids == [("211102.foreign_trade.level.2023", "CNY"), ("211102.foreign_trade.level.2023-2", "USD")]


@pytest.mark.parametrize(
    ("first", "again", "agrees"),
    [
        ("地区生产总值增长6.2%。", "地区生产总值增长6%。", True),
        ("地区生产总值增长5.5%。", "地区生产总值增长6%。", True),
        ("地区生产总值增长6.2%。", "地区生产总值增长6.0%。", False),
        ("地区生产总值增长5.4%。", "地区生产总值增长6%。", False),
        ("地区生产总值1512.3亿元。", "地区生产总值1512亿元。", True),
        ("地区生产总值1512.3亿元。", "地区生产总值1513亿元。", False),
        ("地区生产总值10512亿元。", "地区生产总值1.05万亿元。", True),
        ("地区生产总值10512亿元。", "地区生产总值1.06万亿元。", False),
        ("地区生产总值增长6.2%。", "地区生产总值增长6%以上。", True),
    ],
)
def test_statements_agree_when_one_is_the_other_rounded(first: str, again: str, agrees: bool) -> None:
    found = tables(read(2023, first), read(2024, f"2022年{again}"))
    (row,) = (row for row in found["series"] if row.year == 2022)
    assert (row.statement_count, row.agrees) == (2, agrees)


def test_what_a_place_keeps_of_its_revenue_is_another_series_than_the_whole() -> None:
    found = tables(
        read(1998, "财政收入90亿元，增长10%。地方财政收入47亿元，增长8%。"),
        read(1999, "地方财政收入54亿元，增长9.7%。财政收入97亿元，增长7%。"),
    )
    values = {row.id: (row.value, row.agrees) for row in found["series"] if row.measure == "level"}
    assert values == {
        "211102.fiscal_revenue.level.1997": (90.0, True), "211102.fiscal_revenue.level.1998": (97.0, True),
        "211102.fiscal_revenue.level.1997-2": (47.0, True), "211102.fiscal_revenue.level.1998-2": (54.0, True),
    }  # fmt: skip
    panel = {row.year: row.outcome_value for row in found["panel"] if row.metric_id == "fiscal_revenue"}
    assert (panel[1997], panel[1998]) == (10.0, 7.0)


def test_a_change_of_definition_is_marked_where_it_comes_between_two_values() -> None:
    found = tables(read(2013, "农村居民人均可支配收入9000元。"), read(2014, "农村居民人均可支配收入9800元。"))
    marked = {row.year: row.break_en for row in found["series"] if row.metric_id == "rural_resident_income"}
    assert marked == {2012: None, 2013: "one survey of urban and rural households"}


def test_the_panel_tells_what_is_not_stated_from_what_is_not_in_the_library() -> None:
    found = tables(
        read(2021, "地区生产总值增长2%。", "地区生产总值增长6%左右。"),
        read(2022, "地区生产总值增长6.5%。", "粮食产量稳定。"),
        read(2024, "粮食产量稳定。", "地区生产总值增长5%以上。"),
    )
    rows = {row.year: row for row in found["panel"] if row.metric_id == "gdp"}
    assert {year: (row.target, row.outcome, row.status) for year, row in rows.items()} == {
        2020: ("no_report", "stated", None),
        2021: ("stated", "stated", "exceeded"),
        2022: ("not_stated", "no_report", None),
        2023: ("no_report", "not_stated", None),
        2024: ("stated", "no_report", None),
    }
    assert (rows[2021].target_text, rows[2021].difference) == ("地区生产总值增长6%左右", 0.5)


def test_a_metric_that_reports_name_and_never_give_a_figure_of_is_in_the_panel() -> None:
    found = tables(read(2021, plans="地区生产总值增长6%，居民消费价格基本稳定。"), read(2022, "粮食产量20万吨。"))
    rows = {(row.metric_id, row.year): (row.target, row.outcome) for row in found["panel"]}
    assert rows["cpi", 2021] == ("not_read", "not_stated")
    assert rows["cpi", 2022] == ("not_stated", "no_report")
    assert {metric for metric, _ in rows} == {"gdp", "cpi"}


def test_what_a_report_names_and_gives_no_figure_of_is_told_from_what_it_does_not_name() -> None:
    found = tables(
        read(
            2021,
            "地区生产总值增长2%，社会消费品零售总额增长4%。",
            "地区生产总值增长6%左右，社会消费品零售总额稳步增长。",
        ),
        read(2022, "地区生产总值保持较快增长。", "粮食产量稳定。"),
        read(2023, "粮食产量稳定。", "地区生产总值增长5%，社会消费品零售总额增长7%。"),
    )
    rows = {(row.metric_id, row.year): (row.target, row.outcome) for row in found["panel"]}
    assert {year: rows["gdp", year] for year in (2021, 2022)} == {
        2021: ("stated", "not_read"), 2022: ("not_stated", "not_stated"),
    }  # fmt: skip
    assert {year: rows["retail_sales", year] for year in (2021, 2022)} == {
        2021: ("not_read", "not_stated"), 2022: ("not_stated", "not_stated"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("城镇调查失业率稳中有降。", {"surveyed_unemployment"}),
        ("城镇调查失业率、登记失业率稳中有降。", {"surveyed_unemployment", "registered_unemployment"}),
        ("规模以上工业增加值稳步增长。", {"above_scale_industrial_value_added"}),
        ("ＧＤＰ稳步增长。", {"gdp"}),
        ("粮食产量稳定。", set()),
    ],
)
def test_a_metric_is_named_where_its_name_is_no_part_of_another(words: str, named: set[str]) -> None:
    lines = [Line("211102-2024", part, words) for part in ("plan", "notes")]
    assert mentions(lines) == {("211102-2024", True, metric) for metric in named}


def test_the_panel_has_prices_as_growth_however_they_are_printed() -> None:
    found = tables(
        read(2011, plans="居民消费价格指数控制在103左右。"),
        read(2012, "居民消费价格指数为105.4。", "居民消费价格总水平控制在4%左右。"),
        read(2013, "居民消费价格涨幅2.6%。"),
    )
    rows = {row.year: row for row in found["panel"] if row.metric_id == "cpi" and row.target == "stated"}
    said = {
        year: (row.target_value, row.target_unit, row.outcome_value, row.outcome_unit) for year, row in rows.items()
    }
    assert said == {2011: (3.0, "%", 5.4, "%"), 2012: (4.0, "%", 2.6, "%")}
    assert [(rows[year].status, rows[year].difference) for year in (2011, 2012)] == [("missed", 2.4), ("met", -1.4)]
    assert rows[2011].target_text == "居民消费价格指数控制在103左右"


def test_coverage_has_a_row_for_every_year_between_the_first_report_and_the_last() -> None:
    rows = tables(read(2021, plans="地区生产总值增长6%。"), read(2023, "粮食产量20万吨。"))["coverage"]
    assert [(row.year, row.has_report, row.has_growth_target) for row in rows] == [
        (2021, True, True), (2022, False, False), (2023, True, False),
    ]  # fmt: skip
    assert (rows[2].indicators, rows[1].report_id) == (1, None)


def test_an_undertaking_that_is_planned_year_after_year_and_never_begun_is_found() -> None:
    waiting, built = "规划建设辽河特大桥项目。", "开工建设城北水厂项目。"
    found = tables(read(2022, plans=waiting), read(2023, plans=waiting + built), read(2024, plans=waiting))
    rows = {row.name: row for row in found["undertakings"]}
    bridge = next(row for name, row in rows.items() if "辽河特大桥" in name)
    assert (bridge.stalled_years, bridge.first_year, bridge.last_year) == (3, 2022, 2024)
    assert [one.report_year for one in bridge.stages] == [2022, 2023, 2024]
    assert next(row for name, row in rows.items() if "水厂" in name).stalled_years == 0


FINISHED = {
    "as promised": ("建成辽河特大桥项目。", "辽河特大桥建成通车。", "", (2022, 2022)),
    "a year late": ("建成辽河特大桥项目。", "", "建成辽河特大桥项目。", (2022, None)),
    "never promised": ("规划建设辽河特大桥项目。", "辽河特大桥建成通车。", "", (None, 2022)),
    "still advanced": ("规划建设辽河特大桥项目。", "", "推进辽河特大桥项目。", (None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("plans", "did", "again", "years"), FINISHED.values(), ids=FINISHED)
def test_an_undertaking_says_when_it_was_promised_for_and_when_it_was_finished(
    plans: str, did: str, again: str, years: tuple[int | None, int | None]
) -> None:
    (row,) = tables(read(2022, plans=plans), read(2023, did, again))["undertakings"]
    assert (row.due_year, row.finished_year) == years


def test_the_order_of_reports_does_not_matter() -> None:
    reports = [read(2022, plans="地区生产总值增长6%。"), read(2023, "地区生产总值增长5%。", "地区生产总值增长5%。")]
    one, other = tables(*reports), tables(*reversed(reports))
    assert {name: sorted(rows, key=lambda row: row.id) for name, rows in one.items()} == {
        name: sorted(rows, key=lambda row: row.id) for name, rows in other.items()
    }


def test_changes_of_definition_are_of_metrics_in_the_registry() -> None:
    assert {metric for one in BREAKS for metric in one.metrics} <= {metric.id for metric in METRICS}
