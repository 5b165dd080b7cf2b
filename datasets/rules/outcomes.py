"""What tells that a target and a later figure measure the same thing, and how a target is judged.

`docs/outcomes.md` explains the conventions. The numbers were chosen on the given two thirds of the labels of
consecutive reports, and tried on the third that was held back (`baogao evaluate`).
"""

import re

from schemas.vocabulary import Level

# Forms that mean the same in names: the second is compared. Longer forms first.
SAME_FORMS = (
    ("研究与试验发展", "研发"),
    ("研究与发展", "研发"),
    ("研究与开发", "研发"),
    ("研究开发", "研发"),
    ("科技研发", "研发"),
    ("相当于", "占"),
    ("地区生产总值", "生产总值"),
    ("国内生产总值", "生产总值"),
    ("GDP", "生产总值"),
    ("高新技术企业", "高新企业"),
    ("村村通", "通村"),
    ("规模以上", "规上"),
    ("标准化", "标准"),
    ("公路", "道路"),
    ("农民", "农村居民"),
    ("困难群众", "困难人口"),
)
# Words of a name that do not tell one thing from another; then those that only open one.
LIGHT = re.compile(
    r"\([^)]*\)|^自治区(?!本?级)|^(?:今后|未来|过去)[一二三四五两]年|占(?:全?[市省区县州])?生产总值|全[市省区县州旗盟]|全社会|全年|目标任务|任务|工程|项目|总量|总额|总数|数量"
    r"|问题|平均值|工作|比重|比例|占比|以上|累计|年度|经费|支出|投入|[的了]"
)
OPENING = re.compile(
    r"(?:必保|确保|力争|完成|实现|解决|开展|正常年景|各类|修建|筹集|发展|推进|启动|实施|引进|建立|建成|围绕)+"
)
# What a figure is counted by: an average of each day is not the count of the year.
EACH = re.compile(r"[日月季周人户均亩]均|单位|每[天日月]|平均每|单日|万元")
# How far works have come: works begun are not works done. A name that says it of one side only tells of two things.
STAGE = re.compile(r"在建|开工|签约|竣工|投产|储备|完工|谋划")
# What narrows a name to a part of what it would be without: 县域生产总值 is not 生产总值.
PART = re.compile(
    r"县域|特色|新型(?=基础)|[中省市区县]属|民营|民间|非公|移民|高技能|技改|(?:(?<!规上)工业|农业|服务业)(?=总产值|增加值)|科技(?=投入|支出)"
)
# What is left of a name that tells nothing: who pays. Then of one that many things have, each report other ones.
PAYER = re.compile(r"(?:中央|各级|公共|[省市县区]级?)?财政|(?:专项)?资金")
GENERIC = re.compile(
    r"项目|重[大点]|投[资入]|资金|实事|民[生心]|企业|[区市]?县|乡镇|村庄?|行政村|线路|园区|产业|群众|活动|里程|改革|工程|学校|亿元|公里|销售|规定|.?或|.?和"
)
# A name that tells of several years, whatever its sentence does.
YEARS_IN_NAME = re.compile(r"(?<![\d.])(?:[一二三四五六七八九十两]|\d{1,2})年(?=[^级期制均平])|过去|时期")
# A quote that says a target again, and not what came of it.
RESTATED = re.compile(r"^(?:围绕|按照|对照|聚焦|锚定|瞄准|紧扣)|目标(?:任务)?(?:的|是|为)|计划(?:的|是|为)")
# A quote that says how many there are, where a target says how many are to be added.
STOCK = re.compile(r"达|累计|总[数量计]|共有|拥有|保有|现有|存量|余额|[增升扩高展]至|[加高展大]到")
# A quote that says what there was at the end of the years its section is about.
REACHED = re.compile(r"达到?(?!标)|总[数量]|增至|增加到|提高到|拥有")

BUILT_UP = "建成区"  # a place, and nothing that is built
# A growth that is said as a multiple of what there was (是2010年的两倍), and not as what came on top (增长两倍).
TIMES_OF = re.compile(r"(?:是|为|达到?|相当于|增长到|增加到|提高到)[^,;。倍]*倍")
# A plan whose total is compared with: 是“十五”时期的两倍 says nothing of growth from year to year.
OF_A_PLAN = re.compile(r"(?:是|为|比|较|相当于)[“\"]?[一二三四五六七八九十]+五[”\"]?(?!时?期?末)")
END_OF_PLAN = re.compile(r"五[”\"]?时?期?末")
MOST_GROWTH, MOST_DOUBLINGS = 10_000, 10  # per cent or times; more is misread

ANY_NAME = re.compile("")
URBAN = re.compile(r"城镇.*新增|新增.*城镇")
# Metrics that reports put for each other from one year to the next, what both names have to say, and the reason.
RELATED_METRICS: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (frozenset({"rural_net_income", "rural_resident_income"}), ANY_NAME, "the survey of households changed in 2013"),
    (
        frozenset({"fiscal_revenue", "general_public_budget_revenue"}),
        ANY_NAME,
        "财政收入 is planned, its budgeted part is told",
    ),
    (frozenset({"resident_income", "household_income"}), ANY_NAME, "城乡居民 and 居民 are the same people"),
    (frozenset({"urban_new_jobs", "jobs_added"}), ANY_NAME, "新增就业 is told for 城镇新增就业"),
    (
        frozenset({"urban_new_jobs", "job_posts_added"}),
        URBAN,
        "城镇新增就业岗位 are counted by the people who fill them",
    ),
)
ADDED_TO = "_added"  # the metric of what was added to a stock has the name of the stock's, and this

# What is shared with the governments above, and the word of the part that a place keeps.
SHARED_WHOLES = frozenset({"fiscal_revenue"})
OWN_PART = re.compile(r"地方|本级")

# How sure a pair is, from 0 to 1.
SAME_NAME = 0.98
RELATED = 0.85
UNSURE = 0.65  # the same name, which tells too little for values that are so far apart
LIKE_NAMES = 0.95  # the most that names which are only alike can tell
THRESHOLD = 0.6  # what a figure needs to be considered,
SURE_ENOUGH = 0.7  # and to be taken
# What lowers it.
OTHER_KIND = 0.96  # a share for a rate, a level for a change
OTHER_BASIS = 0.95  # an average for a total
OTHER_STAGE = 0.8  # 开工 in one of the names only
OTHER_PART = 0.8  # 县域 in one of the names only
ONE_IS_ADDED = 0.9  # 新增 in one of the names only
OTHER_SCOPE = 0.7
OTHER_BODY = 0.84  # the growth of what a place keeps for that of the whole: less than RELATED, which may be of the same
REGISTERED = 0.1  # taken off where a name is like that of a metric, and yet not one of its spellings
# What the values add or take away where names are only alike: what was done is rarely far from the aim.
SAME_VALUE, FAR, FAR_OFF = 0.1, 2.5, 0.15
# Characters: shorter words (面积, 投资) are like too many, unless they are what is left of longer names (研发投入占比).
SHORTEST_WORDS, WHOLE_NAME = 3, 4

# Judging. How much above a target, relative to it, is more than met.
EXCEEDED_EXACT, EXCEEDED_ABOUT = 0.02, 0.05
# Prices and births are kept from rising, though neither is bad in itself: a target without a bound is the most of them.
CEILINGS = frozenset({"cpi", "population_growth", "birth_rate"})
# Metrics of prices, and the least that is an index (103, 103.5%) and no growth (3%, 3.5%).
PRICES, LEAST_INDEX = frozenset({"cpi", "retail_prices"}), 50
# Percentage points that one side of 同步 may grow slower than the other: 基本同步 leaves more room.
IN_STEP, ABOUT_IN_STEP = 0.5, 1.0
ABOUT = re.compile(r"基本|协调|大体")
# What a relation refers to: the growth of the economy, or the region above.
ECONOMY = re.compile(r"经济|生产总值")
ABOVE: tuple[tuple[str, Level], ...] = (
    ("国", "national"),
    ("省", "province"),
    ("自治区", "province"),
    ("市", "prefecture"),
    ("州", "prefecture"),
)
