"""Projects: verbs that tell the stage, words that tell the field, and the shapes of a project's statement."""

import re

from msgspec import Struct

from datasets.rules.numerals import ALPHABET
from schemas.vocabulary import ProjectCategory, ProjectStatus


class Stage(Struct, frozen=True):
    """A stage, and the verbs that state it in the review and in the plan."""

    status: ProjectStatus
    review: tuple[str, ...]
    plan: tuple[str, ...] = ()


STAGES = (
    Stage("signed",               ("签约落地", "签约", "签订"),                    ("签约落地", "签约")),
    Stage("landed",               ("落地", "落户", "引进"),                       ("落地", "落户", "引进", "选址落地")),
    Stage("started",              ("开工建设", "开工", "启动建设", "破土动工", "启动", "奠基", "动工"), ("落地开工", "开工建设", "开工", "启动", "新开工", "动工")),
    Stage("continuing",           ("续建",),                                    ("续建",)),
    Stage("under_construction",   ("顺利实施", "加快建设", "在建", "全面建设", "主体完工", "封顶", "实施", "建设"), ("加快建设", "在建")),
    Stage("completed",            ("建成", "完成", "竣工", "完工", "新建", "贯通", "通车", "建成运行"), ()),
    Stage("in_production",        ("投产达效", "竣工投产", "建成投产", "投产", "达产", "达效"), ()),
    Stage("opened",               ("投入使用", "投入运营", "开业运营", "投用", "开业", "启用", "开园", "开诊", "运营", "挂牌", "开放"), ("投入使用", "投用", "开园", "开业")),
    Stage("revitalised",          ("盘活",),                                    ()),
    Stage("to_revitalise",        (),                                           ("盘活",)),
    Stage("to_reach_full_output", (),                                           ("全面达效", "达效", "达产")),
    Stage("to_complete",          (),                                           ("竣工交付", "竣工", "完工", "建成", "按时投产", "投产", "完成", "新建", "通车")),
    Stage("planned",              ("谋划", "储备", "前期"),                       ("谋划", "储备", "规划建设", "规划", "前期", "建设", "改造", "实施")),
    Stage("advancing",            ("推进", "推动", "加快", "进展"),                ("推进", "推动", "加快")),
)  # fmt: skip

CATEGORIES: tuple[tuple[ProjectCategory, tuple[str, ...]], ...] = (
    ("research",              ("中试", "实验室", "研究院", "创新中心", "科研", "检测中心")),
    ("elderly_care",          ("养老", "康养", "适老化", "辅具")),
    ("health",                ("医院", "卫生", "保健", "医疗")),
    ("education",             ("学校", "小学", "中学", "幼儿园", "教育", "校区", "学院")),
    ("environment",           ("公园", "湿地", "生态", "绿化", "污染", "垃圾", "矿山修复", "环境")),
    ("water",                 ("泵站", "管网", "水库", "供水", "排水", "防洪", "灌区", "河道", "水利", "引水")),
    ("energy",                ("供热", "取暖", "电站", "核电", "风电", "光伏", "储能", "电网", "热力", "能源", "抽水蓄能")),
    ("transport",             ("公路", "高速", "铁路", "高铁", "街路", "道路", "桥", "机场", "港", "码头", "泊位", "航道", "地铁", "轨道交通", "大道", "停车", "路")),
    ("urban_renewal",         ("老旧小区", "棚改", "棚户区", "城中村", "危楼")),
    ("housing",               ("安置", "迁建", "保障房", "住房", "小区")),
    ("agriculture",           ("农田", "农业", "种植", "养殖", "乡村", "香菇", "粮食", "农产品")),
    ("digital",               ("数字", "智慧", "数据", "5G", "算力", "平台")),
    ("culture_sport_tourism", ("文化", "旅游", "体育", "博物馆", "文创", "艺术", "景区")),
    ("commerce",              ("商贸", "商场", "市场", "物流", "商旅", "酒店", "跨境电商", "广场", "商业")),
    ("social_service",        ("食堂", "服务中心", "救助", "便民")),
    ("industry",              ("材料", "化工", "制造", "产业园", "烯烃", "钢铁", "汽车", "生产", "技改", "催化", "水泥", "铝", "装备", "电子", "芯片", "柴油", "产业")),
)  # fmt: skip

# What a programme of works is counted in; other counted things (企业, 产品) are no projects.
WORKS = r"(?:项目|工程|改造|泵站|公园|街路|道路|桥|学校|小区|医院|幼儿园|食堂|中心|基地|园区|电站|水库|公路|线路|地块)"
N = rf"(?:\d{{1,6}}|[{ALPHABET}]{{1,9}})"
NAME = r"[^,;。:!?、“”]{2,40}?"
PHASE = re.compile(r"(?:\((?P<bracketed>[一二三四五六七八九]期)\)|(?P<bare>[一二三四五六七八九]期))(?:工程|项目)?$")
INVESTED = re.compile(
    rf"(?:计划|预计)?(?:总投资|投资总额|投资)(?:额)?(?:约|近|超|达|为|超过){{0,3}}(?P<amount>\d{{1,9}}(?:\.\d{{1,6}})?)(?P<unit>(?:万|亿|千万|百万)?(?:元|美元))(?:以上)?(?:的|,|、)?"
    rf"(?P<name>(?!以上)[^,;。:!?、\d][^,;。:!?、]{{1,39}}?)(?P<group>等(?:一批)?|(?=\d{{1,6}}个))?(?:(?P<count>{N})(?:个|项))?(?P<noun>(?:优质|重点|重大|产业|建设|签约|亿元以上)*(?:项目|工程))"
)
PROGRAMME = re.compile(
    rf"(?P<verb>推进|推动|完成|实施|新建|改造|建成|启动|开工|加快|实现|建设|新增)?(?P<examples>[^,;。:!?“”]{{2,40}}?|“[^”]{{1,12}}”(?:、“[^”]{{1,12}}”)*)等(?P<count>{N})(?:个|项|条|座|所|处)(?P<name>[^,;。:!?、“”\d]{{0,14}}?{WORKS}(?:及[^,;。、]{{2,10}}?改造|改造|建设)?)"
)
SINGLE = re.compile(
    rf"(?:^|(?<=[,;。、]))(?:推动|推进|加快|启动|实现)?(?P<name>{NAME}(?:项目|工程))(?P<verb>(?:实现)?[^,;。:、!?的]{{2,8}})(?=[,;。、])"
)
# What a clause says before the name of a project.
NAME_LEADS = re.compile(
    r"(?:全力|加快|大力|积极|着力|高标准|持续|稳步)*(?:推动|推进|启动|实现|优化|完成|实施|加快|抓好|支持|建设|打造|投入\d+(?:\.\d+)?[万亿]*元)+"
)
NO_NAMES = ("项目", "工程", "小区", "学校", "中心", "基地")
# A name with one of these is no undertaking of its own.
NOT_PROJECTS = (
    "活动", "计划", "行动", "大会", "政策", "制度", "试点项目", "审计项目",
    "全部", "一批", "等项目", "重点项目", "新项目", "惠民工程", "项目建设", "专项",
)  # fmt: skip
