"""The years a figure is about: every way to say them, and what is no date. Sentences are invented."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document
from tests.five_year_plans import LAST_YEARS

HAIL = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n"
DONE = "一、{past}年工作回顾\n全市经济平稳发展，各项任务顺利完成。\n"
HEADS = {
    "review": "一、{past}年工作回顾\n",
    "five": "一、过去五年工作回顾\n",
    "plan": DONE + "二、{year}年工作安排\n",
    "outlook": DONE + "二、今后五年的目标任务\n",
}


def periods(part: str, year: int, text: str) -> list[tuple[str | None, str | None]]:
    """Period and basis of each figure, in the order of the text."""
    source = HAIL + HEADS.get(part, part).format(year=year, past=year - 1) + text
    rows = extract(Document(source, f"990100-{year}", year=year))
    found = sorted([*rows.indicators, *rows.targets], key=lambda row: row.figure_start)
    return [(row.period, row.basis) for row in found]


YEAR_BESIDE = (
    ("review", 2024, "地区生产总值增长5%。", [("2023", None)]),
    ("plan", 2024, "地区生产总值增长5%左右。", [("2024", None)]),
    ("review", 2024, "2021年地区生产总值增长8%。", [("2021", None)]),
    ("plan", 2022, "到2025年，高新技术企业达到500家。", [("2025", None)]),
    ("plan", 2022, "扶贫资金由去年的1.9亿元增加到10亿元。", [("2021", None), ("2022", None)]),
    ("review", 2022, "去年，地区生产总值增长8%。", [("2021", None)]),
    ("review", 2022, "财政收入由10亿元增加到12亿元。", [("2020", None), ("2021", None)]),
)
SPANS = (
    ("review", 2022, "五年来，新增就业25万人。", [("2017-2021", "cumulative")]),
    ("review", 2022, "过去五年，新增就业25万人。", [("2017-2021", "cumulative")]),
    ("review", 2022, "这五年，建成公园30个。", [("2017-2021", "cumulative")]),
    ("review", 2022, "本届政府任期以来，新增就业30万人。", [("2017-2021", "cumulative")]),
    (
        "review",
        2021,
        "“十三五”时期，全市新建道路500公里，城镇化率达到60%。",
        [("2016-2020", "cumulative"), ("2020", None)],
    ),
    ("review", 2021, "“十三五”期间，新建学校20所。", [("2016-2020", "cumulative")]),
    ("review", 2021, "“十三五”末，城镇化率达到60%。", [("2020", None)]),
    ("review", 2024, "“十四五”以来，新建公园20个。", [("2021-2023", "cumulative")]),
    ("review", 2021, "2016-2020年，累计完成投资1000亿元。", [("2016-2020", "cumulative")]),
    ("review", 2022, "三年累计新建学校20所。", [("2019-2021", "cumulative")]),
    ("review", 2022, "自2018年以来，累计减税50亿元。", [("2018-2021", "cumulative")]),
    (
        "review",
        2021,
        "地区生产总值比2015年增长40%，年均增长7%。",
        [("2016-2020", "cumulative"), ("2016-2020", "annual_average")],
    ),
    ("review", 2021, "与2015年相比，地区生产总值增长40%。", [("2016-2020", "cumulative")]),
    ("review", 2022, "与五年前相比，财政收入增长50%。", [("2017-2021", "cumulative")]),
    (
        "review",
        2001,
        "经过5年的努力，国内生产总值由250亿元增加到500亿元，年均增长15%。",
        [("1995", None), ("2000", None), ("1996-2000", "annual_average")],
    ),
    ("review", 2022, "3年接续努力，改造学校20所。城镇化率达到60%。", [("2019-2021", "cumulative"), ("2021", None)]),
    ("plan", 2022, "打响工业三年翻番攻坚战，引进工业项目5个。", [("2022", None)]),
    ("five", 2022, "办理时限降至8天以内。", [("2021", None)]),
    (
        "five",
        2022,
        "经济稳步发展。2021年，生产总值达987亿元。关停小煤矿15家。工业增加值增长8%。",
        [("2021", None), ("2017-2021", None), ("2021", None)],
    ),
    ("five", 2022, "经济稳步发展。2021年，各项工作有序推进。关停小煤矿15家。", [("2021", None)]),
    ("five", 2022, "中心城区建成区面积扩展到123平方公里。", [("2021", None)]),
    (
        "review",
        2022,
        "这些成绩是长期积累的。五年来，各方面取得了进步。\n——民生改善。新建学校20所。",
        [("2017-2021", None)],
    ),
    ("five", 2022, "实施重点项目36个，总投资超过800亿元。", [("2017-2021", None), ("2017-2021", None)]),
    ("review", 2022, "地区生产总值五年增长30.8%。", [("2017-2021", "cumulative")]),
    (
        "review",
        2022,
        "研发投入从2018年的10亿元增至2020年的20亿元、年均增长12.9%。",
        [("2018", None), ("2020", None), ("2019-2020", "annual_average")],
    ),
)
SECTIONS = (
    ("five", 2022, "地区生产总值达到300亿元，年均增长8%。", [("2021", None), ("2017-2021", "annual_average")]),
    ("five", 2022, "累计新增就业25万人，新建公园30个。", [("2017-2021", "cumulative"), ("2017-2021", None)]),
    ("five", 2022, "地区生产总值由200亿元增加到300亿元，比上年增长7%。", [("2016", None), ("2021", None), ("2021", "year_on_year")]),
    ("一、2020年和“十三五”时期工作回顾\n", 2021, "2020年，新增就业5万人。\n“十三五”时期是不平凡的五年。\n新增就业25万人。", [("2020", None), ("2016-2020", None)]),
    ("一、2020年工作回顾\n", 2021, "2020年任务的完成，标志着“十三五”圆满收官。\n新建学校20所。", [("2016-2020", None)]),
    ("一、2020年工作回顾\n", 2021, "2020年是“十三五”收官之年。\n新建学校20所。", [("2020", None)]),
    ("一、2021年工作回顾\n", 2022, "过去五年，成绩来之不易。\n（一）经济稳步发展\n新建道路50公里。\n（二）民生持续改善\n新建学校9所。", [("2017-2021", None)] * 2),
    ("five", 2022, "特别需要指出的是，刚刚过去的2021年，成绩来之不易。新增就业5万人，财政收入增长9%。", [("2021", None)] * 2),
    ("five", 2022, "需要特别报告的是，去年，新增就业5万人。\n财政收入增长9%。", [("2021", None)] * 2),
    ("一、2021年工作回顾\n", 2022, "各位代表，本届政府任期已满。五年来，我们砥砺前行。\n新建学校20所。", [("2017-2021", None)]),
    ("一、本届政府工作回顾\n", 2022, "本届政府任期的五年，我们砥砺前行。\n新建学校20所。", [("2017-2021", None)]),
    ("outlook", 2022, "地区生产总值年均增长7%，新建学校50所，森林覆盖率达到45%。", [("2022-2026", "annual_average"), ("2022-2026", None), ("2026", None)]),
    ("outlook", 2022, "到2025年，城镇化率达到65%。", [("2025", None)]),
    (DONE + "二、“十四五”时期的主要目标\n", 2021, "新建道路300公里。", [("2021-2025", None)]),
    ("plan", 2022, "今后五年，新建学校50所。", [("2022-2026", "cumulative")]),
    ("plan", 2022, "落实“十四五”规划，新建学校5所。", [("2022", None)]),
)  # fmt: skip
ORIGINS_AND_PARTS = (
    ("review", 2022, "与某计划起始的2018年基准数相比，优良天数增加33天，浓度下降20%。", [("2019-2021", "cumulative")] * 2),
    ("review", 2022, "2018年与企业签约，财政收入增长9%。", [("2018", None)]),
    ("five", 2022, "客运量达到1430万人次，新建学校20所。", [("2021", None), ("2017-2021", None)]),
    ("review", 2021, "“十三五”期间，累计完成投资700亿元，其中用于水利的投资达140亿元。", [("2016-2020", "cumulative")] * 2),
    ("five", 2022, "2021年税金达到58亿元，比2015年增长9倍；企业由326户增加到1057户。", [("2021", None), ("2016-2021", "multiple"), ("2015", None), ("2021", None)]),
    ("five", 2022, "产值平均增长5%，封山育林60万亩。", [("2017-2021", "annual_average"), ("2017-2021", None)]),
    ("review", 2022, "产值平均增长5%。", [("2021", None)]),
    ("outlook", 2022, "今年将开工一套装置，在“十四五”期间再建几套，生产能力达到300万吨。", [("2025", None)]),
    ("plan", 2022, "在“十三五”基础上，城镇化率提高2个百分点。", [("2022", None)]),
    ("review", 2022, "物价涨幅由最高时期的19.3%回落到2.3%。", [("2020", None), ("2021", None)]),
    ("plan", 2022, "用三年时间新建幼儿园50所，今年启动12所。", [("2022-2024", "cumulative"), ("2022", None)]),
    ("five", 2022, "城镇化率达到54%，高于全省平均8个百分点，人均公共绿地达12平方米。", [("2021", None)] * 3),
    ("five", 2022, "产值年均增长9%，高于全省2个百分点。", [("2017-2021", "annual_average"), ("2017-2021", None)]),
    ("five", 2022, "细颗粒物年均浓度下降40%。", [("2017-2021", None)]),
    ("five", 2022, "财政收入累计100亿元，比上一个五年增长93%。", [("2017-2021", "cumulative")] * 2),
)  # fmt: skip
PLANS = [(name, end) for name, end in LAST_YEARS.items() if end <= 2025]
COUNTS = (
    ("review", 2022, "——5年来，新增就业25万人。", [("2017-2021", "cumulative")]),
    ("review", 2022, "——五年砥砺奋进，新增就业25万人。", [("2017-2021", None)]),
    ("review", 2022, "这是不平凡的五年。新增就业25万人。", [("2017-2021", None)]),
    ("review", 2022, "比百年前增长50%。", [("2021", None)]),
    ("review", 2022, "近两年，新增就业9万人。", [("2020-2021", "cumulative")]),
)
LOOKING_BACK = (
    ("plan", 2022, "2021年确定的各项任务已圆满完成。财政收入增长9%。", [("2021", None)]),
    ("plan", 2022, "各位代表，在大家的努力下，去年的目标任务已全面完成。财政收入增长9%。", [("2021", None)]),
    ("plan", 2022, "去年脱贫任务基本完成，今年要巩固成果。改造水源地17个。", [("2022", None)]),
    ("plan", 2022, "确定的各项任务要全面完成。财政收入增长9%。", [("2022", None)]),
    (
        "一、向建设强省阔步前进的五年\n",
        2022,
        "新增就业25万人，城镇化率达到60%。",
        [("2017-2021", None), ("2021", None)],
    ),
    ("一、奋进的历程\n", 2022, "新增就业25万人。", [("2021", None)]),
    ("review", 2022, "5 年共颁布规章 158 件。", [("2017-2021", "cumulative")]),
    ("review", 2022, "近 3 年新增就业 9 万人。", [("2019-2021", "cumulative")]),
    ("five", 2022, "完成营造林374万亩、面山绿化3万亩，累计发放养老金15亿元、低保金3亿元。", [("2017-2021", None), ("2017-2021", None), ("2017-2021", "cumulative"), ("2017-2021", None)]),
    ("five", 2022, "新增就业25万人，耕地9万亩，工业增加值118亿元。", [("2017-2021", None), ("2021", None), ("2021", None)]),
    ("five", 2022, "贫困人口从679万人减少到120万人，减少支出9亿元。", [("2016", None), ("2021", None), ("2017-2021", None)]),
    ("review", 2022, "某厂近20年来首次停产，产值减少92亿元。", [("2021", None)]),
    ("five", 2022, "免除农业税32亿元，特产税保持3亿元。", [("2017-2021", None), ("2021", None)]),
    ("five", 2022, "特别是去年，新增就业5万人，引进资金4亿元。", [("2021", None), ("2021", None)]),
    ("一、“十三五”简要回顾和2020年发展情况\n", 2021, "世纪之交的2020年，是“十三五”的最后一年。\n新增就业5万人。", [("2020", None)]),
    ("review", 2022, "财政收入由“十二五”期末的76亿元增加到155亿元。", [("2015", None), ("2021", None)]),
    ("five", 2022, "人均生产总值接近3000美元，新增就业25万人。", [("2021", None), ("2017-2021", None)]),
    ("plan", 2022, "去年新开工的12个项目全部建成。", [("2022", None)]),
    ("plan", 2022, "去年确定的各项任务已圆满完成，新建道路5公里。", [("2022", None)]),
    ("review", 2008, "生产总值由2002年的210亿元增加到2007年的480亿元，财政收入翻了一番。", [("2002", None), ("2007", None), ("2003-2007", "multiple")]),
)  # fmt: skip
PARTS_OF_YEARS = (
    ("review", 2022, "7月份，工业用电量增长5%。", [("2021-07", None)]),
    ("review", 2022, "元至5月，财政收入增长6%。", [("2021-01/2021-05", None)]),
    ("review", 2022, "前10个月，进出口增长7%。", [("2021-01/2021-10", None)]),
    ("review", 2022, "1‑11月，投资增长8%。", [("2021-01/2021-11", None)]),
    ("review", 2022, "1至11月，投资增长8%。", [("2021-01/2021-11", None)]),
)
NO_DATES = (
    ("review", 2014, "省会2011-2020年总体规划获批，中心城区扩展到287平方公里。", [("2013", None)]),
    ("review", 2022, "《某规划（2014-2020年）》获批，新建道路5公里。", [("2021", None)]),
    ("review", 2022, "旅游收入创2015年以来新高，接待游客增长20%。", [("2021", None)]),
    ("review", 2022, "2008年北京奥运会场馆改造完成，新建道路5公里。", [("2021", None)]),
    ("review", 2022, "高于2019年同期水平，新建道路5公里。", [("2021", None)]),
    ("review", 2022, "新建道路（2019年开工）5公里，改造管网8公里。", [("2021", None), ("2021", None)]),
)


@pytest.mark.parametrize(
    ("part", "year", "text", "expected"),
    [*YEAR_BESIDE, *SPANS, *SECTIONS, *COUNTS, *PARTS_OF_YEARS, *NO_DATES, *ORIGINS_AND_PARTS, *LOOKING_BACK],
)
def test_a_figure_is_about_these_years(
    part: str, year: int, text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert periods(part, year, text) == expected


@pytest.mark.parametrize(("name", "end"), PLANS)
def test_each_five_year_plan_names_its_years(name: str, end: int) -> None:
    text = f"“{name}”期间，新建水库10座。“{name}”末，森林覆盖率达到20%。"
    assert periods("review", end + 1, text) == [(f"{end - 4}-{end}", "cumulative"), (str(end), None)]


def test_a_report_of_december_calls_its_own_year_this_year() -> None:
    front = "某市政府工作报告\n2022年12月20日在某市人民代表大会上\n"
    text = front + HAIL + "一、2022年工作回顾\n今年，新增就业5万人。\n二、2023年工作安排\n新增就业6万人。"
    rows = extract(Document(text, "990100-2023", year=2023))
    assert [row.period for row in (*rows.indicators, *rows.targets)] == ["2022", "2023"]


def test_a_passage_of_no_known_year_has_the_years_it_names_and_no_other() -> None:
    rows = extract(Document("去年财政收入增长9%。其中，2005年地区生产总值增长8%。", "x"))
    assert [row.period for row in rows.indicators] == [None, "2005"]


def test_a_time_that_opens_a_sentence_holds_for_those_behind_it() -> None:
    text = "2019年，新建学校5所。改造道路8公里。"
    assert [period for period, _ in periods("review", 2022, text)] == ["2019", "2019"]


def test_a_report_named_a_year_off_is_read_by_the_day_it_was_delivered() -> None:
    front = "某市政府工作报告\n2014年2月20日在某市人民代表大会上\n"
    text = front + HAIL + "一、2013年工作回顾\n新增就业5万人。\n二、2014年工作安排\n新增就业6万人。"
    rows = extract(Document(text, "990100-2015", year=2015))
    assert [row.period for row in (*rows.indicators, *rows.targets)] == ["2013", "2014"]


def test_a_month_in_the_text_is_no_day_of_delivery() -> None:
    text = "2005年3月，成立了办公室。\n新增就业5万人。"
    rows = extract(Document(text, "990100-2006", year=2006, part="review"))
    assert [row.period for row in rows.indicators] == ["2005"]


def test_a_year_no_report_is_about_dates_nothing() -> None:
    assert periods("review", 2022, "古树栽于1058年，高20米，新建道路5公里。")[-1] == ("2021", None)
