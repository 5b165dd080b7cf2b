"""Which metric a name means, and which names mean none."""

from collections import defaultdict

import pytest

from datasets.extract.metric_names import BUILT, bare_form, measured_metric, metric_by_id, metric_named, spelled_out
from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.rules.metric_spellings import SPELLINGS
from datasets.rules.metrics import METRICS

NAMED = {
    "地方一般公共预算收入": "general_public_budget_revenue",
    "农牧民人均纯收入": "rural_net_income",
    "各类经营主体总量": "market_entities",
    "新登记各类市场主体": "market_entities_added",
    "国家高新技术企业数量": "high_tech_enterprises",
    "净增高新技术企业": "high_tech_enterprises_added",
    "每万人口高价值发明专利拥有量": "patents_per_10000",
    "每万人口发明专利拥有量": "patents_held_per_10000",
    "新（改、扩）建公办幼儿园": "kindergartens_built",
    "“四好农村路”": "good_rural_roads",
    "全市造林面积": "afforestation",
    "临江港集装箱吞吐量": "container_throughput",
    "新增养老床位": "elderly_beds_added",
    "养老床位": "elderly_beds",
    "医疗机构床位": "hospital_beds",
    "高等教育毛入学率": "higher_enrolment",
    "新增国家级制造业单项冠军企业": "champions_added",
    "重点水利项目": "water_projects",
    "改造中低产田": "low_yield_fields",
}
UNNAMED = (
    "床位",
    "项目",
    "投资",
    "利勃尔冰箱出口",
    "城市经济圈生产总值",
    "经济增长",
    "县域",
    "新增5A级写字楼",
    "收入",
    "引进制造业项目",
    "签约农业项目",
)


@pytest.mark.parametrize(("name", "metric_id"), NAMED.items())
def test_a_name_means_its_metric_however_it_is_spelled(name: str, metric_id: str) -> None:
    metric = metric_named(name)
    assert metric
    assert metric.id == metric_id


@pytest.mark.parametrize("name", UNNAMED)
def test_a_name_that_says_too_little_or_something_else_means_no_metric(name: str) -> None:
    assert metric_named(name) is None


def test_a_spelling_means_one_metric() -> None:
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for metric in METRICS:
        for name in (metric.name, *metric.aliases):
            meant[bare_form(name)].add(metric.id)
    for metric_id, spellings in SPELLINGS.items():
        for spelling in spellings:
            for name in spelled_out(spelling):
                meant[bare_form(name)].add(metric_id)
    assert {form: ids for form, ids in meant.items() if len(ids) > 1} == {}
    assert set(SPELLINGS) <= set(metric_by_id())


def test_what_is_built_has_one_form_whichever_way_it_is_said() -> None:
    assert {bare_form(verb + "公厕") for verb in ("新建", "改扩建", "新（改、扩）建", "新建和改造")} == {BUILT + "公厕"}


def test_the_economy_is_gdp_only_where_it_grows() -> None:
    grown = measured_metric("经济", "growth")
    assert grown
    assert grown.id == "gdp"
    assert measured_metric("经济", "level") is None
    assert measured_metric("地区生产总值增速", "rank") is None


METRIC_OF = [
    ("培育高新技术企业50家。", [("高新技术企业", "high_tech_enterprises_added")]),
    ("高新技术企业达到500家。", [("高新技术企业", "high_tech_enterprises")]),
    ("累计培育高新技术企业500家。", [("高新技术企业", "high_tech_enterprises")]),
    ("贫困人口减少3万人。", [("贫困人口", "poverty_reduction")]),
    ("空气质量优良天数300天。", [("空气质量优良天数", "good_air_day_count")]),
    ("地区生产总值完成率98%。", [("地区生产总值完成率", None)]),
    ("规上工业增加值增速为8%。", [("规上工业增加值", "above_scale_industrial_value_added")]),
]


@pytest.mark.parametrize(("text", "rows"), METRIC_OF)
def test_a_figure_has_the_metric_of_its_kind(text: str, rows: list[tuple[str, str | None]]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [(row.name, row.metric_id) for row in read] == rows
