"""Which metric a name means, and which names mean none."""

from collections import defaultdict

import pytest

from datasets.extract.metrics.names import BUILT, bare_form, measured_metric, metric_by_id, metric_named, spelled_out
from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.rules.metrics.definitions import METRICS
from datasets.rules.metrics.kinds import (
    ADDED_TO,
    BEFORE,
    BROAD,
    BUILT_ONLY,
    BY_BASE_UNIT,
    BY_CONTEXT,
    BY_DIMENSION,
    COUNTED_IN_HOUSEHOLDS,
    GROWING,
    LIFTED,
    MEASURED,
    NATIONAL,
)
from datasets.rules.metrics.spellings import SPELLINGS

NAMED = {
    "地方一般公共预算收入": "general_public_budget_revenue",
    "国家财政收入": "fiscal_revenue",
    "居民消费品价格指数": "cpi",
    "城镇新增就业人口": "urban_new_jobs",
    "治安案件": "public_order_cases",
    "自然湿地保护率": "natural_wetland_protection",
    "湿地保护率": "wetland_protection",
    "卫生厕所普及率": "toilet_cover",
    "生活污水治理率": "rural_sewage_treated",
    "不动产登记办理时间": "property_registration_time",
    "企业用电成本": "firm_power_cost",
    "组建医联体": "medical_alliances",
    "主动公开政府信息": "information_disclosed",
    "工业经济效益综合指数": "industrial_efficiency_index",
    "新增节水灌溉面积": "water_saving_irrigation_added",
    "建成核酸检测实验室": "nucleic_acid_labs",
    "农村公路提质改造": "rural_road_upgrades",
    "电力装机": "installed_capacity",
    "消费券": "vouchers",
    "企业开办": "firm_opening_time",
    "农牧民人均纯收入": "rural_net_income",
    "各类经营主体总量": "market_entities",
    "新登记各类市场主体": "market_entities_added",
    "国家高新技术企业数量": "high_tech_enterprises",
    "净增高新技术企业": "high_tech_enterprises_added",
    "每万人口高价值发明专利拥有量": "patents_per_10000",
    "每万人口高价值发明专利": "patents_per_10000",
    "游客收入": "tourism_revenue",
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
    "省级以上智能工厂": "smart_factories",
    "新增省级智能工厂": "smart_factories_added",
    "新缔结国际友城": "sister_cities_added",
    "国际友好城市总数": "sister_cities",
    "帮扶失业人员再就业": "reemployed",
    "五年城镇新增就业": "urban_new_jobs",
    "一九五八年造林面积": "afforestation",
    "全社会研发经费支出相当于全市生产总值的比例": "rd_intensity",
    "金融业增加值占GDP的比重": "finance_share",
    "金融业增加值占全省地区生产总值比重": "finance_share",
    "新增国家级专精特新“小巨人”企业": "little_giants_added",
    "新增民营企业": "private_firms_new",
    "城镇职工基本养老保险参保人数": "pension_insured_workers",
    "制造业增加值": "manufacturing_value_added",
    "产值超百亿元企业": "firms_over_10bn",
    "办理人大代表建议": "npc_suggestions",
    "改造农村危旧房": "old_homes_repaired",
    "制定修改政府规章": "government_rules",
    "亿元以上技改项目": "technical_projects",
    "新材料产业项目": "industrial_projects",
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
    "签订产业合作项目",
    "获省科技进步二等奖项目",
    "增加值",
    "总收入",
    "新增省级专精特新“小巨人”企业",
    "新增技能人才",
    "行政审批事项",
    "发展家庭农场",
    "金融业增加值占规上工业比重",
    "外商投资企业占GDP",
    "办理人大代表议案",
    "办理政协建议案",
    "废止政府规章",
    "制定政府规章和规范性文件",
    "刑事警情",
    "固定电话用户",
    "总人口",
    "“四板”挂牌企业",
    "退耕还湿",
    "重点小城镇",
    "新增5G工厂",
    "新增国家级工业设计中心",
    "新建养老机构",
    "规升巨",
    "新增无公害农产品",
    "高考录取率",
    "空气质量指数",
    "改造危旧房",
)


@pytest.mark.parametrize(("name", "metric_id"), NAMED.items())
def test_a_name_means_its_metric_however_it_is_spelled(name: str, metric_id: str) -> None:
    metric = metric_named(name)
    assert metric
    assert metric.id == metric_id


@pytest.mark.parametrize("name", UNNAMED)
def test_a_name_that_says_too_little_or_something_else_means_no_metric(name: str) -> None:
    assert metric_named(name) is None


@pytest.mark.slow
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
    ("改造老旧小区66个、120万平方米。", [("改造老旧小区", "old_estate_renewal"), ("改造老旧小区", "old_estate_area")]),
    ("改造城市道路12条、50公里。", [("改造城市道路", "city_roads"), ("改造城市道路", "city_roads_length")]),
    ("惠及群众5万人。", [("惠及群众", "beneficiaries")]),
    ("惠及群众5万户。", [("惠及群众", "beneficiary_households")]),
    ("剩余贫困人口1.2万户。", [("剩余贫困人口", "poor_households")]),
    ("转移农村劳动力3000户。", [("转移农村劳动力", None)]),
    ("新建光伏项目3座。", [("新建光伏项目", None)]),
    ("实施水利项目15个。", [("水利项目", "water_projects")]),
    ("27间乡镇卫生院进入全省百强。", [("乡镇卫生院", None)]),
    ("建成乡镇卫生院27间。", [("乡镇卫生院", "township_hospitals")]),
    ("铺设污水管网12公里、供水管网30公里。", [("铺设污水管网", "sewage_pipes"), ("供水管网", "water_pipes")]),
    (
        "新缔结国际友好城市7个、总数达24个。",
        [("新缔结国际友好城市", "sister_cities_added"), ("国际友好城市", "sister_cities")],
    ),
    ("推动12个项目建成投产。", [("建成投产项目", "projects_producing")]),
    ("12家企业成功上市。", [("上市企业", "listed_firms_added")]),
    ("上市企业12家。", [("上市企业", "listed_firms")]),
    ("回迁安置居民333户。", [("回迁安置居民", "resettled_households")]),
    ("建成院士工作站3个。", [("院士工作站", "academician_stations_added")]),
    ("累计建成院士工作站30个。", [("院士工作站", "academician_stations")]),
    ("精简行政审批事项91项、下降79.4%。", [("精简行政审批事项", "approval_items_cut"), ("精简行政审批事项", None)]),
    ("粮食再获丰收，总产达50亿斤。", [("总产", "grain_output")]),
    ("小麦单产提高，总产达50亿斤。", [("总产", None)]),
    ("招商引资成效明显，到位资金35亿元。", [("到位资金", "domestic_investment")]),
    ("争取上级支持，到位资金9亿元。", [("到位资金", None)]),
    ("新开工项目48个、竣工13个。", [("新开工项目", "projects_started"), ("竣工项目", "projects_completed")]),
    ("减少贫困人口47528人、贫困村107个。", [("贫困人口", "poverty_reduction"), ("贫困村", "village_poor_left")]),
    ("34万贫困人口、79个贫困村全部脱贫摘帽。", [("贫困人口", "poverty_reduction"), ("贫困村", "village_poor_left")]),
    (
        "培育科技型企业20家、高新技术企业18家。",
        [("科技型企业", "technology_firms_added"), ("高新技术企业", "high_tech_enterprises_added")],
    ),
    ("创建130个省级示范村。", [("省级示范村", "demo_villages_added")]),
    ("签约引进亿华等重大项目35个。", [("重大项目", None)]),
    ("省属企业完成投资50亿元、固定资产投资13亿元。", [("省属企业投资", None), ("固定资产投资", None)]),
    (
        "民生支出占财政支出八成，总量增长20%。",
        [("民生支出占财政支出", "livelihood_share"), ("民生支出总量", "livelihood_spending")],
    ),
    ("市政府征集到120个项目。", [("市政府征集项目", None)]),
    ("35个贫困村整村推进。", [("贫困村整村", "village_programmes")]),
    ("35个贫困村整村脱贫。", [("贫困村整村", "village_poor_left")]),
    ("农业产业化步伐加快，培育龙头企业15家。", [("龙头企业", "leading_farm_firms_added")]),
    ("聚焦电子信息产业链，培育龙头企业15家。", [("龙头企业", None)]),
    ("打通断头路12条。", [("打通断头路", "road_links_opened")]),
    ("12条断头路已接通9条。", [("断头路", None), ("接通", None)]),
    ("新增上市企业8家，达到22家。", [("新增上市企业", "listed_firms_added"), ("上市企业", "listed_firms")]),
    ("新增上市企业8家，增长22%。", [("新增上市企业", "listed_firms_added"), ("新增上市企业", "listed_firms_added")]),
    ("新建学校12所，其中幼儿园8所。", [("新建学校", "schools_built"), ("新建幼儿园", "kindergartens_built")]),
]
NO_VALUES = [  # which figures of a text are values of a metric of money or growth, and which only say something with its name
    ("地区生产总值超千亿元的城市增加到9个。", "gdp", []),
    ("地区生产总值突破千亿元。", "gdp", [1e11]),
    ("村集体经营性收入10万元以下的村全部消除。", "village_operating_income", []),
    ("完成工业投资900亿元，总投资70亿元的甲基地、35亿元的乙烃利用项目全面投产。", "industrial_investment", [900]),
    ("全年完成工业投资900亿元的目标。", "industrial_investment", [900]),
    ("税收5万元/亩。", "tax_revenue", []),
    ("亩均税收5万元。", "tax_per_mu", [5]),
    ("每平方公里产出财政收入2.8亿元。", "fiscal_revenue", []),
    ("城镇居民人均可支配收入38100元。", "urban_resident_income", [38100]),
    ("第三产业比重提高1.1个百分点。", "tertiary_value_added", []),
    ("第三产业比重提高1.1个百分点。", "tertiary_share", [1.1]),
    ("服务业增加值增长8%，占生产总值的比重为48%，提高0.3个百分点。", "tertiary_value_added", [8]),
    ("地区生产总值增长8%，比上年提高0.3个百分点。", "gdp", [8, 0.3]),
    ("工业增加值增长8%，拉动生产总值增长2.4个百分点。", "gdp", []),
    ("单位生产总值能耗下降2.5个百分点。", "energy_intensity", [-2.5]),
]


@pytest.mark.parametrize(("text", "metric_id", "values"), NO_VALUES)
def test_a_figure_that_only_says_something_with_a_name_is_no_value_of_its_metric(
    text: str, metric_id: str, values: list[float]
) -> None:
    rows = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [row.value for row in rows if row.metric_id == metric_id] == values


PARTS_OF_PLACES = [
    ("市区固定资产投资12亿元。", "fixed_asset_investment", "市区"),
    ("临江开发区工业总产值300亿元。", "industrial_output", "临江开发区"),
    ("临江新区建成区拓展到19平方公里，常住人口超过36万。", "resident_population", "临江新区"),
    ("推进临江新区建设，全市常住人口超过360万。", "resident_population", None),
    ("加快建设临江新区，常住人口超过360万。", "resident_population", None),
    ("开发区建设步伐加快，常住人口超过360万。", "resident_population", None),
    ("中心城区新增4条公交线路。", "bus_routes", "中心城区"),
    ("确保中心城区PM2.5浓度不升，优良天数比例达80%。", "good_air_days", "中心城区"),
    ("五年新增国家级开发区4个，实际利用外资17亿美元。", "foreign_investment", None),
    ("立法保护临江新区河岸，常住人口超过360万。", "resident_population", None),
    ("市区空气质量好转，森林覆盖率45%。", "forest_cover", None),
    ("市区（县）两级机构挂牌，新增三级医院23家。", "top_hospitals_added", None),
    ("东部片区全年完成固定资产投资149亿元。", "fixed_asset_investment", "东部片区"),
    ("东山片区启动建设，完成固定资产投资149亿元。", "fixed_asset_investment", None),
    ("新认定中央创新区3家，新增创新平台30家。", "innovation_platforms_added", None),
    ("兵团综合实力增强。生产总值达到196亿元。", "gdp", "兵团"),
    ("兵团综合实力增强。全区生产总值达到9196亿元。", "gdp", None),
]


@pytest.mark.parametrize(("text", "metric_id", "scope"), PARTS_OF_PLACES)
def test_a_part_of_the_place_has_the_metric_and_the_scope_says_of_what(
    text: str, metric_id: str, scope: str | None
) -> None:
    *_, last = extract(Document(text, "x", year=2024, part="review")).indicators
    assert (last.metric_id, last.scope) == (metric_id, scope)


def test_every_metric_that_a_table_of_kinds_names_is_in_the_registry() -> None:
    contexts = (metric_id for shapes in BY_CONTEXT.values() for _, metric_id in shapes)
    moved = (*MEASURED.values(), *BY_DIMENSION.values(), *BY_BASE_UNIT.values(), *LIFTED.values(), *ADDED_TO.values())
    moved = (*moved, *BEFORE, *(meant for _, _, meant in BEFORE.values()))
    sets = (*BROAD, *BUILT_ONLY, *COUNTED_IN_HOUSEHOLDS, *NATIONAL, *GROWING, *LIFTED, *ADDED_TO)
    assert {*contexts, *moved, *sets} - set(metric_by_id()) == set()


def test_what_is_added_to_a_stock_has_a_metric_of_its_own() -> None:
    pairs = [metric.id for metric in METRICS if f"{metric.id}_added" in metric_by_id() and metric.id not in ADDED_TO]
    assert len(pairs) > 60
    for metric_id in pairs:
        name = metric_by_id()[metric_id].name
        stock, added = metric_named(name), metric_named("新增" + name)
        assert (stock and stock.id, added and added.id) == (metric_id, f"{metric_id}_added")


@pytest.mark.parametrize(("text", "rows"), METRIC_OF)
def test_a_figure_has_the_metric_of_its_kind(text: str, rows: list[tuple[str, str | None]]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [(row.name, row.metric_id) for row in read] == rows


@pytest.mark.parametrize(
    ("year", "metric_id"), [(1997, "retail_prices"), (1998, "retail_prices"), (1999, "cpi"), (2024, "cpi")]
)
def test_prices_without_a_word_of_whose_are_those_of_shops_before_1998(year: int, metric_id: str) -> None:
    (row,) = extract(Document("去年，物价涨幅6.1%。", "x", year=year, part="review")).indicators
    assert (row.metric_id, row.year) == (metric_id, year - 1)


SENTENCES = [
    ("在全国运动会上取得8金6银。", [("gold_medals", 8), ("silver_medals", 6)]),
    ("刑事、治安案件分别下降41.2%、18.9%。", [("criminal_cases", -41.2), ("public_order_cases", -18.9)]),
    ("查处刑事25起。", [(None, 25)]),
    ("港口货物吞吐量1.2亿吨，集装箱61万标箱。", [("port_throughput", 1.2), ("container_throughput", 61)]),
    ("办理人大代表建议156件。收到群众建议40件。", [("npc_suggestions", 156), (None, 40)]),
    ("PM2.5、PM10分别下降19.5%、32.5%。", [("pm25", -19.5), ("pm10", -32.5)]),
    ("降低企业用电成本37亿元。", [("firm_power_cost", -37)]),
    ("大旱损失粮食产量28万吨，财政收入4亿元。完成财政收入9亿元。", [(None, 28), (None, 4), ("fiscal_revenue", 9)]),
    ("全国首个光伏项目开工，地区生产总值居全省之首。", [(None, 1), ("gdp", 1)]),
    ("全市每千名老年人拥有养老床位数40.5张，养老床位3万张。", [("elderly_beds_per_1000", 40.5), ("elderly_beds", 3)]),
    ("人均拥有体育场地面积2.5平方米。", [("sports_space", 2.5)]),
    ("集体经营性收入超过30万元的村占比达到82%。", [(None, 82)]),
]


@pytest.mark.parametrize(("text", "told"), SENTENCES)
def test_a_sentence_tells_the_metrics_of_its_figures(text: str, told: list[tuple[str | None, float]]) -> None:
    rows = extract(Document(text, "210000-2024", year=2024, part="review")).indicators
    assert [(row.metric_id, row.value) for row in rows] == told


@pytest.mark.parametrize(("own", "scope"), [("全省", "全市"), ("全市", "甲市")])
def test_all_of_a_city_is_a_part_in_the_report_of_a_province(own: str, scope: str) -> None:
    text = f"{own}就业稳定。{own}物价平稳。{own}水质改善。\n以甲城为重点，全市地区生产总值增长20%。"
    (row,) = extract(Document(text, "x", year=2024, region=own.replace("全", "甲"), part="review")).indicators
    assert (row.metric_id, row.scope) == ("gdp", scope)
