"""Metrics: one line each. A name means one metric; whatever is not here is the long tail."""

from functools import cache

from msgspec import Struct

from schemas.vocabulary import Dimension, Direction


class MetricRule(Struct, frozen=True):
    """Something that reports measure again and again."""

    id: str
    dimension: Dimension
    direction: Direction
    name: str
    name_en: str
    aliases: tuple[str, ...]
    definition: str
    definition_en: str


METRICS = (
    MetricRule("gdp", "money", "higher", "地区生产总值", "Gross domestic product",
               ("国内生产总值", "生产总值", "GDP", "经济总量"), "一定时期内本地区生产活动的最终成果。", "Value of all final output produced in the area in a year."),
    MetricRule("gdp_per_capita", "money", "higher", "人均地区生产总值", "GDP per person",
               ("人均生产总值", "人均国内生产总值", "人均GDP"), "地区生产总值除以平均人口。", "GDP divided by the mean population."),
    MetricRule("primary_value_added", "money", "higher", "第一产业增加值", "Value added of the primary sector",
               ("一产增加值",), "农、林、牧、渔业的增加值。", "Value added of farming, forestry, animal husbandry and fishing."),
    MetricRule("secondary_value_added", "money", "higher", "第二产业增加值", "Value added of the secondary sector",
               ("二产增加值",), "工业和建筑业的增加值。", "Value added of industry and construction."),
    MetricRule("tertiary_value_added", "money", "higher", "第三产业增加值", "Value added of the tertiary sector",
               ("三产增加值", "服务业增加值"), "服务业的增加值。", "Value added of services."),
    MetricRule("fixed_asset_investment", "money", "higher", "固定资产投资", "Fixed asset investment",
               ("全社会固定资产投资", "固定资产投资总额", "固定资产投资(不含农户)"), "用于建造和购置固定资产的投入。", "Spending on building and buying fixed assets."),
    MetricRule("industrial_investment", "money", "higher", "工业投资", "Industrial investment",
               ("工业固定资产投资",), "工业领域的固定资产投资。", "Fixed asset investment in industry."),
    MetricRule("general_public_budget_revenue", "money", "higher", "一般公共预算收入", "General public budget revenue",
               ("地方一般公共预算收入", "地方财政一般预算收入", "一般预算收入", "公共财政预算收入"), "纳入一般公共预算的政府收入。", "Government revenue under the general public budget."),
    MetricRule("fiscal_revenue", "money", "higher", "财政收入", "Fiscal revenue",
               ("财政总收入", "地方财政收入"), "财政部门组织的全部收入。", "All revenue collected through public finance."),
    MetricRule("tax_revenue", "money", "higher", "税收收入", "Tax revenue", (), "各项税收的总额。", "All taxes collected."),
    MetricRule("general_public_budget_expenditure", "money", "neutral", "一般公共预算支出", "General public budget expenditure",
               ("地方一般公共预算支出",), "一般公共预算安排的政府支出。", "Government spending under the general public budget."),
    MetricRule("industrial_value_added", "money", "higher", "工业增加值", "Industrial value added",
               ("全部工业增加值",), "工业生产活动的增加值。", "Value added of industry."),
    MetricRule("above_scale_industrial_value_added", "money", "higher", "规模以上工业增加值", "Value added of industry above designated size",
               ("规上工业增加值",), "规模以上工业企业的增加值。", "Value added of industrial enterprises above designated size."),
    MetricRule("industrial_output", "money", "higher", "工业总产值", "Gross industrial output",
               ("全部工业总产值", "规模以上工业总产值", "规上工业总产值"), "工业企业产品的总价值。", "Gross value of industrial products."),
    MetricRule("retail_sales", "money", "higher", "社会消费品零售总额", "Total retail sales of consumer goods",
               ("社零总额", "社消零总额", "社会消费品零售额"), "售给居民和社会集团的消费品总额。", "Sales of consumer goods to households and institutions."),
    MetricRule("resident_income", "money", "higher", "居民人均可支配收入", "Disposable income per person",
               ("全体居民人均可支配收入", "居民收入", "全体常住居民人均可支配收入"), "居民可用于消费和储蓄的人均收入。", "Income per person available for spending and saving."),
    MetricRule("urban_resident_income", "money", "higher", "城镇居民人均可支配收入", "Disposable income per urban resident",
               ("城镇常住居民人均可支配收入", "市区城镇居民人均可支配收入"), "城镇居民的人均可支配收入。", "Disposable income per urban resident."),
    MetricRule("rural_resident_income", "money", "higher", "农村居民人均可支配收入", "Disposable income per rural resident",
               ("农村常住居民人均可支配收入", "农民人均可支配收入"), "农村居民的人均可支配收入。", "Disposable income per rural resident."),
    MetricRule("rural_net_income", "money", "higher", "农民人均纯收入", "Net income per rural resident",
               ("农村居民人均纯收入",), "2013年以前使用的农村收入指标。", "Rural income measure used before 2013."),
    MetricRule("foreign_trade", "money", "higher", "进出口总额", "Total imports and exports",
               ("外贸进出口总额", "货物进出口总额", "外贸进出口", "进出口总值", "外贸进出口总值"), "货物进口与出口的总额。", "Value of goods imported and exported."),
    MetricRule("exports", "money", "higher", "出口总额", "Exports", ("外贸出口", "出口额", "出口"), "货物出口总额。", "Value of goods exported."),
    MetricRule("foreign_investment", "money", "higher", "实际利用外资", "Foreign investment actually used",
               ("外商直接投资", "实际使用外资", "利用外资", "引进外资"), "实际到位的外国投资。", "Foreign investment actually received."),
    MetricRule("domestic_investment", "money", "higher", "实际到位内资", "Domestic investment from outside the area",
               ("到位内资", "引进内资", "招商引资到位资金"), "从本地区以外引进并到位的国内资金。", "Domestic capital received from outside the area."),
    MetricRule("cpi", "ratio", "neutral", "居民消费价格", "Consumer prices",
               ("居民消费价格指数", "居民消费价格涨幅", "居民消费价格总水平", "CPI"), "居民购买消费品和服务价格的变动。", "Change of the prices households pay."),
    MetricRule("surveyed_unemployment", "ratio", "lower", "城镇调查失业率", "Surveyed urban unemployment rate",
               ("全国城镇调查失业率",), "经抽样调查得到的城镇失业率。", "Urban unemployment rate from surveys."),
    MetricRule("registered_unemployment", "ratio", "lower", "城镇登记失业率", "Registered urban unemployment rate",
               (), "登记失业人员占城镇劳动力的比例。", "Registered unemployed as part of the urban workforce."),
    MetricRule("urban_new_jobs", "count", "higher", "城镇新增就业", "New urban jobs",
               ("新增城镇就业", "城镇新增就业人数", "新增城镇就业人数"), "城镇新增的就业人数。", "People newly employed in towns."),
    MetricRule("population_growth", "ratio", "neutral", "人口自然增长率", "Natural population growth rate",
               (), "人口出生率与死亡率之差。", "Birth rate less death rate."),
    MetricRule("urbanisation", "ratio", "higher", "常住人口城镇化率", "Urbanisation rate of residents",
               ("城镇化率", "城市化率"), "城镇常住人口占常住人口的比例。", "Share of residents who live in towns."),
    MetricRule("market_entities", "count", "higher", "市场主体", "Market entities",
               ("经营主体", "市场主体总量", "各类市场主体"), "登记的企业、个体户和合作社。", "Registered firms, sole traders and co-operatives."),
    MetricRule("high_tech_enterprises", "count", "higher", "高新技术企业", "High-tech enterprises",
               ("国家高新技术企业",), "经认定的高新技术企业。", "Enterprises recognised as high-tech."),
    MetricRule("rd_intensity", "ratio", "higher", "研发经费投入强度", "R&D intensity",
               ("研发经费投入占地区生产总值比重", "全社会研发投入强度", "研发投入强度"), "研发经费占地区生产总值的比重。", "Spending on research and development as part of GDP."),
    MetricRule("grain_output", "mass", "higher", "粮食产量", "Grain output",
               ("粮食总产量", "粮食总产", "粮食综合生产能力"), "一年收获的粮食。", "Grain harvested in a year."),
    MetricRule("energy_intensity", "energy", "lower", "单位地区生产总值能耗", "Energy use per unit of GDP",
               ("万元地区生产总值能耗", "万元生产总值能耗", "单位GDP能耗", "万元生产总值综合能耗", "单位生产总值能耗", "万元GDP能耗", "单位国内生产总值能耗"), "每单位地区生产总值消耗的能源。", "Energy used for each unit of GDP."),
    MetricRule("pm25", "concentration", "lower", "PM2.5平均浓度", "Mean PM2.5 concentration",
               ("PM2.5浓度", "细颗粒物平均浓度", "PM2.5年均浓度", "细颗粒物浓度"), "空气中细颗粒物的平均浓度。", "Mean concentration of fine particles in the air."),
    MetricRule("good_air_days", "ratio", "higher", "优良天数比例", "Share of days with good air",
               ("空气质量优良天数比例", "空气优良天数比例", "空气质量优良率", "优良天数比率"), "空气质量达到优良的天数比例。", "Share of days with good air quality."),
    MetricRule("forest_cover", "ratio", "higher", "森林覆盖率", "Forest cover", (), "森林面积占土地面积的比例。", "Share of land under forest."),
    MetricRule("preschool_affordable", "ratio", "higher", "学前教育普惠率", "Share of children in affordable preschools",
               ("普惠性幼儿园覆盖率",), "在普惠性幼儿园就读的幼儿比例。", "Share of preschool children in affordable kindergartens."),
    MetricRule("tourist_visits", "occasion", "higher", "接待游客", "Tourist visits",
               ("接待游客人次", "接待游客总量", "累计接待游客"), "接待游客的人次。", "Number of visits by tourists."),
    MetricRule("tourism_revenue", "money", "higher", "旅游总收入", "Tourism revenue", ("旅游收入", "旅游综合收入"), "旅游活动带来的收入。", "Revenue from tourism."),
)  # fmt: skip

HEADLINES = frozenset({
    "gdp", "fixed_asset_investment", "general_public_budget_revenue", "fiscal_revenue", "above_scale_industrial_value_added",
    "industrial_value_added", "retail_sales", "resident_income", "urban_resident_income", "rural_resident_income",
    "rural_net_income", "foreign_trade", "cpi", "surveyed_unemployment", "registered_unemployment", "urban_new_jobs",
})  # fmt: skip


@cache
def metric_by_name() -> dict[str, MetricRule]:
    """Every name and alias with its metric."""
    return {name: metric for metric in METRICS for name in (metric.name, *metric.aliases)}
