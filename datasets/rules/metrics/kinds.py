"""What tells the metrics apart that share a name: how, in what and of what kind of unit they are measured."""

import re

from datasets.rules.metrics.spellings import SECTORS
from schemas.vocabulary import Dimension, Measure

# Names that mean a metric only where they are said to grow: 经济增长6%, 第三产业增长9%.
GROWING = {
    "gdp": ("经济", "国民经济"),
    "primary_value_added": ("第一产业", "一产", "一产业"),
    "secondary_value_added": ("第二产业", "二产", "二产业"),
    "tertiary_value_added": ("第三产业", "三产", "三产业"),
    "above_scale_industrial_value_added": ("规模以上工业", "规上工业", "规模工业"),
    "criminal_cases": ("刑事",),
}
# Names that mean another metric when they are measured another way: a fall of 贫困人口, 优良天数 in percent.
MEASURED: dict[tuple[str, Measure], str] = {
    ("poor_people", "change"): "poverty_reduction",
    ("good_air_day_count", "rate"): "good_air_days",
    ("good_air_day_count", "share"): "good_air_days",
}
# Names that meant another metric in the years before: prices, without a word of whose, were those of shops.
BEFORE: dict[str, tuple[int, frozenset[str], str]] = {
    "cpi": (1998, frozenset({"物价涨幅", "物价总水平", "物价总水平涨幅"}), "retail_prices"),
}
# The same for what its unit measures: 改造棚户区30万平方米 is floor space, 改造城市道路50公里 a length.
BY_DIMENSION: dict[tuple[str, Dimension], str] = {
    ("old_estate_renewal", "area"): "old_estate_area",
    ("shantytown_renewal", "area"): "shantytown_area",
    ("affordable_homes", "area"): "affordable_homes_area",
    ("affordable_housing_started", "area"): "affordable_homes_area",
    ("affordable_housing_built", "area"): "affordable_homes_area",
    ("low_cost_homes", "area"): "affordable_homes_area",
    ("public_rental_homes", "area"): "affordable_homes_area",
    ("city_roads", "length"): "city_roads_length",
    ("clean_heating", "count"): "clean_heating_homes",
    ("rent_subsidy_households", "money"): "rent_subsidies",
    ("trunk_roads", "count"): "trunk_road_count",
}
# And for the thing its unit counts: 惠及5万户 are households.
BY_BASE_UNIT = {
    ("beneficiaries", "household"): "beneficiary_households",
    ("poor_people", "household"): "poor_households",
    ("poverty_reduction", "household"): "poor_households_left",
    ("poverty_relocation", "household"): "poverty_relocation_households",
    ("urban_renewal_projects", "household"): "urban_village_homes",
}
# People are not counted in households, nor a household metric in people.
COUNTED_IN_HOUSEHOLDS = frozenset({
    "beneficiary_households", "poor_households", "poor_households_left", "poverty_relocation_households",
    "clean_heating_homes", "urban_village_homes", "resettled_households",
})  # fmt: skip
# The poor, and those who left poverty, as the predicate behind their count tells.
LIFTED = {
    "poor_people": "poverty_reduction",
    "poor_villages": "village_poor_left",
    "village_programmes": "village_poor_left",
}
# The metric of what is added to what there is, where it is not the name of the one with `_added`.
ADDED_TO = {
    "scenic_4a": "scenic_added",
    "land_transferred": "land_leased_added",
    "installed_capacity": "capacity_added",
    "renewable_capacity": "new_energy_capacity_added",
    "private_firms": "private_firms_new",
}
# Counts whose unit is in their name: 8金.
UNIT_IN_NAME = frozenset({"gold_medals", "silver_medals", "bronze_medals"})
# Metrics of what the state names; what a province or a city calls so is another thing.
NATIONAL = frozenset({"little_giants", "little_giants_added"})
# What a report tells the number of because it was built or renewed; where no word says so it counts something else.
BUILT_ONLY = frozenset({
    "township_hospitals", "village_clinics", "health_centres", "culture_stations", "elderly_centres", "coop_villages",
    "car_parks", "fitness_sites", "sewage_plants", "markets_built", "public_toilets", "sewage_pipes", "gas_pipes",
    "heat_pipes", "water_pipes", "city_roads", "city_roads_length", "city_parks", "parks_built", "rural_road",
    "mutual_homes", "homes_for_the_old", "culture_halls", "farm_shops", "breeding_farms", "safe_water_works",
    "water_works", "power_grid_works", "school_buildings", "village_libraries", "standard_schools", "trunk_roads",
    "affordable_homes_area", "biogas_users", "canteens", "pedestrian_bridges", "rural_treatment_works", "kindergartens_built",
    "schools_built", "schools_kindergartens_built", "expressways_built",
})  # fmt: skip
# What is told to be done, and yet may be told of what there is, a part of which was done.
OF_WHICH_DONE = BUILT_ONLY | {
    "road_links_opened",
    "bridges_repaired",
    "old_homes_repaired",
    "old_estate_renewal",
    "livelihood_projects",
}
# Metrics of many kinds of thing: that two figures have one does not tell that they measure the same.
BROAD = frozenset(SECTORS) | {
    "key_projects", "large_projects", "introduced_projects", "beneficiaries", "beneficiary_households", "satisfaction",
    "livelihood_projects", "demo_villages", "demo_villages_added", "technical_projects", "firms_above_scale_added",
    "reforms", "policy_measures", "special_plans",
}  # fmt: skip
# Names that say too little, and what stands before them in the sentence that tells which metric they are.
HOMES = re.compile(r"(?:保障性|安居|保障房|廉租|公租|棚)[^。;]{0,40}$")
OF_PROJECTS = re.compile(r"(?<!以上)项目(?:(?!以上项目)[^。;]){0,24}$")  # not those above a size
MADE = ((HOMES, "affordable_housing_built"), (OF_PROJECTS, "projects_completed"))
BEGUN = ((HOMES, "affordable_housing_started"), (OF_PROJECTS, "projects_started"))
PRODUCING = ((OF_PROJECTS, "projects_producing"),)
GRAIN = ((re.compile(r"粮食[^,;。、]{0,14},?$"), "grain_output"),)
LINES = (
    (re.compile(r"高速公路[^,;。、]{0,12},?$"), "expressway"),
    (re.compile(r"(?:轨道交通|地铁)[^,;。、]{0,12},?$"), "metro"),
    (re.compile(r"(?:高铁|高速铁路)[^,;。、]{0,12},?$"), "high_speed_rail"),
    (re.compile(r"(?<!高速)公路[^,;。、]{0,12},?$"), "roads_in_use"),
)
BROUGHT_IN = ((re.compile(r"(?:招商|引资)[^。;]{0,40}$"), "domestic_investment"),)
BY_CONTEXT: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "建议": ((re.compile(r"(?:人大|代表)[^。;委]{0,24}$"), "npc_suggestions"),),
    "集装箱": ((re.compile(r"吞吐量[^。;]{0,24}$"), "container_throughput"),),
    "到位资金": BROUGHT_IN, "实际到位资金": BROUGHT_IN,
    "总产": GRAIN, "总产量": GRAIN,
    "总里程": LINES, "通车里程": LINES, "通车总里程": LINES, "运营里程": LINES, "运营总里程": LINES, "总长": LINES,
    "授权量": ((re.compile(r"发明专利[^;。]{0,24}$"), "patents"), (re.compile(r"专利[^;。]{0,24}$"), "patents_granted_all")),
    "出栏": ((re.compile(r"生猪[^,;。、]{0,8},?$"), "pigs_sold"),),
    "优良率": ((re.compile(r"空气[^;。]{0,20}$"), "good_air_days"),),
    "参保率": ((re.compile(r"养老[^;。]{0,16}$"), "pension_cover"), (re.compile(r"医[疗保][^;。]{0,16}$"), "health_cover")),
    "化解率": ((re.compile(r"(?:信访|积案)[^;。]{0,20}$"), "petition_settled_rate"),),
    "竣工": MADE, "建成": MADE, "基本建成": MADE, "完工": MADE,
    "开工": BEGUN, "新开工": BEGUN, "开工建设": BEGUN,
    "投产": PRODUCING, "新投产": PRODUCING, "竣工投产": PRODUCING, "建成投产": PRODUCING,
    "续建": ((OF_PROJECTS, "projects_continued"),),
    "新增床位": ((re.compile(r"养老[^;。]{0,24}$"), "elderly_beds_added"), (re.compile(r"医[院疗][^;。]{0,24}$"), "hospital_beds_added")),
}  # fmt: skip
# What stands behind a sum that only tells which of them are meant: 生产总值超千亿元城市增加到9个, 10万元以下的村.
HOLDERS = re.compile(
    r"(?:以上|以下|以内)?的?(?:欠发达|薄弱|经济强|贫困|重点)?"
    r"(?:县(?!域)|市(?!场)|区(?!域)|旗县|城市|城区|乡镇|镇|街道|村|企业(?!所得)|开发区|园区|集群|产业(?!投资|基金)|家庭|农户|行业)(?![、和]?(?:增长|下降|同比))"
)
# Works whose own sum stands before them in a list: 总投资20亿元的某基地、15亿元的某项目.
PLEDGED_WORKS = re.compile(r"的(?!目标|水平|标准|基础|规模|台阶|总?量|成绩|任务|预期|跨越|历史|速度)[^,;。、的]{3,}")
# Metrics that are sums for each of something, by their names; others are totals, and none of these is so small.
PER_ONE = re.compile(r"人均|户均|亩均|标准|工资|养老金|经费|成本|补助|补贴|生产率|居民|救助|纯收入|集体|农户|费用")
SMALLEST_SUM = 100_000  # CNY
# Between a name and a change in points: the share of it is what changed.
SHARE_CHANGED = re.compile(
    r"(?:比重|占比|份额|占[^,;。]{0,14})(?![^;。]{0,40}?(?:增速|增幅|增长|下降\d))[^;。]{0,30}\Z"
)
CONTRIBUTES = re.compile(r"(?:拉动|影响|带动)(?:全[省市区县州]|我[省市区县])?\Z")
# Before a value: it is how much less of the metric there was, and none of it.
LOST = re.compile(r"损失(?:了|约)?(?!率)[^;。]{0,60}\Z")
# What is the first of its kind (全国首个光伏项目): that says nothing of how many there are.
FIRST_OF_ITS_KIND = re.compile(r"首[家个座条例艘台套宗单笔支列]")
# Behind a count of what there is: how many of them were done.
DONE_OF_IT = re.compile(r"(?:中)?,?已经?[\u4e00-\u9fff]{0,4}\d")
# Names that firms of every trade have, and what tells near them that they are of farming.
NEEDS_FARMING = re.compile(r"(?:[^农业]*)(?:龙头企业)")
FARMING = re.compile(r"农|粮|种植|养殖|畜|牧|渔|食品|乡村|蔬菜|茶|果|脱贫|贫困|村|草原|土地流转|“三品|产业化")
