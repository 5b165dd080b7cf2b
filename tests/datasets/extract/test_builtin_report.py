"""The report of 双台子区 2024, as a careful reader reads it."""

import pytest

from datasets.extract.report import Extraction
from datasets.reading.document import Document
from schemas.indicators import Indicator
from schemas.targets import Target

REVIEWED = [
    ("地区生产总值", "gdp", "level", 155.5, "亿元", 15_550_000_000, None),
    ("地区生产总值", "gdp", "growth", 3, "%", 3, "year_on_year"),
    ("固定资产投资", "fixed_asset_investment", "level", 16.2, "亿元", 1_620_000_000, None),
    ("固定资产投资", "fixed_asset_investment", "growth", 12.7, "%", 12.7, "year_on_year"),
    ("一般公共预算收入", "general_public_budget_revenue", "level", 5, "亿元", 500_000_000, None),
    ("一般公共预算收入", "general_public_budget_revenue", "growth", 36.2, "%", 36.2, "year_on_year"),
    ("规上工业增加值", "above_scale_industrial_value_added", "level", 13.3, "亿元", 1_330_000_000, None),
    ("规上工业增加值", "above_scale_industrial_value_added", "growth", 1, "%", 1, "year_on_year"),
    ("社会消费品零售总额", "retail_sales", "level", 103.2, "亿元", 10_320_000_000, None),
    ("社会消费品零售总额", "retail_sales", "growth", 3, "%", 3, "year_on_year"),
    ("城镇居民人均可支配收入", "urban_resident_income", "level", 38950, "元", 38950, None),
    ("城镇居民人均可支配收入", "urban_resident_income", "growth", 5, "%", 5, "year_on_year"),
]
PROMISED = [
    ("地区生产总值", "gdp", "growth", 6, "expected", None),
    ("固定资产投资", "fixed_asset_investment", "growth", 10, "expected", None),
    ("一般公共预算收入", "general_public_budget_revenue", "growth", 6, "expected", None),
    ("规上工业增加值", "above_scale_industrial_value_added", "growth", 7, "expected", None),
    ("社会消费品零售总额", "retail_sales", "growth", 7, "expected", None),
    ("居民收入", "resident_income", "growth", None, "expected", "与经济增长基本同步"),
    ("各项主要经济指标增速", None, "growth", None, "striving", "超过全市平均水平"),
]
NOTES = {
    1: (
        "1中心5站点",
        "“1中心”,辽河康养辅具文化街区集中展示中心;“5站点”,东风、永华、新建、新府、辽河左岸5个社区租赁服务点。",
    ),
    2: ("四类单位", "公共机构、居民小区、经营区域、公共场所。"),
    4: ("“1+8+49”三级公共法律服务平台", "区公共法律服务中心,8个街镇公共法律服务工作站,49个社区村公共法律服务室。"),
    13: ("四源", "工业源、移动源、扬尘源、生活源。"),
    14: ("三大智慧管理平台", "网格管理指挥调度平台,“党建引领、智慧治理”综合指挥平台,基层社会治理数字平台。"),
}
TERMS = [
    "1中心5站点", "四类单位", "三个一回访", "“1+8+49”三级公共法律服务平台", "一圈一带两区", "一带双创", "五大产业功能区",
    "二十二个产业集群", "“1+3+3”现代化产业体系", "一班、一法、五率、四清单", "15项重大工程", "六个一体化", "四源", "三大智慧管理平台",
]  # fmt: skip


def reviewed(extraction: Extraction) -> list[Indicator]:
    return [row for row in extraction.indicators if (row.section or "").endswith("经济增长筑底企稳")]


def promised(extraction: Extraction) -> list[Target]:
    return [row for row in extraction.targets if row.is_headline]


def test_the_paragraph_on_growth_has_these_twelve_figures(extraction: Extraction) -> None:
    assert [
        (r.name, r.metric_id, r.measure, r.value, r.unit, r.base_value, r.basis) for r in reviewed(extraction)
    ] == REVIEWED


def test_they_are_estimates_for_2023_and_headlines(extraction: Extraction) -> None:
    rows = reviewed(extraction)
    assert {(r.year, r.period, r.scope, r.is_estimated, r.is_headline, r.comparator) for r in rows} == {
        (2023, "2023", "双台子区", True, True, "eq")
    }
    assert {r.base_unit for r in rows} == {"CNY", "%"}


def test_a_growth_is_quoted_from_the_name_it_belongs_to(extraction: Extraction) -> None:
    assert [r.quote for r in reviewed(extraction)][:2] == [
        "预计全年地区生产总值完成155.5亿元",
        "预计全年地区生产总值完成155.5亿元、同比增长3%",
    ]


def test_the_paragraph_on_goals_has_these_five_figures_and_two_relations(extraction: Extraction) -> None:
    assert [
        (t.name, t.metric_id, t.measure, t.value, t.strength, t.reference) for t in promised(extraction)
    ] == PROMISED
    assert {t.year for t in promised(extraction)} == {2024}


def test_every_note_is_found_in_order(extraction: Extraction) -> None:
    assert [(g.id, g.number, g.term) for g in extraction.glossary] == [
        (f"211102-2024.g{n:02}", n, term) for n, term in enumerate(TERMS, 1)
    ]


@pytest.mark.parametrize("number", NOTES)
def test_a_note_is_kept_word_for_word(extraction: Extraction, number: int) -> None:
    entry = extraction.glossary[number - 1]
    assert (entry.term, entry.definition) == NOTES[number]


def test_number_term_and_definition_cover_every_note(extraction: Extraction) -> None:
    for entry in extraction.glossary:
        separator = entry.quote.removeprefix(f"{entry.number}.{entry.term}").removesuffix(entry.definition)
        assert separator == ":"


def test_parts_and_members_of_a_term_are_split(extraction: Extraction) -> None:
    entries = {entry.number: entry for entry in extraction.glossary}
    assert [(c.label, c.meaning) for c in entries[5].components] == [
        ("一圈", "沈阳现代化都市圈"),
        ("一带", "辽宁沿海经济带"),
        ("两区", "辽西融入京津冀协同发展战略先导区和辽东绿色经济区"),
    ]
    assert [len(entries[n].items) for n in (2, 7, 8, 11, 12, 13, 14)] == [4, 5, 22, 15, 6, 4, 3]


def test_every_use_of_a_term_in_the_body_is_found(extraction: Extraction) -> None:
    assert len(extraction.glossary_mentions) == 16
    assert {mention.term for mention in extraction.glossary_mentions} == set(TERMS)


def test_the_projects_with_an_investment(extraction: Extraction) -> None:
    rows = [
        (p.name, p.phase, p.investment, p.investment_unit, p.investment_base, p.batch_count, p.status, p.year)
        for p in extraction.projects
        if p.investment is not None
    ]
    assert rows == [
        ("三力中科MMA新材料", "一期", 11, "亿元", 1_100_000_000, None, "under_construction", 2023),
        ("鲁华泓锦环烯烃共聚物", "二期", 5.2, "亿元", 520_000_000, 36, "signed", 2023),
        ("中小学幼儿园教学楼、操场及消防设施维修改造", None, 4000, "万元", 40_000_000, None, "completed", 2023),
    ]


def test_a_total_investment_belongs_to_its_project_and_is_no_indicator(extraction: Extraction) -> None:
    for project in extraction.projects:
        if project.investment is not None and "投入" not in project.quote:  # what was put in is an indicator, too
            (entry,) = [f for f in extraction.figures if f.row_id == project.id]
            assert (entry.table, entry.reason) == ("projects", "project_attribute")


def test_chrome_title_review_problems_plan_closing_and_notes_are_told_apart(document: Document) -> None:
    kinds = [(p.part, document.source[p.start : p.end][:8]) for p in document.paragraphs]
    assert [kinds[n - 1] for n in (1, 2, 8, 38, 39, 84, 85, 99)] == [
        ("chrome", "38-top_i"),
        ("front", "2024年 政府"),
        ("review", "一、2023年工"),
        ("problems", "在总结成绩的同时"),
        ("plan", "二、2024年工"),
        ("closing", "各位代表,加快全"),
        ("notes", "1.1中心5站点"),
        ("chrome", "上一篇: 没有了"),
    ]


def test_the_telephone_number_of_the_footer_is_no_figure(extraction: Extraction) -> None:
    assert {f.reason for f in extraction.figures if f.part == "chrome"} == {"page_chrome"}
