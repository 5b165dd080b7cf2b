"""Units: one line each. A form is how reports write the unit; the text beside it is its factor.

Reports put 万, 亿 and the like before most units; `SCALES` says which, so a line here names only the bare form.
"""

from decimal import Decimal
from functools import cache

from msgspec import Struct

from schemas.vocabulary import Dimension


class UnitRule(Struct, frozen=True):
    """A written unit, the base unit it converts to, and how many of those one of it is."""

    form: str
    name_en: str
    dimension: Dimension
    base: str
    factor: str = "1"
    scales: bool = True
    unless: str = ""  # what must not follow: 个 is no unit in 900多万个体工商户


UNITS = (
    UnitRule("元",       "yuan",                    "money", "CNY"),
    UnitRule("人民币",    "yuan",                    "money", "CNY"),
    UnitRule("毛钱",     "jiao",                    "money", "CNY", "0.1", scales=False),
    UnitRule("分钱",     "fen",                     "money", "CNY", "0.01", scales=False),
    UnitRule("分",       "fen",                     "money", "CNY", "0.01", scales=False, unless="之|点|别|类|批|钟|部|析|布|散|局|工|配|离|公司|行|支|为|层|级|享|解|局|管|税|校|院|米|值|数"),
    UnitRule("美元",     "US dollar",               "money", "USD"),
    UnitRule("欧元",     "euro",                    "money", "EUR"),
    UnitRule("港元",     "Hong Kong dollar",        "money", "HKD"),
    UnitRule("%",        "percent",                 "ratio", "%", scales=False),
    UnitRule("百分之",    "percent",                 "ratio", "%", scales=False),
    UnitRule("‰",        "per mille",               "ratio", "%", "0.1", scales=False),
    UnitRule("千分之",    "per mille",               "ratio", "%", "0.1", scales=False),
    UnitRule("成",       "tenth",                   "ratio", "%", "10", scales=False, unless="立|功|效|果|为|员|都|交|本|就|品|长|熟|型|绩|片"),
    UnitRule("个百分点",  "percentage point",        "point", "percentage_point", scales=False),
    UnitRule("百分点",    "percentage point",        "point", "percentage_point", scales=False),
    UnitRule("个千分点",  "per mille point",         "point", "percentage_point", "0.1", scales=False),
    UnitRule("倍",       "times",                   "multiple", "times", scales=False),
    UnitRule("番",       "doubling",                "multiple", "doubling", scales=False),
    UnitRule("人",       "person",                  "count", "person", unless="均|民|大|才|工|行|力|员|群|们|身|士|事|社|居"),
    UnitRule("名",       "person",                  "count", "person", unless="牌|优(?!秀)|列|城(?!镇|乡|市)|单|师|录|胜|义|誉"),
    UnitRule("人口",     "person",                  "count", "person"),
    UnitRule("位",       "person",                  "count", "person", unless="于|居|列|次|置"),
    UnitRule("人份",     "portion",                 "count", "portion"),
    UnitRule("人次",     "person-time",             "occasion", "person_time"),
    UnitRule("户次",     "household-time",          "occasion", "household_time"),
    UnitRule("次",       "occasion",                "occasion", "occasion", unless="级|数|产业|全会|会议|化|贷|区域"),
    UnitRule("场",       "event",                   "occasion", "event", unless="所|馆|地|景|院"),
    UnitRule("届",       "session",                 "occasion", "session", unless="毕业|高校|本科|学生|人大|全国|政府"),
    UnitRule("艘次",     "ship call",               "occasion", "ship_call"),
    UnitRule("架次",     "flight",                  "occasion", "flight"),
    UnitRule("列次",     "train run",               "occasion", "train_run"),
    UnitRule("班次",     "run",                     "occasion", "run"),
    UnitRule("场次",     "event",                   "occasion", "event"),
    UnitRule("户",       "household or business",   "count", "household", unless="籍|外|均|口"),
    UnitRule("住户",     "household",               "count", "household", unless="籍"),
    UnitRule("家",       "enterprise or body",      "count", "enterprise", unless="庭|电(?!厂|子|力|商)|具|政|长(?!三角|江|沙|春)|族|园|乡(?!镇)|属|教|禽|畜"),
    UnitRule("个",       "item",                    "count", "item", unless="体|人所得|性|别"),
    UnitRule("件",       "item",                    "count", "item"),
    UnitRule("项",       "item",                    "count", "item"),
    UnitRule("种",       "kind",                    "count", "kind"),
    UnitRule("类",       "kind",                    "count", "kind", unless="型|别|似"),
    UnitRule("大",       "kind",                    "count", "kind", scales=False, unless="[学队道桥厦型户棚力于小会众学城多豆米洋街赛剧]|类|型|个|致|约|幅|量"),
    UnitRule("批",       "batch",                   "count", "batch", unless="准|发|量|复|评|转|示"),
    UnitRule("批次",     "batch",                   "count", "batch"),
    UnitRule("所",       "institution",             "count", "institution", unless="有|在|得|以(?!上|下|内)|属"),
    UnitRule("座",       "structure",               "count", "structure"),
    UnitRule("处",       "place",                   "count", "place", unless="理|置|于|罚|级"),
    UnitRule("条",       "line",                    "count", "line", unless="件|例|款"),
    UnitRule("台",       "machine",                 "count", "machine", unless="湾|风|商|资|胞|阶"),
    UnitRule("颗",       "satellite or grain",      "count", "piece"),
    UnitRule("辆",       "vehicle",                 "count", "vehicle"),
    UnitRule("艘",       "ship",                    "count", "ship"),
    UnitRule("架",       "aircraft",                "count", "aircraft"),
    UnitRule("列",       "train",                   "count", "train", unless="入|为|车"),
    UnitRule("套",       "set",                     "count", "set"),
    UnitRule("间",       "room",                    "count", "room", unless="谍|接|隔|距"),
    UnitRule("栋",       "building",                "count", "building"),
    UnitRule("幢",       "building",                "count", "building"),
    UnitRule("重量箱",    "weight case",             "count", "case"),
    UnitRule("袋",       "bag",                     "count", "bag", unless="鼠|装"),
    UnitRule("张",       "sheet",                   "count", "sheet"),
    UnitRule("份",       "copy",                    "count", "copy", unless="额"),
    UnitRule("部",       "piece",                   "count", "piece", unless="门|分|委|级|队|署|位|长|法"),
    UnitRule("篇",       "piece",                   "count", "piece"),
    UnitRule("节",       "lesson",                  "count", "lesson", unless="能|约|日|点|水|假|目"),
    UnitRule("支",       "team",                    "count", "team", unless="持|出|撑|部|付|柱|队伍建设"),
    UnitRule("只",       "animal",                  "count", "animal", unless="有|要|是"),
    UnitRule("头",       "head",                    "count", "animal", unless="部|雁"),
    UnitRule("株",       "plant",                   "count", "plant"),
    UnitRule("棵",       "plant",                   "count", "plant"),
    UnitRule("床",       "bed",                     "count", "bed", unless="垫"),
    UnitRule("张床位",    "bed",                     "count", "bed"),
    UnitRule("片",       "area",                    "count", "place", unless="区"),
    UnitRule("块",       "piece",                   "count", "piece", unless="链"),
    UnitRule("起",       "case",                    "count", "case", unless="步|点|来|草|到"),
    UnitRule("单",       "order",                   "count", "order", unless="位|元|一|价|个|项|独|向|体|车|身|打|词|纯|据|产|机|程|亲|晶|日|边|品|面|侧|季|株|季"),
    UnitRule("锭",       "spindle",                 "count", "spindle"),
    UnitRule("宗",       "case",                    "count", "case"),
    UnitRule("例",       "case",                    "count", "case", unless="外|如|会"),
    UnitRule("款",       "product",                 "count", "product", unless="项"),
    UnitRule("对",       "pair",                    "count", "pair", unless="外|口|接|标|策|象"),
    UnitRule("枚",       "piece",                   "count", "piece"),
    UnitRule("门",       "course",                  "count", "course", unless="类|户|诊|店"),
    UnitRule("箱",       "box",                     "count", "box", unless="包"),
    UnitRule("P",        "petaflops of computing",  "count", "PFLOPS"),
    UnitRule("标箱",     "TEU",                     "count", "TEU"),
    UnitRule("标准箱",    "TEU",                     "count", "TEU"),
    UnitRule("平方米",    "square metre",            "area", "m2"),
    UnitRule("平方公里",  "square kilometre",        "area", "m2", "1e6"),
    UnitRule("平方千米",  "square kilometre",        "area", "m2", "1e6"),
    UnitRule("公顷",     "hectare",                 "area", "m2", "1e4"),
    UnitRule("亩",       "mu",                      "area", "m2", "666.6666666666667"),
    UnitRule("公里",     "kilometre",               "length", "km"),
    UnitRule("千米",     "kilometre",               "length", "km"),
    UnitRule("海里",     "nautical mile",           "length", "km", "1.852"),
    UnitRule("米",       "metre",                   "length", "km", "0.001", unless="粉|面"),
    UnitRule("延米",     "running metre",           "length", "km", "0.001"),
    UnitRule("毫米",     "millimetre",              "length", "km", "0.000001"),
    UnitRule("车公里",    "vehicle-kilometre",       "length", "vehicle_km"),
    UnitRule("吨",       "tonne",                   "mass", "t"),
    UnitRule("吨/日",     "tonne a day",             "mass", "t/d"),
    UnitRule("吨/天",     "tonne a day",             "mass", "t/d"),
    UnitRule("吨/年",     "tonne a year",            "mass", "t/a"),
    UnitRule("公斤",     "kilogram",                "mass", "t", "0.001"),
    UnitRule("千克",     "kilogram",                "mass", "t", "0.001"),
    UnitRule("斤",       "jin",                     "mass", "t", "0.0005", unless="斤"),
    UnitRule("担",       "dan",                     "mass", "t", "0.05", unless="保|当|负"),
    UnitRule("克",       "gram",                    "mass", "t", "0.000001", unless="服"),
    UnitRule("载重吨",    "deadweight tonne",        "mass", "dwt"),
    UnitRule("立方米",    "cubic metre",             "volume", "m3"),
    UnitRule("立方米/日",  "cubic metre a day",       "volume", "m3/d"),
    UnitRule("立方米/天",  "cubic metre a day",       "volume", "m3/d"),
    UnitRule("方",       "cubic metre",             "volume", "m3", unless="面|式|案|向|针|便|法|位|略|言"),
    UnitRule("千升",     "kilolitre",               "volume", "m3"),
    UnitRule("升",       "litre",                   "volume", "m3", "0.001", unless="级|至|到|为|学|高|值"),
    UnitRule("千瓦",     "kilowatt",                "power", "kW"),
    UnitRule("兆瓦",     "megawatt",                "power", "kW", "1e3"),
    UnitRule("吉瓦",     "gigawatt",                "power", "kW", "1e6"),
    UnitRule("千伏安",    "kilovolt-ampere",         "power", "kVA"),
    UnitRule("千瓦时",    "kilowatt-hour",           "energy", "kWh"),
    UnitRule("千瓦·时",   "kilowatt-hour",           "energy", "kWh"),
    UnitRule("度",       "kilowatt-hour",           "energy", "kWh", unless="假|过|汛|夏|坡|陡坡|以上坡|以上陡坡|以上的坡"),
    UnitRule("吨标准煤",  "tonne of coal equivalent", "energy", "tce"),
    UnitRule("吨标煤",    "tonne of coal equivalent", "energy", "tce"),
    UnitRule("微克/立方米",  "microgram per cubic metre", "concentration", "ug/m3", scales=False),
    UnitRule("微克每立方米", "microgram per cubic metre", "concentration", "ug/m3", scales=False),
    UnitRule("毫克/立方米",  "milligram per cubic metre", "concentration", "ug/m3", "1e3", scales=False),
    UnitRule("万",       "ten thousand",            "count", "item", "1e4", scales=False, unless="元|众|象|能|里|物|家灯火|事|古"),
    UnitRule("亿",       "hundred million",         "count", "item", "1e8", scales=False, unless="元|级"),
    UnitRule("大类",      "class",                   "count", "kind"),
    UnitRule("个方面",    "field",                   "count", "item", scales=False),
    UnitRule("口",       "well or pit",             "count", "piece", unless="岸|径|碑|袋|号|味|腔|子|述|头|粮"),
    UnitRule("根",       "piece",                   "count", "piece", unless="本|据|源|除|治|植|基"),
    UnitRule("期",       "issue or run",            "count", "item", unless="间|望|末|货|限|待|权|满|工程|项目|建设|改|\\)|及|和|、|投|主|土|开|竣|建|厂|基"),
    UnitRule("轮",       "round",                   "occasion", "occasion", unless="胎|换|廓|子|渡|候|训|船|岗|作|椅|机|流"),
    UnitRule("组",       "group",                   "count", "item", unless="织|建|成|合|团|长|装|件"),
    UnitRule("册",       "volume",                  "count", "copy", unless="子|封"),
    UnitRule("盏",       "lamp",                    "count", "piece"),
    UnitRule("班",       "run",                     "occasion", "run", unless="次|级|子|列|线|车|组|主|船|长|底|人|轮|师|费"),
    UnitRule("羽",       "bird",                    "count", "animal", unless="毛|绒"),
    UnitRule("尾",       "fish",                    "count", "animal", unless="矿|款|水|气|声"),
    UnitRule("群",       "hive",                    "count", "animal", unless="众|体|岛|山|星|落"),
    UnitRule("匹",       "horse",                   "count", "animal", unless="配"),
    UnitRule("地",       "place",                   "count", "place", scales=False, unless="级|市|区|方|震|块|铁|面|下|处|产|理|域|点|形|上|主|图|亩|带|质|标|县|州|税|灾|膜|坪|位|缘|热|球|段"),
    UnitRule("家次",      "visit to a firm",         "occasion", "occasion"),
    UnitRule("件次",      "item-time",               "occasion", "occasion"),
    UnitRule("平米",      "square metre",            "area", "m2"),
    UnitRule("㎡",       "square metre",            "area", "m2"),
    UnitRule("m²",       "square metre",            "area", "m2"),
    UnitRule("m2",       "square metre",            "area", "m2"),
    UnitRule("km²",      "square kilometre",        "area", "m2", "1e6"),
    UnitRule("km2",      "square kilometre",        "area", "m2", "1e6"),
    UnitRule("周岁",      "year of age",             "duration", "year", scales=False),
    UnitRule("微克",      "microgram",               "concentration", "ug/m3", scales=False),
    UnitRule("元/月",     "yuan a month",            "money", "CNY", scales=False),
    UnitRule("元/年",     "yuan a year",             "money", "CNY", scales=False),
    UnitRule("元/人",     "yuan a person",           "money", "CNY"),
    UnitRule("元/人·年",  "yuan a person and year",  "money", "CNY", scales=False),
    UnitRule("元/人·月",  "yuan a person and month", "money", "CNY", scales=False),
    UnitRule("元/人年",   "yuan a person and year",  "money", "CNY", scales=False),
    UnitRule("元/平方米",  "yuan a square metre",     "money", "CNY"),
    UnitRule("元/㎡",     "yuan a square metre",     "money", "CNY"),
    UnitRule("元/亩",     "yuan a mu",               "money", "CNY"),
    UnitRule("元/吨",     "yuan a tonne",            "money", "CNY", scales=False),
    UnitRule("元/公斤",   "yuan a kilogram",         "money", "CNY", scales=False),
    UnitRule("元/斤",     "yuan a jin",              "money", "CNY", scales=False),
    UnitRule("元/千瓦时",  "yuan a kilowatt-hour",    "money", "CNY", scales=False),
    UnitRule("元/度",     "yuan a kilowatt-hour",    "money", "CNY", scales=False),
    UnitRule("万亿",      "trillion",                "count", "item", "1e12", scales=False, unless="元|级"),
    UnitRule("天",       "day",                     "duration", "day", scales=False, unless="然|津|空|气|府"),
    UnitRule("小时",     "hour",                    "duration", "hour", scales=False),
    UnitRule("分钟",     "minute",                  "duration", "minute", scales=False),
    UnitRule("个月",     "month",                   "duration", "month", scales=False),
    UnitRule("个工作日",  "working day",             "duration", "working_day", scales=False),
    UnitRule("年",       "year",                    "duration", "year", scales=False, unless="度|级|轻|限|货|产|均|底|末|初|内|龄"),
    UnitRule("岁",       "year of age",             "duration", "year", scales=False),
)  # fmt: skip

SCALES = {
    "": "1", "百": "1e2", "千": "1e3", "万": "1e4", "十万": "1e5", "百万": "1e6", "千万": "1e7", "亿": "1e8",
    "十亿": "1e9", "百亿": "1e10", "千亿": "1e11", "万亿": "1e12",
}  # fmt: skip


class WrittenUnit(Struct, frozen=True):
    """A unit with its scale, as it stands behind a figure."""

    form: str
    rule: UnitRule
    factor: Decimal


@cache
def written_units() -> dict[str, WrittenUnit]:
    """Every unit a figure may have, by its written form. A bare form wins over a scaled one (千瓦, not 千 + 瓦)."""
    scaled = {
        scale + rule.form: WrittenUnit(scale + rule.form, rule, Decimal(factor) * Decimal(rule.factor))
        for rule in UNITS
        for scale, factor in SCALES.items()
        if not scale or rule.scales
    }
    return scaled | {rule.form: WrittenUnit(rule.form, rule, Decimal(rule.factor)) for rule in UNITS}
