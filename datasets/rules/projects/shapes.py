"""Projects: what is a name and what is none, what describes works, counts and groups of them."""

import re

from datasets.rules.grammar import any_of
from datasets.rules.numerals import ALPHABET
from datasets.rules.projects.works import TAIL_WORDS, WORKS_ENDS
from datasets.rules.units import SCALES
from datasets.rules.words import words, words_of

# Groups the text names some members of: 等36个优质项目.
GROUP_NOUN = re.compile(r"(?:(?:(?:国家|[省市县区州])、)*[^,;。:、]{0,16}?)(?:项目|工程|企业)”?$|项目.{0,2}$")
CHAIN = re.compile("全?产业(?:链|集群)|(?:[延补强建]链)+")  # 等56个产业链重点项目
# Words that make no name, however many stand together (高标准农田建设, 城市更新项目).
COMMON_WORDS = words_of("common_words.txt")
COMMON = re.compile(any_of(COMMON_WORDS))
LONG_COMMON = re.compile(any_of(word for word in COMMON_WORDS if len(word) > 1))
SLOGAN = re.compile(rf"“[^”]*[\d{ALPHABET}][^”]*”")  # “五个中心” names no place
# Waters and hills that a number names: 四湖流域, 三江.
NUMBERED_WATER = re.compile(r"[一二三四五六七八九两][江河湖海山湾岛]")
NUMBERED_RAIL = re.compile(
    rf"(?:[^、]{{0,6}}轨道交通|[^、]{{0,4}}(?:地铁|轻轨|城轨|轨交))?(?:\d{{1,2}}|[{ALPHABET}]{{1,3}})号线(?:.{{1,8}})?"
)
# Streets are named by common words, too; what else ends with 路 is a kind.
STREET = re.compile(
    r"[^、“]{1,7}(?:(?<![公铁道线网回电思出门半老新通油水砂土石马头速绿游业村区市环产级航陆销套气])路|[一二三四五六七]环路|大街|[东西南北中]街)"
)
SHORTEST_PROPER = 2  # characters that are left of a name without its common words and its end
# What begins like this counts or describes, and what has a verb inside is no name.
NO_NAME = re.compile(
    rf"^\(|^[\d{ALPHABET}.~-]+(?:多|余)?[万亿]?(?:个|家|台(?!山)|间|座|条|所|户|套|项|处|批)"
    r"|.(?:建设|打造|推进|探索|新开工|完成|编制|成为|实施|设立|开展|启动|开工|结束|荣获|开通|推出|引进|获批|申报|参与|进入|标志|建立|列为|入选|杜绝|提供|带动|关停|提升(?!改造)|加强|推动|创建|互联|列入|批复|跻身|迈出|优化|升级为|布局|这个|加大|连接(?!线|段|道|工程|通道))(?=.{3})"
    r"|^\d{4}年|^确定|海绵城市\d|^第[一二三四五]轮|^(?:解决|形成|村村|县县|乡乡|镇镇|市市|户户|家家|人人|在(?!建)|作为|背靠|毗邻|依托|地处|逐步|预计|集中|力量|打开|抢抓|禁止|发展(?!大道|路|大厦|中心)|全国(?!首)|贯彻|更|最|各|一批|承接|探索|区域性|做|一流|全国性|把|高层级|健全|完善|优化|强化|加强|提升|聚焦|深化|所有|全部|若干|多|编制|落实|出台|制定|具有|知名|坚决|用好|有序|围绕|聚焦|坚持|突出|以|因|对|它|其|这|向|从|通过|深入|全面|进一步|积极)|以.{1,12}为|(?<![东西南北段路线])延伸$|互联互通|的.{1,3}$|(?:大|好|的|(?<![阳阜])新|等|型|类|(?<!升)级)$|\d[万亿]?(?:个|项|家)"
)
# 80公里碧道: a length or an area is no name, but of a county, whose works are few.
SIZE_FIRST = re.compile(
    r"\d[\d.]*万?(?:公里|千米|米|亩|平方米|户|人)|\d+千伏(?:及以上)?(?:输变电|变电站|电网|线路)(?:工程|项目)?$"
)
COUNTERS = "个(?:县市?区?|乡镇|村|地块|园区)?|项|条|座|所|处|家|户|块|栋|片|段"
COUNT = rf" ?(?P<count>\d{{1,6}} ?|[{ALPHABET}]{{1,6}})(?:余|多)?(?:{COUNTERS})"
COUNT_CUE = re.compile(rf"[\d{ALPHABET}][余多]?[个项条座所处家户块栋片段]")  # in every count, and found fast
BOUNDS_BEFORE = "约|近|超过|超|达到|达|为|不低于|逾|突破|过|高达|共计|共|仅"
AMOUNT = (
    rf" ?(?P<before>(?:{BOUNDS_BEFORE}){{0,3}})(?P<amount>\d{{1,9}}(?:\.\d{{1,6}})?|[百千](?=亿))(?P<more>[余多]?)"
    rf"(?P<unit>(?:{any_of(SCALES)})?(?:美元|元))(?:人民币)?(?P<after>以上|左右)?"
)
MEASURED = rf"(?:{any_of(SCALES)})?(?:美元|元|千瓦时|千瓦|兆瓦|吨|亩|公顷|平方米|平方公里|公里|米|立方米|标方|台|辆|套|头|只|件|张|床)"
# What stands before a name and only describes it: 装机600万千瓦、总投资近700亿元的.
DESCRIBES = r"(?:[一二三]期)?(?:计划|预计|年度|年度计划)?(?:总投资|投资总额|总?装机(?:容量|规模)?|占地(?:面积)?|总?建筑面积|全长|总长|总里程)(?:额)?"
SIZED = (
    rf" ?(?:约|近|超过|超|达到|达|为|过|逾|不低于)*(?:\d[\d.]*|[百千](?=亿))[余多]?{MEASURED}(?:人民币)?(?:以上|左右)?"
)
DESCRIBED = re.compile(
    rf"(?:{DESCRIBES}{SIZED}(?:、|,|的)*|年产(?:能)?{SIZED}(?:[、,的]|$)+|(?<!完成)(?<!累计)(?:计划)?投资{SIZED}(?:、{SIZED})*(?:的|(?=建设|新建|实施|完成|建成|打造|改造)))+"
)
PRAISED = r"(?:[^、]{2,8}[高好大强优快多]、)*[^、]{2,8}[高好大强优快多]的"  # 科技含量高、市场前景好的
DESCRIBED_NOUN = re.compile(
    rf"(?:{PRAISED}|(?:{DESCRIBES}|年产(?:能)?){SIZED}(?:、|,|的)*|(?:年度|计划|预计)*投资{SIZED}的)+"
)
ATTRIBUTES = re.compile(DESCRIBED.pattern + r"|投入(?:资金)?\d[\d.]*[余多]?[万亿]*元|\d[\d.]*万?(?:亩|公顷|平方米)")
INVESTED = re.compile(rf"(?:总投资|投资总额|投资|投入(?:资金)?)(?:额)?{AMOUNT}")
# Who pays for works, how much, and what: 东山集团投资3亿元的饲料加工; and the sum alone, behind a member that has one.
FUNDED = re.compile(
    rf"(?P<firm>(?!一期|二期|三期|首期|计划|预计|年度|总|累计|特别是|其中|包括|例如|以及|主要是)[^、,的“”\d]{{2,14}}?)(?:计划|预计)?(?:总)?投资(?:额)?{AMOUNT}(?:(?:建设|新建|兴建|打造|开发)的?|的)(?=.{{3}})"
)
# What stands before such a sum and is no firm: 特别是总投资5亿元的….
POINTED = ("特别是", "其中", "包括", "例如", "主要是")
# The same before the verb: 东山集团投资3亿元实施西河电厂改造.
PAID = re.compile(rf"(?P<firm>[^、,的“”\d]{{2,14}}?)(?:计划|预计|已)?(?P<sum>(?:总?投资|投入(?:资金)?)(?:额)?{AMOUNT})")
# Who builds works, before their name: 东山集团投资建设的西河大桥, 引进东山集团建设西河物流园.
BUILT_BY = re.compile(
    r"由?(?P<firm>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:计划|共同|联合|合作)?(?:投资|独资|出资)?(?:建设|新建|兴建|承建|开发|打造|投资)(?:的)?(?=.{4})"
)
SUM_FIRST = re.compile(rf"{AMOUNT}的(?=.{{3}})")
# Behind a name only a total is its investment; 完成投资8.7亿元 is what was spent.
INVESTED_BEHIND = re.compile(rf"[,(]?(?:计划|预计)?(?:总投资|投资总额)(?:额)?{AMOUNT}\)?")
# The same in the clause behind the statement: 开工建设临江大桥,总投资5亿元.
INVESTED_NEXT = re.compile(rf",(?:项目|工程)?(?:计划|预计|概算)?(?:总投资|投资总额)(?:额)?{AMOUNT}(?=[,。;、]|$)")
# The same in the clause before its verb: 总投资5亿元,开工建设临江大桥.
INVESTED_BEFORE = re.compile(
    rf"(?<![\u4e00-\u9fff\d])(?:计划|预计|概算)?(?:总投资|投资总额|投资|投入(?:资金)?)(?:额)?{AMOUNT},(?=$)"
)
# What the works will make or carry, as printed: 600万千瓦, 70万吨, 2×66万千瓦.
CAPACITY = re.compile(
    rf"(?:\d{{1,3}}[×xX*])?\d[\d.]*(?:{any_of(SCALES)})?(?:千瓦时|千瓦|兆瓦|吉瓦|MW|GW|吨级|吨|标准?立方米|立方米|标方|辆|台套|台|套|头|只|片)(?!以上)"
)
PHASE = re.compile(r"(?:\((?P<bracketed>[一二三四五六七八九]期)\)|(?P<bare>[一二三四五六七八九]期))(?:工程|项目)?$")
PHASE_WITHIN = re.compile(r"[一二三四五六七八九]期")
# What counts works, before their noun or behind it: 一批…, 7个老旧小区改造, 第一批…, 中试项目6个.
TAIL = re.compile(
    rf"(?:一批|系列|多个|若干)?(?:[{ALPHABET}\d]大?类(?:别)?)?(?:{BOUNDS_BEFORE})?(?:{COUNT})?(?P<noun>.*)$"
)
COUNTED = re.compile(
    rf"(?P<examples>(?:第.批|.{{2,40}}?(?<!\d))?)(?<![\d.第]){COUNT}(?P<noun>\d+千伏[^\d、和]{{2,12}}|[^\d]{{2,30}})$"
)
COUNT_BEHIND = re.compile(rf"{COUNT}(?:共|约|近)?(?:\d[\d.]*(?:公里|米|平方米))?$")
COUNT_BEHIND_ENDS = frozenset("个项条座所处家户块栋片段县市区镇乡村园共约近里米")  # what each of them ends with
BATCH = re.compile(
    r"(?:项目|等)(?:建设|投产|达产)?$"
)  # a list of firms is one of works: 某厂数控机床、某厂刀片项目建设
ROUNDS = ("第", "首批")  # what a batch starts with, which is no example
SEVERAL = re.compile(r"、|等|\d(?:个|项|家)")
# Words a tail that members share is made of: 机场改扩建, 500千伏送出工程, 高速190公里八车道改扩建.
SHARED_ENDS = [
    word for word in (*COMMON_WORDS, *WORKS_ENDS, *TAIL_WORDS) if len(word) > 1 and word not in ("建设", "项目")
]
TAIL_STARTS = "".join(sorted({word[0] for word in SHARED_ENDS}))  # looked at before any of the words is tried
COMMON_TAIL = re.compile(
    rf"(?=[\d{ALPHABET}{TAIL_STARTS}])(?P<tail>(?:\d[\d.]*(?:千伏|万千瓦|公里|米|万吨|亩)|[\d{ALPHABET}]车道|{any_of(SHARED_ENDS)})+(?:\(试点\)|“[{ALPHABET}]改[{ALPHABET}]”工程)?)(?:项目)?(?:建设|力度)?$"
)
# The characters such a tail ends with: a member that ends with another is not searched.
TAIL_CHARACTERS = frozenset("伏瓦里米吨亩道)目程设度" + "".join(word[-1] for word in SHARED_ENDS))
# What a stretch ends with that is no works: 深化与某医院战略合作, 加大实训基地和设备的投入.
NO_WORKS = re.compile(
    r"(?:合作|交流|(?:联动|融合|协同|一体化?)发展|对接|投入|(?<!前期)(?<!准备)(?<!基础)工作|宣传|管理|监管|服务|水平|能力|质量|活动|改革|研究|规划|方案|总规|详规|政策|机制|制度)$"
)
NO_WORKS_END = frozenset("作流展接入传理管务平力量动革究划案规策制度")  # what each of them ends with
CAPACITY_BEHIND = re.compile(r"(?:(?<![\d.])\d[\d.]*(?:万|亿)?(?:千瓦|吨|辆|台|套)(?:产能|装机|规模)?)$")
CAPACITY_ENDS = ("千瓦", "吨", "辆", "台", "套", "产能", "装机", "规模")  # what those end with: tested first
LENGTH = re.compile(r"\d[\d.]*(?:公里|米|亩)")
ROUTE = re.compile(r"(?<=.)(?:至|到|--?)(?=.)")
NUMBERED_END = re.compile(r"[GSX]?\d{1,4}[号#]?$")
NUMBERED = re.compile(r"[GSX]?\d{1,4}(?:号线?|线|#|(?=改|段|$))")
# What 和 or 及 joins to its own name: 4号线及支线.
# 和 in front of what is no joint but the name of a place: 和田, 和平路.
AND = r"和(?!田(?![园间野])|林格尔|龙市|政县|硕|静县|顺县|平(?:路|区|县|街|大|里|桥|医院))"
# Words with 等 in them, which closes no list there: 高等, 平等, 等级.
NO_OTHERS = re.compile(
    rf"高等(?=[院学教专职法])|[中初]等(?=[教职专学收发])|[平均相同优特甲一二三]等(?![\d{ALPHABET}个项重大])|等[级次候离奖]"
)
# Lines, which their ends name in two to four characters: 盐通、宿淮高速公路; 京石、石武等客运专线.
LINES = re.compile(
    r"(?P<line>(?:城际|高速|快速|客运|货运|重载|普速|支线|专用|沿[江海])*铁路|高铁|客运专线|客专|城际|高速公路|高速|疏港公路|机场|快速路|快速通道)(?:项目|工程)?$"
)
# Kinds that stand for the end of short members where 项目 closes their group: 大藤峡、邕宁等水利枢纽项目.
SHARED_KINDS = re.compile(
    r"(?P<line>(?:\d+千伏)?(?:输变电|变电站)|(?:航道|河道|流域)(?:综合)?(?:治理|整治)|水利枢纽|灌区|水库|水电站|抽水蓄能电站|码头|隧道|大桥)(?:项目|工程)+$"
)
LINE_NAME = re.compile(
    rf"(?P<ends>(?:[^、\d{ALPHABET}]|[{ALPHABET}](?![个条座大期号类级批]))[^、\d]{{1,3}}){LINES.pattern[:-1]}"
    r"(?:改扩建|迁建|扩建|新建|改造|扩能|扩容|电气化改造)*(?:项目|工程)?$"
)
# What goes with works at the end of their name, and is no part of it: 扩建工程及配套设施, 高铁及相关场站.
ACCOMPANIED = re.compile(
    r"(?<!设施)(?:及|和|以及)其?(?:配套|附属|相关|连接)(?:基础)?(?:设施|工程|场站|道路|项目|管网|服务设施)+(?:项目|工程)?(?:建设)?$"
)
LONGEST_LINE = 4  # characters of a line without its end
LONGEST_MEMBER = 6  # of one whose end the next member has
SIZED_MAKE = re.compile(
    r"(?:\d[\d.]*|[百千])万?(?:吨|千瓦|兆瓦|台|套|辆|头|只)"
)  # 160万吨造纸 shares no end with a road
RENEWED = re.compile(
    r"(?:提升|升级|综合|快速化)*(?:改造|扩建|改扩建|拓宽|改建|新建|延伸|扩容)+(?:工程|项目)?$"
)  # behind a street
NUMBERED_WAY = re.compile(r"第?[二三四](?:过江|过海)?通道$")
MORE = ("一批", "部分", "一系列", "若干", "多个", "多条", "其他", "相关")  # what opens further works without a name
UNSPLIT = re.compile(
    r"(?:支线|[东西南北]?接线|连接线|连接段|辅路|配套|附属|相关|其他|周边|管网|修复|利用|升级|提升|服务|创新|发展|管理|保护)"
)
# The noun of a group ends with 项目 or 工程 whatever follows, and before 建设.
KIND = re.compile(r"[^、]{0,16}?(?:(?<!各)项目|工程)+(?!标|建设中心|中心|机械|学院|公司)|[^、]{2,20}(?=建设$)")
# What is said of works in a list that no verb of works tells: 获得认证, 评为示范.
# Titles a government strives for: 争创全国有机农业示范基地.
TITLE = re.compile(r"争创|创建|申创|获批|被评为|成为")
TITLED = ("全国", "国家", "省级", "世界")
NO_STATEMENT = re.compile(
    r"非遗|新增|授予|晋级|晋升|升格|获得|列为|成为|跻身|获评|评定|认证|入选|评为|荣获|称号|命名|试点|示范[区市县]?$|奖"
    r"|依托|为(?:重点|龙头|依托|牵引|载体|轴线|核心|带动)|招商|收费|的同时|杜绝|化解|融入|引领|释放|整合|加入|资金|产能"
)
# What makes the verb before it part of a name: 建设街道, 成功大道, 建设西路.
NAME_LIKE = "(?<=将)[军淖乐]|银行|业(?!主)|街道(?!路|改造|提升)|[东西南北中]?(?:路(?![网面灯桥段口基线径况由政产域])|大道|大街)(?!\\d)"
# Groups of one kind of works: 光伏项目 is a kind, 重点项目 is none.
NO_KIND = re.compile(
    r"(?:重点|重大|优质|外资|内资|园区|龙头|战略性|新兴|十大|功能性|和|镇域|技改|技术改造|签约|产业|民生|基础设施|社会事业|城市|工业|新|大|好|续建|前期|洽谈|电力|铁路|交通|水利|在建|标志性|支撑性|骨干|一批|亿元以上|百亿级?|农业|旅游|文化|建设|投资|高质量|重要|省市?|市级?|国家)*(?:项目|工程)+$"
)
# What ends a name and is no part of it, and what a statement about a project goes on with.
SUFFIXES = (
    "进度",
    "步伐",
    "力度",
    "移址扩建",
    "移址新建",
    "异地新建",
    "项目建设",
    "建设项目",
    "规划建设",
    "建设方案",
    "规划",
    "建设",
    "项目",
    "运营",
    "开工准备工作",
    "准备工作",
    "基础工作",
    "的规划设计",
    "规划设计",
    "前期工作",
    "前期",
    "创建",
)
PROJECT_TOLD = re.compile(r"(?<!各)项目(?=[^、\d]{1,10}$)(?!建设$|库$|清单|盘子|资金|合作|协作|标|\(?[一二三四五]期)")
# What a list of aims opens with: 打造区域性教育中心、医疗中心.
AIMS = ("区域性", "国际性", "世界级", "世界一流", "国内一流", "全国一流", "全国重要")
# What stands before a name and is no part of it: 让市民放心的, 全国首个, 最大的.
LEADING = re.compile(
    r"(?:让|使)[^、]{2,8}的|(?:全国|全省|全市|全区|世界|国内|全球|亚洲|我国|西部|东北|中部)(?:首[个座家条批]|第一[个座家条]|最[大长高]的?|唯一的?|单体最大的?)|一批|一大批|特别是|第?[一二三四五六七八九]是|“[^”]{1,8}”即|\d{1,2}即|[^、“]{2,14}的(?=[^、]{4})|了|的|上马|包括|如(?![通东皋])|以及|其中"
)
# Marks of notes in and behind names: 邻里中心(32), “一县一院[58]”.
NOTE_SIGNS = frozenset("[(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # what each of them begins with
NOTE_MARK = re.compile(r"[\[(①-⑳](?:(?<=\[)\d{1,3}\]|(?<=\()\d{1,3}\)|(?<=[①-⑳]))")
# Whose an institution is, which is name enough: 市中医院.
TOWN_OWNED = re.compile(r"[省市县区州](?!级|场|内|外|镇|直|域|际|民|政|委)")
# What 工程 or 项目 stands behind where it is a task, of morals, of services, of plans.
SOFT_WORKS = words("""
    小康 扶贫 发展 重大 致富 先行 帮扶 引智 富裕 惠农 翻番 温暖 创优 上移 促进 传世 兴医 兴皖 富民 利民 文化 细胞 突破 推进 构建 强校 增收 引进 守望
    传承 下乡 助学 良师 强市 创建 超越 集聚 就业 创业 繁荣 培植 引领 强农 强师 春雨 承包 助残 塑造 幸福 领航 承揽 启蒙 强企 扩大 先导 回家 创作 创模 聚集
    样板 攀登 攻关 减负 纾解 加强 德政 光明 上云 探源 市场 书屋 弱项 康复 复明 干预 保洁 援助 健康 攻坚 创新 延续 扩岗 稳岗 树人 宣传 普及 培训 培养""")
SOFT_PROJECTS = words("""
    合作 签约 规划 康复 标志性 部分 违规 优质 推动 推进 培养 开展 开工 一批 存量 安排 解决 援助 执行 助学 转让 检查 增量 基金 协作 百亿 亿元 以上 重大
    年度 科技 停建 停工 储备 合同 滚动储备""")
# What tells a policy, unless a thing stands behind it: 素质提升工程, but 质量检测中心.
SOFT = re.compile(
    r"(?:(?:能力|水平|质量|标准|人才|成果|投资|素质|服务|效能|安全)(?:提升|提质|建设|培育|改造|升级)?(?:工程|项目|建设|提升|改造)?"
    rf"|(?:{any_of(SOFT_WORKS)}|[十五四三六七八两]大|(?<!水)保障)工程|(?:{any_of(SOFT_PROJECTS)})项目)$"
)
SOFT_ENDS = frozenset("力平量准才果资质务能全升设育造级程目")  # what each of them ends with
# What a quoted name of works conveys: “陇电入鲁”, “引江济淮”.
CONVEYED = re.compile(r"[引调输送供][^”]*[入济补渭]|[东西南北川陇疆蒙晋宁青藏][^”]*[入送出调]|[引调输][^”]*")
QUOTED_ALONE = re.compile(r"(?:“[^”]*”)+")
NUMBERED_NAME = re.compile(rf"[\d{ALPHABET}]号|[A-Z\d]")  # 长征二号 is a plot, not a place
BRACKET_END = re.compile(r"\([^()]{1,12}\)$")  # 国家湿地公园(试点)
