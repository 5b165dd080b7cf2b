"""How the tables combine around a figure. Words belong in the tables; only shapes belong here.

A figure is read outward from its numeral: to the right its unit and closing bound, to the left the words that
tie it to its name, peeled off one by one, and what is left is the name.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from msgspec import Struct

from datasets.rules.calendar import YEAR
from datasets.rules.changes import BASES, CHANGES, YEARLY
from datasets.rules.comparators import BOUNDS
from datasets.rules.links import (
    BARE_NOUNS,
    DISTRIBUTED,
    HASTE,
    INDEX_NOUNS,
    KEPT_VERBS,
    LEADS,
    LIGHT_VERBS,
    LINKS,
    NO_NOUNS,
    ORIGINS,
    PAYMENTS,
    PREDICATES,
    PROVINCES,
    SHARED,
    STAGES,
    TRANSITIVES,
    VERB_ENDINGS,
)
from datasets.rules.numerals import ALPHABET, DIGITS
from datasets.rules.units import SCALES, UNITS
from schemas.vocabulary import Basis, Comparator


def any_of(words: Iterable[str]) -> str:
    """Match any of the words, longest first: the order of a table never matters.

    Words that begin alike share their beginning in the pattern, so that it is tried once at each place of a text.
    """
    tails: dict[str, set[str]] = {}
    for word in filter(None, words):
        tails.setdefault(word[0], set()).add(word[1:])
    return "|".join(re.escape(first) + any_tail(tails[first]) for first in sorted(tails))


def any_tail(tails: set[str]) -> str:
    """Match any of the ends of words, longest first; one that is empty last."""
    longer = any_of(tails)
    if len(tails) == 1:
        return longer
    return f"(?:{longer})" + ("?" if "" in tails else "")


class Tie(Struct, frozen=True, gc=False):
    """What a word between a name and its figure says: a change, a basis, a bound, whose heads it takes, or nothing."""

    sign: int = 0
    basis: Basis | None = None
    comparator: Comparator | None = None
    distributed: bool = False
    shared: bool = False  # 均增长18%: each of the heads before
    pays: bool = False  # what is counted stands behind the sum
    is_part: bool = False  # 的 right before the figure: a part of what stands before
    is_minus: bool = False
    is_origin: bool = False
    is_gap: bool = False
    at_year: int | None = None
    since_year: int | None = None
    month: int | None = None

    def behind(self, word: "Tie") -> "Tie":
        """The tie with a word that stands further from the figure added; what is nearer goes first."""
        if word == NO_TIE:  # most words say nothing
            return self
        if self == NO_TIE:
            return word
        mine = {name: getattr(self, name) for name in self.__struct_fields__}
        return Tie(**{name: value or getattr(word, name) for name, value in mine.items()})


NO_TIE = Tie()


@cache
def ties() -> dict[str, Tie]:
    """Every word that may stand between a name and its figure."""
    return {
        **{word: Tie(shared=word.startswith(SHARED)) for word in LINKS},
        "的": Tie(is_part=True),
        **{word: Tie(pays=True) for word in PAYMENTS},
        **{word: Tie(distributed=True) for word in DISTRIBUTED},
        **{word: Tie(is_origin=True) for word in ORIGINS},
        **{
            word: Tie(basis=basis.basis, distributed=word.endswith(DISTRIBUTED))
            for basis in BASES
            for word in basis.words
        },
        **{
            word: Tie(comparator=bound.comparator, shared=word.startswith(SHARED))
            for bound in BOUNDS
            for word in bound.before
        },
        **{word: Tie(sign=change.sign) for change in CHANGES for word in change.words},
        **{word: Tie(sign=1, basis="annual_average") for word in YEARLY},
        **{
            word + to: Tie()
            for change in CHANGES
            for word in change.words
            for to in TO
            if not word.endswith(ENDS_IN_TO)
        },
    }


def lengths_by(character: Callable[[str], str], words: Iterable[str]) -> dict[str, list[int]]:
    """How long the words are that have the same character at one end, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(character(word), set()).add(len(word))
    return {one: sorted(found, reverse=True) for one, found in lengths.items()}


@cache
def tie_lengths() -> dict[str, list[int]]:
    """How long the ties are that end with a character, the longest first."""
    return lengths_by(lambda word: word[-1], ties())


TO = ("到", "至", "为")  # behind a change, they lead to the value it ends at: 回落到1.9%
ENDS_IN_TO = ("增长", "递增", "翻", "翻了", "新增", "净增", "净增加", "增收", "增产", "比增", "比降", "达", "为", "幅")
LEAD = re.compile(
    r"(?<![\d.])\d{1,2}\.(?=[\u4e00-\u9fff])|在(?:去年|上年|原有)的?基础上(?:再)?|并?于[12]\d{3}年(?:底|末|初)?|(?:我?[省市县区州])政府共|近[两二三四五]年来?(?=[^,;。、\d]{2,})|(?:超额|全面|提前)?完成(?:国家|省|市|自治区)下达|(?:在)?(?:抓好|巩固|用好|办好|完善|搞好)现有|按[^,;。、\d]{2,8}(?:计算|折算)的?合?|(?:力争|计划|将)?用[一二两三四五]年(?:左右)?(?:的?时间)|通过[^,;。\d]{2,24}?(?=集聚|引进|吸引|培育|培养|新增|带动|安置|筹集|转移)|自\d{1,2}月份?(?:起|以来)|(?:\d{1,2}|元)(?:月份?)?[-—至到~]{1,2}\d{1,2}月份?(?![日])|[三四五]年(?=[^,;。、\d一二三四五六七八九十]{2,8}(?:累计|新增|净增))|(?:较|比)(?:上半年|上年末|年初|[一二三四上]季度|前[一二三]季度|预期|预算|(?:年初|年度|原)?(?:计划|目标))|成功(?!率)|精准(?!扶|脱|帮|医|农|治|防|灭)"
    r"|大[旱灾涝]之年|在(?:大[旱灾涝]之年|[^,;。、\d]{2,10}的(?:情况|形势|基础|背景)[下上])|(?:在(?:第\d{1,2}届)?[^,;。、\d]{0,10}(?:运动会|亚运会|奥运会|全运会|省运会|冬运会|锦标赛|大赛)[上中])|(?:为|在)?本届政府任期(?:内|期间)(?:实现)?|连续(?:第?[一二三四五六七八九十\d]{1,3})(?:年|次|个月|届|个?季度)(?:被)?|例如|就能(?:够)?实现|面向[^,;。、\d]{2,6}?(?=招|选)|(?:去|上|今|前)年(?:底|末|初)"
    r"|为[^,;。、\d]{1,12}?(?=(?:减免|免费|发放|提供|落实|兑现|返还|争取|办理|解决|节约|减轻|留抵|退税|缓缴|减税))"
    r"|在[^,;。、\d]{2,14}?(?=配备|建成|建设(?!用地)|新建|设立|开展|实施|安装|投放|新增)|"
    + "|".join(
        re.escape(word) + (f"(?!{unless})" if unless else "")
        for word, unless in sorted(LEADS.items(), key=lambda lead: -len(lead[0]))
    )
    + r"|(?:中央|省级?|市级?|县级?|区级?|各级|地方)财政(?:拟|共|累计|全年|新增)*(?:安排|投入|下达|拨付|筹集)(?=[^\d,;。]{4})|[一二三四五六七八九十]是|[“\"]?(?:到|至)?[12](?: ?\d){3} ?年(?:底|末|初|度|以来|内(?=建成|新[建增开]|完成|实现|开工|投[产入]|启动|引进|培育|力争|[全要]))?|(?:1[0-2]|(?<!\d)[1-9])月份(?!以来|起)(?=[^,;。、\d]{2})|前(?:\d{1,2}|[二两三四五六七八九十]{1,2})个月(?=[^,;。、\d]{2})|[ -]|[第前]?[一二三四1-4]季度|(?:[一二三四五六七八九十]{1,2}|\d{1,2}) ?年(?:来|间|内)?(?:累计|共)|[一二三四五六七八九十]{1,2}年(?:来|间|中(?![小学专级央心国外医高]))|[①-⑳]|(?:今后|未来|过去|这|近)? ?(?:[一二三四五六七八九十]{1,2}|\d{1,2}) ?年(?=对|新|实际|直接|外商|利用|财政|预算|引进|建成|完成|实现|减|投入|累计|共|市|省|全)|提前[一二三两半]年|\d{1,2}年内|(?:较|比|与)?“?(?:十[一二三四]?|[一二三四五六七八九])五”?(?:时期|期间|以来|末期?|期末)|[12]\d{3}年与[12]\d{3}年(?:相比|比较)"
)
# A five-year plan as a figure is compared with it, by its name alone or its years: “九五”末期.
PLAN = r"[“\"]?(?P<plan>十[一二三四五]?五|[一二三四五六七八九]五)[”\"]?(?:末期?|时期|期间|初期?|期末)?"
# Time and comparison before a figure, whole: 比2005年, 由2005年的, 1月份, 比去年预算高, 高于全国.
TIMES = (
    re.compile(
        r"(?:[较比](?:(?:上半年|上年末|年初|[一二三四上]季度|前[一二三]季度|预期|预算|(?:年初|年度|原)?(?:计划|目标)|上[届次期])|[上前]一?个?五年(?:计划)?(?:时期|期间)?)"
        r"|(?<=[由从])(?:历史)?(?:最高|最低|高峰|最初|起初|当初|期初|初期|原先)(?:时期?|期|点|值)?的"
        r"|按[^,;。:、\d]{2,8}(?:计算|折算)|相当于(?:去年|上年|上一年)(?:同期)?的"
        # The whole that a share is of: 占全国72000亿元的0.9%.
        r"|(?<=[国省市县区业总额值量户地口])\d[\d.]{0,9}[万亿千百]{0,2}(?:元|美元|人|户|家|个|亩|吨|公顷|平方公里|人口)的)$"
    ),
    re.compile(r"(?:上半年|下半年|前?[一二三四]季度|(?<!\d)年[末底]|月末|当年)"),
    re.compile(
        r"(?:连续)?(?:(?<![上前同每〇○零一二三四五六七八九])[一二三四五六七八九十两]{1,2}|(?<=连续)\d{1,2})年(?:间|来|内)?(?:共|累计)?"
    ),
    re.compile(r"(?<![比较])(?:去|上|前|今|当)年(?:底|末|初|同期)?的?$"),
    re.compile(r"(?<=增长|下降|提高|增加|减少|上升|回落|上涨|降低)\([^()\d]{1,10}\)$"),
    re.compile(r"连续[\d一二三四五六七八九十]{1,3}个(?:季度|月)"),
    re.compile(r"(?:是|为|相当于)[两三四五六七八九十]{1,2}年前$"),
    re.compile(r"(?<=..)(?:稳|继续|继续保持|始终)$"),
    re.compile(r"(?:扣除|考虑|剔除)[^,;。:]{2,8}因素"),
    re.compile(r"(?<=[\u4e00-\u9fff:])(?P<minus>-)"),
    re.compile(r"(?<=[为达是率速幅比长:])(?P<minus>负)$"),
    re.compile(r"(?:(?<=[值入额资润税量模款])|(?<=^)|(?<=[、,;]))(?P<over>过)$"),
    re.compile(
        r"(?<=[\u4e00-\u9fff])(?<![\d一二三四五六七八九十两多余每全当近百周学少青上去今明前同往来后隔本次翌几])年$"
    ),
    re.compile(rf"(?:比|较|与)(?P<since>{YEAR}) ?年(?:底|末|初|同期|相比)?(?:同口径)?"),
    re.compile(rf"(?:比|较|与){PLAN}(?:相比)?"),
    re.compile(rf"(?:是|为|达到|相当于){PLAN}的"),
    re.compile(rf"(?<=[由从]){PLAN.replace('?P<plan>', '?P<ended>')}的?$"),
    re.compile(rf"(?<![\u4e00-\u9fff“]){PLAN.replace('?P<plan>', '?:')}"),
    re.compile(rf"在?(?P<since>{YEAR}) ?年(?:底|末)?的?基础上(?:基本)?"),
    re.compile(rf"(?:是|为|达到|相当于)(?P<since>{YEAR})年(?:底|末|初)?的"),
    re.compile(rf"(?<![比较是于])(?P<at>{YEAR})年(?:底|末|初|度)?的?"),
    re.compile(r"(?<!\d)(?P<month>1[0-2]|[1-9])月份"),
    re.compile(r"(?P<bound>不低于|不少于|不高于|不超过)[^,;。:、\d]{2,12}的$"),
    re.compile(
        r"(?P<gap>(?<!不)(?:高于|低于|快于|优于|好于|多于|慢于|高出|超出)[^,;。:、\d]{2,12}(?<!比例)(?<!断面)(?<!天数)(?<![达为到 ])|(?:(?<!之)比(?![例重率值])|较)[^,;。:、\d]{2,10}(?:(?<!提)高|(?<!降)低|(?<!增)多|(?<!减)少|(?<!加)快|(?<!减)慢)|(?:高于|低于|快于|优于|慢于)[12]\d{3}年(?:同期)?|超过?(?:年初|全年|年度|全国|全省)?(?:预期|预定|计划|平均)(?:目标|指标|水平|增速)?)"
    ),
)
LONGEST_TIME = 18
# What each of them but the last ends with, and what the last has inside: looked at before any of them is tried.
TIME_ENDS = frozenset("前年度末底间来内共计初期的)月稳续持终素-负过径比五”份上本算划标届次")
GAP_CUE = re.compile("[于出比较]|超过?(?:年初|全年|年度|全国|全省)?(?:预|计划|平均)")
FALLS = ("低于", "慢于", "低", "少", "慢")
# A second classifier in brackets: 7万套(间).
BESIDE_UNIT = re.compile(r"\([间户处个台张人家套所件项次只口匹]\)")
ARRIVES = re.compile(r"[到至达为]")  # what leads to a value, so that it is no change
YEARS_LONG = re.compile(r"\d年")  # a clause that says how long is no part of a head
SHARED_SCALES = any_of(SCALES)
AFTER = {form: bound.comparator for bound in BOUNDS for form in bound.after}
BEFORE_UNIT = re.compile(rf" *(?P<more>[余多])? *(?:(?P<scale>{SHARED_SCALES})(?P<some>[余多]))?")
UNLESS = {rule.form: re.compile(rule.unless) for rule in UNITS if rule.unless}
# What makes a short bound the beginning of a word: 24个强势学科, 59个内涝点.
NO_WORD_BEHIND = (
    r"(?<!内(?=[涝河湖陆资设部容控科地销贸蒙江径燃环海墙存生]))(?<!强(?=[降对风热势镇县市区村企基链制校省队国项军磁]))"
    r"(?<!余(?=[额热粮下种款力]))(?<!弱(?=[势项校电视]))(?<!多(?=[功层式元种家个项数样媒晶边条座次处党彩语用肉民]))"
)
BOUND_AFTER = re.compile(rf" *\(?(?:含)?\)? *(?P<after>{any_of(AFTER)}){NO_WORD_BEHIND}")
# A range whose lower end has only its scale: 50亿-100亿元.
SCALED_RANGE = re.compile(rf" *(?P<scale>{SHARED_SCALES}) *(?:-{{1,2}}|~|至|到) *(?=\d)")
RANGE = re.compile(r" *(?:-{1,2}|~|至|到) *(?=[\d" + ALPHABET + "])")
TO_VALUE = r"(?:达到|达|[提上下回缩扩降升增减][高升降落小大低长]?(?:到|至|为))"
INDEX = re.compile(rf"(?:{any_of(INDEX_NOUNS)})(?:{TO_VALUE}|为|是|由|从|约为|控制在|保持在|稳定在)? ?$")
INDEX_MOVED = re.compile(rf"{TO_VALUE}$")  # 由3.27缩小至2.93
RANK = re.compile(
    rf"(?P<field>全国|全省|全市|全区|全县|全州|全盟|全球|世界|亚洲|东北|东部|中部|西部|西北|西南|同类|位|居|列|排|名列|排名|跃居|升至|上升至|{any_of(['首次进入', '提升至', '跃升至'])})"
    rf"(?:[^,;。:、第\d]{{0,4}}\d{{1,4}}个[^,;。:、第\d]{{1,10}}|[^,;。:、第\d]{{0,6}})第(?P<place>\d{{1,3}}(?!\d)|[{ALPHABET}]{{1,3}})(?P<unit>位|名)?(?![^,;。:、]{{0,1}}(?:产业|批|届|个|次|家|条|方阵|梯队|线|年|书记|单|座|只|台|款|支))"
)
BARE_ZERO = re.compile(r"零(?:(?=(?:发生|新增)(?:[,;。、]|$))|(?=的突破)|(?<=为零)(?=[,;。、])|(?<=归零)(?=[,;。、]))")
# The structure of the three sectors: 12.4:65.8:21.8.
STRUCTURE = re.compile(r"\d{1,3}(?:\.\d{1,2})?(?: ?: ?\d{1,3}(?:\.\d{1,2})?){2}(?! ?[:\d])")
# Two parts of a whole (粮经比例56:44), if they make one hundred.
TWO_PARTS = re.compile(r"(?P<one>\d{1,2}(?:\.\d{1,2})?) ?: ?(?P<other>\d{1,2}(?:\.\d{1,2})?)(?! ?[:\d.])")
# A zone that a sentence is about; what is done to it, or what it is one of, tells nothing of itself.
ZONE_SUBJECT = re.compile(
    r"(?<![^,;:。\n])(?!新[创建增]|加[强快大]|优化|完善|深化|强化|盘活|聚焦|依托|围绕|做[强大优实]|引导|鼓励|全力|着力|重点|积极|以|在|对|向|从|把|将)"
    r"(?P<zone>[^,;:。、\s\d的和与及等是“”]{0,8}(?:(?<!创)新区|(?<![各每大点些个])(?<=..)片区|(?<=..)集聚区|高新区|经开区|开发区|综保区|自贸区|新城(?!区)|中心城区|主城区|(?<!县)市区)|(?:全[市县])?园区|兵团)"
    r"(?!建设(?!全面|加快|顺利|扎实|强力|稳步)|[一二三]期|工程|起步区|等|和|与|及|、|[东南西北]|内|改革|发展|管|企业|体制|[,;。:(]|的|达到|增至|总数|获批|入选|两级)"
)
# Zones that a sentence rarely goes on with behind a comma.
SMALL_ZONES = ("片区", "集聚区")
# What a zone is no part of: times and wishes before it, and what is done to it.
BEFORE_ZONE = re.compile(r"(?:[①-⑳]|-|去年|今年|全年|预计|确保|力争|其中|同时|目前|年内|[一二三四五]年来?)+")
# What else a stretch that ends like a zone opens with, or is: a verb and its object, all of a kind, a title that is won.
NO_ZONE = re.compile(
    r"健全|维修|新建|改造|引导|滚动|开展|保障|依托|复制|推广|落细|赋予|符合|命名|撤[销消]|开行|专门|一次性|坚持|使|向|以|为|好|每|各|三个|采煤|沉陷"
    r"|.{0,16}(?:全[国省市]|国家|[国省市区县]级|分类|品牌|旅游|进步|建设|法治|经济)[^区]{0,8}示范区$"
)
DONE_TO_ZONE = re.compile(
    r"(?:继续|持续)?(?:升级|改造|维修|新增|新建|立法|保护|推进|推动|实施|完成|提升|支持|创建|设立|打造|规划|启动|建成|建设|促进|提速|认定)+"
)
# Things of the whole area: what a sentence says of a part of it holds for them only in its own clause.
OF_WHOLE_AREA = re.compile(
    r"地表水|森林|饮用水|县|农村|国控|国考|省控|省考|耕地|湿地|水体|断面|粮食|三次产业|第[一二三]产业占比|地区生产总值|水质"
)
BACK_TO_ALL = re.compile(r"全[市省区县州旗盟]|我[市省区县州]|各?县\(|各县")
# Medals in short (7金3银5铜), and what a multiple is of that tells growth (是上年的1.9倍).
MEDALS = re.compile(
    r"\d{1,3}金(?:、?\d{1,3}银(?:、?\d{1,3}铜)?|、?\d{1,3}铜)(?!\w*[属融])|\d{1,3}金(?=[,;。、])|\d{1,3}银、?\d{1,3}铜"
)
MEDAL_NAMES = {"金": "金牌", "银": "银牌", "铜": "铜牌"}
OF_LAST_YEAR = re.compile(r"(?:是|为|相当于)(?:上年|去年|上一年|前一年|上年同期|去年同期)的?$")
# How the heads of a clause without figures go on, which is no part of the last one: 工业、税收降幅收窄,分别下降3%、5%.
TREND = re.compile(
    r"(?:降幅|增幅|增速)?(?:(?:健康|协调|蓬勃|持续|稳步|稳定|快速|较快|平稳|逆势|强劲|日益|更加|不断|大幅|明显|进一步|继续|保持|逐步|双双)*"
    r"(?:增长|提高|提升|上升|下降|回升|回落|改善|收窄|扩大|攀升|加快|壮大|活跃|增强|凸显))+$"
    r"|(?:新增|净增|增加|再添|新添)[一二两三四五六七八九十]{1,3}[家个所座条项户件名]$"
)
SECTORS = ("第一产业占比", "第二产业占比", "第三产业占比")
RANKING_NAMES = ("排名", "位次", "名次")
BARE_SCALE = re.compile(r"(?<![破超过达关近逾])[百千万亿]+(?![百千万亿" + "".join(DIGITS) + "])")
PREDICATE = re.compile(
    any_of(PREDICATES)
    + "|脱贫(?!人口|户|县|村|地区|群众|劳动力|人员|家庭|质量|攻坚)|利用(?<!综合利用)(?<!再利用)(?<!回收利用)(?!率|项目|工程|基地|设施|中心|体系|量|示范|试点|土地|外资|内资)|实施(?!项目|工程|方案|主体|单位|率|意见|细则|办法|计划)|在(?<![存所实现潜]在)(?=[我全本][国省市区县州])|均(?<!平均)(?!衡)|到(?=[^,;。、]{1,10}(?:任教|支教|工作|服务|挂职|就业|旅游|投资))|居(?<![宜新邻定安移旧人独]居)(?!民|住|家|委|型)"
    r"|做到|进一步|继续(?!教育)|在(?=[^,;。、\d]{1,4}(?:投资|落户|设立)|境内外|境外|香港|主板|创业板|科创板|新三板|[^,;。、\d]{2,10}(?:挂牌|上市)(?:[,;。、]|$))|基本(?=落实|得到|解决|消除|完成|建成)|早日|初步(?!设计|方案|成果)|达标(?!中学|学校|率|区|排放|创建|考核)|并(?<![合归兼]并)(?![购网轨联行列重举入])|将(?=带动|推动|使)|挂牌(?!企业|公司|上市企业|交易)|下放(?=[了权省市县])|制定(?=[了省市县])|修订(?=[了省市县])|为(?=全国|全省|世界|国内|依托|骨干|主体|支撑|核心|基础)|明显(?=改善|提升|提高|好转|增强)|显著(?=改善|提升|提高|好转|增强)|安装(?!工|率|量|企业|公司|服务)|获(?=[中全国省自市“])(?!全|国家级|省级|市级)|获(?=全[国省市])|全线(?!工程|长)|免费(?=$|提供|开展|发放|接种|安装|体检|培训)|可(?=[在以])|(?<!搬)迁入|(?<=\A[村乡镇县户])(?:退出|出列)|率先(?!发展|示范)|首次(?!公开)|改善(?=了?[^,;。、]{0,8}(?:条件|设施|环境|水平)$)|实行(?=[“一统全免定分])|位列|(?<=[群业区县市])超过?(?=[百千万]?亿元(?!企业|产业|园区|集群|项目|县|镇))"
)
TRANSITIVE = re.compile(any_of((*TRANSITIVES, "新建")))
# What follows a payment without being paid: 安排32亿元帮助解决取暖问题.
PURPOSE = re.compile(r"帮助|支持|提高|扩大|化解|解决|用于|推进|推动|加强|改善|完善|办好|保障")
SPENT_ON = re.compile(
    r"(?:资金)?,?(?P<what>(?:实施|完成|建设|建成|新建|改造|修建|改建|扩建|维修|推进|整治|新改建|改扩建|开展)[^,;。、:()\d一二三四五六七八九十百千等的]{3,16})(?=[,;。])"
)
SIZED = re.compile(
    r"的(?P<what>[^,;。、:()\d的]{2,20}?)(?=[,;。、:]|正式|全面|全部|顺利|建成|开工|竣工|投入|启动|通车|开放|开园|落成|初具|已|项目)"
)
# What persons or firms got, who are told by nothing else: 320人入选国家“千人计划”.
AWARDED = re.compile(
    r"(?:新?入选|新?获评|荣获|被?评为|荣登|当选|跻身|获颁|被授予|上榜|入围)(?=[^,;。:、])(?:“[^”\n]{1,20}”|[^,;。:、“”\d\n]){1,24}(?=[,;。、])"
)
# Where a noun ends and what is done with it starts, beside the predicates: 1万亿元国债支持灾后重建.
USE = re.compile(r"用于|参与|加强|(?<=措施|政策)促进|支持(?!政策|措施|文件|资金|计划|力度|体系|项目)")
# A sum that is paid, and the whole that a part is more than: 超过全省总量的1/5.
PAID = re.compile(any_of(PAYMENTS))
FOR_EACH = re.compile(r"每[一百千万亿\d]|人均")  # what is measured for each of something
# What a sum is paid for, told in a clause of its own before it: “暖心”三年行动启动实施,每年安排140亿元.
PROGRAMME = re.compile(
    r"(?:(?:加快|深入|全面|继续|大力|启动|扎实|组织|着力|统筹|持续)*(?:实施|启动|推进|开展|推动)了?)?"
    r"(?P<name>[^,;。:、\d]{2,24}?(?:行动|工程|计划|制度|专项))(?:(?:全面|正式|顺利|扎实|深入|加快|启动|组织|有序|开始)*(?:启动|实施|推进|开展|建立))?,"
)
OF_WHOLE = re.compile(r"(?:超过?|突破|接近|达到?|近)(?=全[国省市州区县][^,;。]{0,6}\Z)")
# What took so long: 36天实现全部企业复工.
TOOK = re.compile(r"(?:时间)?(?P<what>(?:实现|完成|建成|走完|恢复|将)(?:[^,;。:、零]|(?<=清)零){2,24})(?=[,;。])")
TAKES = re.compile(r"(?:[,;。:]|(?:仅|只)?(?:用时?|用了|历时))$")
# How fast something went, behind its rate: 16%以上的发展速度.
PACE = re.compile(r"的?(?:发展|增长)(?:速度|势头|态势)|的(?:增速|增幅|增长率|涨幅)")
# A character of a noun, a quote in it, or a bracket with more of the noun behind.
OF_NOUN = r"(?:\d{1,4}强(?=[\u4e00-\u9fff]|[,;。、])|\dA级|“[^”;。]{1,20}”|\([^()\d,;。]{1,8}\)(?=[\u4e00-\u9fff“])|[^,;。:、!?()\d-])"
NOUN = re.compile(
    r"(?![,;。:、!?)]|的[,;。]|大关|关口|台阶|在(?![建校岗职册外研营编园孵读])|[到以被向与从由于比]|为(?!民)|和(?!美|谐|平)|以上|以内|左右)"
    r"(?:[省县市区州镇乡]\([^)\d]{1,8}\))?"
    r"(?:(?:(?:(?:总|单体|单个)?投资|营收|产值|年?(?:销售|营业)收入|主营业务收入|年?(?:交易|成交|销售|营业)额|年?纳税|年产|日处理|人口|总规模)(?:首次)?(?:超过?|过)?)?\d[\d.]{0,5}[万亿千]?(?:吨级|千伏|兆瓦|千瓦|元|亩|(?<=[\d万])(?:吨|头|只|人|户|平方米)(?=以上|[\u4e00-\u9fff]{2,12}项目))(?:(?:及?以上|级)的?)?|\d?A级(?:及?以上)?|[45]G|(?:[省市县区][、和]){1,2}(?=[县区市乡镇][\u4e00-\u9fff]{3})|(?:国家级?|省|市|县|区)[、和](?=[省市县区乡](?:[省市县区乡]?级|人大|政协))|\d{1,3}周?岁(?:及?以[上下])?的?)?"
    rf"(?:“[^”;。]{{2,20}}”(?=[,;。、和])|(?>(?:(?![和与及] *\d){OF_NOUN}){{2,30}})(?=[和与及] *\d|\D|$)|(?>{OF_NOUN}{{2,30}})(?=\d(?!\d{{0,2}}(?:周?岁|强|A级)))|[村镇乡县市区省校院户站](?=[、和与及] *\d))"
)
# Who is counted by how much they make: 4家企业营收超50亿元.
OVER = re.compile(
    r"(?P<noun>企业|园区|街道|[县市区乡镇村])(?P<told>(?:年|的)?(?:营业?收入?|主营业务收入|销售收入|产值|税收|纳税额?|财政收入|地区生产总值|GDP)"
    r"(?:均|都)?(?:超过?|过|上|突破)\d{0,4}(?:\.\d{1,2})?[百千万亿]{1,2}元)(?=[,;。、])"
)
# What is no second half of a noun, but a statement of its own.
STARTS_A_STATEMENT = re.compile(any_of((*KEPT_VERBS, *LIGHT_VERBS, *VERB_ENDINGS, *PREDICATES, *LINKS)))
STARTS_A_CLAUSE = re.compile(any_of((*LIGHT_VERBS, *VERB_ENDINGS, *PREDICATES)))
# What only describes a noun, before it: 基础较好、带动能力强的城市.
DESCRIBED = re.compile(
    r"[^,;。、:\d的和]{3,10}[好强大高优足广快深](?:、[^,;。、:\d的]{2,10}){1,3}的(?=[^,;。、:\d的]{2})"
)
ACTOR = re.compile(rf"(?:{any_of(BARE_NOUNS)})(?=开展|启动|推进|列入|纳入|入选)")  # who did what ends the noun
LISTED_IN = re.compile(r"(?:列入|纳入|入选)[^,;。:、的\d]{2,12}的[^,;。:、的\d]{2,}")  # 列入国家规划的水库: a noun
QUOTED = re.compile(r"“[^”]*”")
# The rest of a noun behind 和 that is a thing of its own: 产业联盟和长三角绿色农产品联盟.
OTHER_THING = re.compile(r"[和与及](?=首批|第|一批|[^和与及]{2,}等)")
LATER_THING = re.compile(r"(?<=(?P<thing>..))[和与及](?!谐|平|美)")  # 产业联盟和长三角供应联盟: the thing comes again
ALIKE = re.compile(r"(?:[^、]{1,4}|[^、]{2,8}[型性式级类])\Z")  # half a noun before 、 (枢纽型、功能性重点项目)
# A budget or a plan of which a part was done.
TASK = re.compile(
    r"(?:完成|占|为|是|达到?|超过?|实现)*"
    r"(?P<task>(?:全年|年度|年初|全省|全市|省|市|调整|既定|预定|预期|国家|自治区|下达|投资|责任|考核)*(?:预算数?|计划|目标任务|目标|任务)数?)"
    r"(?:要求|指标)?(?:的|达|达到|完成率)?(?:近|约|超过?)? *"
)
OF_NAME = re.compile(
    r"(?:的|(?<=的))(?!预期|年度|既定)(?P<name>[^,;。:、的]{2,16}?)(?P<growth>增长|增速)?(?:目标|速度|水平|任务)"
)
# The verb of a counted noun, with its fellows: 改造和新建2.3万所卫生院.
PREDICATE_START = re.compile(rf"\A(?:{any_of(HASTE)})*")
KEPT_VERB = re.compile(rf"(?:(?:{any_of(KEPT_VERBS)})(?:和|、|及)?)+$")
KEPT_VERB_FIRST = re.compile(any_of(KEPT_VERBS))
# What was done with works first, before what is done with them next: 新开工和筹措住房,供应3万套.
DONE_FIRST = re.compile(rf"(?:(?:{any_of((*STAGES, *KEPT_VERBS, '建设', '开工建设', '筹措', '筹建'))})[和、及与]?)+")
# Verbs joined to that of a head, and nothing else (出台、修订规章); the end of examples before a list.
ONLY_VERBS = re.compile(f"(?:(?:{any_of((*KEPT_VERBS, *VERB_ENDINGS))})[、和与及]?)+")
VERB_FIRST = re.compile(any_of((*KEPT_VERBS, *VERB_ENDINGS)))
EXAMPLES = re.compile(
    r"等(?<![高中初平同均上优特一二三头对相].)(?!级|候|待|于|额|方面(?!实施|开展|取得|新增))(?:地(?![方区级质铁下理震块面产]))?"
)
ENDS_IN_VERB = re.compile(f"(?:{any_of((*KEPT_VERBS, *VERB_ENDINGS))})$")
TIED_VERB = re.compile(r"(?P<verb>新增|净增|精简|提升)加?了?\s*(?:近|约|超过?|逾)?\s*\Z")
NO_NOUN = re.compile(any_of(NO_NOUNS) + "|居(?!民|住|家|委)")
ABOUT_A_PART = re.compile("约(?<![节契合签条公制集简].)占")  # 约占全市生产总值的40%
# An amount of money without its unit: 产值突破百亿, GDP跨上千亿.
MONEY_UNSAID = re.compile(
    r"(?:产值|收入|规模|总量|总额|总值|GDP|余额|存款|贷款|资产|交易额|营收|税收|投资|消费额)(?:首次|成功|均|双双|分别|已|一举)*"
    r"(?:突破|破|超过?|达到?|过|逾|跨[上过越])[百千万]亿(?=[,;。(]|、(?:同比)?增)"
)
# Who is told by what they have: 建立工会的企业, 拥有自主知识产权的产品产值.
WHO_HAS = re.compile(
    r"(?:建立[^的]{2,12}的[^的]{0,6}(?:企业|单位|家庭|学校|机构|社区|村)|拥有[^的]{0,8}(?:知识产权|专利|资质|证书)的|(?:获得|取得)[^的]{2,12}的[^的]{0,6}(?:企业|单位|产品|人员)$)"
)
DONE_ONCE = re.compile(
    r"(?<=^..)了(?:[我全][国省市县区州])?(?:首[支个家批只单座条项]|第一[个家批])?"
)  # 发行了我市首支债券
# What kinds there are, before how many there are of them: 五大类20项指标.
KINDS_FIRST = re.compile(rf"[{ALPHABET}]{{1,3}}(?:大类|大|类|个方面)$")
NOUN_END = re.compile(
    r"(?:等(?:重点|各项|主要)?(?:任务|工作)|(?:累计|合计|共计|基本|全面|全部|如期|顺利|陆续|相继)|的(?:优异|骄人|好)?(?:成绩|佳绩)|(?<=断面)[^,;。]{0,10}(?:水质|浓度)|(?<=[支河]流)水质|(?<=湖泊)水质|(?<=群众|人员)基本生活|(?<![高初集])中|内|里|以上|等|(?<![国私民公])有|(?<=..)(?:建设|作用|的基础上?|的发展|的\w{2,4}工作))$"
)
JOINT = re.compile(r" *(?:、|和|与|及|以及) *(?=\d)")
COMMA_JOINT = re.compile("、")
BRACKET = re.compile(r" *\([^()]*\) *")
LIST_JOINT = re.compile(r"\s*(?:、|和|与|及|以及)\s*")
# The same where each value has its own change: 税收、非税收入分别下降8%、增长3%.
CHANGED_JOINT = re.compile(
    r" *(?:、|和|与|及|以及|,(?=(?:增长|下降|上涨|回落)\d)) *(?:增长|下降|上涨|回落|提高|降低|减少|增加|(?:每人)?每[年月天人户])?(?=\d)"
)
# Another value of the same 分别, which does not follow at once: 分别提高到每月400元和每年3000元.
ANOTHER_VALUE = re.compile(r"[、和与及][^,;。、\d]{0,8}\d")
CHANGED_SUBJECT = re.compile(r"[;。][^,;。]{4,}[,;]")  # a clause without figures behind a strong mark
FIRST = re.compile(
    r"(?:[跃位]?[居列]|处于|位于)(?:[^,;。:\d]{0,4}\d{1,3}个)?[^,;。:\d]{0,10}(?P<place>首)位|[居列位][^,;。:\d]{0,8}之(?P<last>首)(?=[,;。]|$)"
    r"|(?:全国|全省|全市|全区|全县|我市|我省|我区|我县|我国|世界|国内|东北|全球)(?P<only>首)[家个座条例艘台套宗单笔支列]"
)
# A place in an order of any kind: 综合排名由第40位上升到第34位.
RANK_ANY = re.compile(
    r"第(?P<place>\d{1,3})(?P<unit>位|名)(?!书记|女|学生)|(?:名列|位列|排名)(?P<bare>\d{1,3})(?:位|名)(?!学生|女)"
)
# Two values as so many to one: 城乡收入比由2.33:1缩小到2.24:1.
TO_ONE = re.compile(r" *: *(?P<one>1)(?![\d.:]| *:)")
# Places counted without a classifier: 5县(市), 9省.
PLACES_COUNTED = re.compile(
    r"(?P<noun>(?:省区市|省市|县市区|市县|县区|旗县|盟市|州市|乡镇|县市|省|县|旗|乡|镇)(?:\([^)\d]{1,8}\))?)"
    r"(?![\u4e00-\u9fff]{0,1}(?:级|长|委|政|直|域|属|道|城|外|内|医院|中学|志))"
)
# Ranks of several heads: 第2、3位, 第2位、第3位.
RANK_NEXT = re.compile(rf"(?:位|名)?[、和与](?:全?[国省市])?第?(?:\d{{1,3}}|[{ALPHABET}]{{1,3}})(?=[位名、和与,;。])")
RANK_LISTED = re.compile(
    rf"第(?:\d{{1,3}}|[{ALPHABET}]{{1,3}})[位名]?[、和](?:第)?(?P<place>\d{{1,3}}|[{ALPHABET}]{{1,3}})(?:位|名)"
)
RANKS_JOINED = re.compile(r"[位名]?[、和与](?:全?[国省市])?第?")
RANK_TOP = re.compile(
    rf"前(?P<place>\d{{1,3}}|[{ALPHABET}]{{1,3}})(?:(?P<unit>位|名)|(?:(?<=[国省市区界列居入]前.)|(?<=[国省市区界列居入]前..))(?=[,;。、]|$))"
)
RANK_MOVED = re.compile(
    rf"(?:上升|跃升|提升|前移|前进|进|晋升|下降|下滑|跃居|升|回升)(?:至|到|为|了)?第(?P<place>\d{{1,3}}|[{ALPHABET}]{{1,3}})(?P<unit>位|名)?"
)
# A ranking of what stands before: 进出口总额…,世界排名由第十位上升到第五位.
RANK_NOUN = re.compile(r"^(?P<noun>(?:总量|世界|全球|全国|全省|全市)?(?:排名|位次|排位))(?:由|从|分别)*(?:全国|全省)?$")
# A clause that tells what is ranked in the next: 营商环境排名连续进位,进入全国前10.
RANKED_CLAUSE = re.compile(
    r"(?:\d{1,4}个)?(?P<name>[^,;。:、\d]{2,20}(?:排名|位次|考核|考评|评估|测评|竞争力|营商环境|满意度))[^,;。:\d]{0,12},$"
)
RANKING = re.compile(r"(?P<noun>(?:世界|全球)(?:排名|位次|排位))")
PLACED = "(?:稳居|位居|居|列|进入|跻身)"
RANK_FIELD = re.compile(
    rf"(?:由|从|在)?(?:上年|去年)?(?:{PLACED}?(?:全国|全省|全市|全区|全县|世界|沿海)|{PLACED}(?:{any_of(PROVINCES)}))[^,;。]{{0,14}}$|(?:由|从)?(?:上年|去年)$"
    r"|在[^,;。]{2,12}(?:城市|地市|省会|省份|地区)中?$|(?:获评|荣获|夺得|登顶|跃居|跃升|蝉联|稳居|位居|高居|上升到|[跃获排]|(?<![单岗学车泊床座])位)$"
)
# A narrower area a name may open with, whose figure it then is: 经济开发区工业产值.
ZONE = re.compile(
    r"(?P<zone>[^,;。:、的在\d]{0,12}?(?:开发区|高新区|经开区|产业园区?|工业园区?|保税区|综保区|自贸(?:试验)?区|新区|示范区|合作区|协同区|度假区|(?<![更创])新城))"
    r"(?P<verb>实现|完成|达到)?(?=[^,;。:、的等内和及与建]{2,})"
)
# Another place or body a name may open with, when a metric follows: 临江县地区生产总值, 成渝双城经济圈地区生产总值.
PLACE = re.compile(
    r"(?![全我本各每]|所有|贫困|示范|重点|[\u4e00-\u9fff]{1,6}(?:贫困|示范|重点|脱贫)县)"
    r"[\u4e00-\u9fff“”]{1,8}?(?:(?<![类市区各州])县(?!域|区)|(?<![红国锦升军])旗(?!下|舰|帜)|(?<![地园社景城库片小郊牧农林灾矿山治辖老街功能市渔特发新成户县设])区(?!域|间|位|划|县|块)|经济圈|城市群|都市圈|经济带)|兵团"
)
# Heads that are only places, and one that says what is measured of a place: 甲区、乙区 behind 丙区财政收入.
PLACES_ALONE = re.compile(
    r"(?:[\u4e00-\u9fff]{1,6}(?<![地园社景城库片小郊牧林灾矿山治辖])[区县市旗](?:[、和与]|\Z)){1,6}"
)
PLACE_FIRST = re.compile(r"[\u4e00-\u9fff]{1,6}?(?<![地园社景城库片小郊牧林灾矿山治辖])[区县市旗](?P<rest>.{2,})\Z")
# A body beside the government, which a paragraph that opens with it is about.
BODY = re.compile(r"兵团")
OPENS_WITH_BODY = 40  # characters
OF_ALL = re.compile(r"全[市省区县州国]|自治区")
FIRM = re.compile(r"(?!国有|企业|大型|重点)[\u4e00-\u9fff“”]{2,8}?(?<!企业)(?:集团|公司|银行)(?!军)")
AREA_LEAD = re.compile(r"全国|我国|全省|全市|全自治区|全州|全县")
# A task done early: 提前3个月完成下达任务.
AHEAD = re.compile(
    rf"提前(?P<much>\d{{1,3}}|[{ALPHABET}]{{1,3}})(?P<unit>个多?月|天)(?P<what>(?:完成|实现|达到|建成)[^,;。、\d]{{2,20}})"
)
# Where a figure is a part of the noun behind it: 95.8%的乡镇.
PART_OF = re.compile(
    r"的(?P<name>[村乡镇县户](?=[,;。、和])|(?:[^,;。:、的\d()]|\([^()]{1,8}\)){2,16}?)(?=[,;。:、]|和\d|通(?:了|上)|实现|完成|达到|建成|已|均|都|用于|开展|参加|获得|由|在|以上|进行|按照?|实行|纳入|列入|进入|成为|得到|享受|建有|安装|配备|拥有|开通|通过|具备|覆盖|采用|接受|能够|可以|分布|集中)"
)
# The same without 的, where the percentage opens its clause: 推动90%以上职业学校办学条件达标.
PART_OPENS = re.compile(
    r"(?:和|与|及|努力|年内|全面|基本|推动|确保|力争|实现|使|让|已有|全[市省县区]|我[市省县区]|目前|近|约|超过?|主城区|中心城区|城区|农村|城镇|[、 ])*"
)
PART_NOUN = re.compile(
    rf"(?!的|{any_of(LINKS)})(?P<name>[\u4e00-\u9fff“”、]{{2,24}}?)(?=[,;。:]|[和与及、]\d|建成|达标|达到|实现|完成|已|均|都|全部|纳入|列入|进入|得到)"
)
# List marks a clause may open with: ① (1) 3. 一、
LIST_MARK = re.compile(
    r"(?:[①-⑳]|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、(?![二三四五六七八九十]{1,2}[、产]))[、.]? *"
)
# The verb of a clause that only names something: 逐步降低农业税税率.
VERB_BEFORE = re.compile(r"^(?:逐步|大幅|进一步|继续|不断|适当)?(?:降低|提高|下调|上调|扩大|增加|减少)")
STRONG_MARKS = ",;:!?。"
CLAUSE_MARKS = STRONG_MARKS + "、"
CLAUSE = re.compile(f"[{CLAUSE_MARKS}]")
STRONG_CLAUSE = re.compile(f"[{STRONG_MARKS}]")
