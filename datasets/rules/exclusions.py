"""Numerals that are not quantities: the shape they stand in, and the reason.

Shapes are for folded text, with free spacing; every repetition is bounded, so that reading stays linear.
"""

import re

from msgspec import Struct

from datasets.rules.numerals import ALPHABET
from schemas.vocabulary import Reason


class Exclusion(Struct, frozen=True):
    """A shape in which no numeral is a quantity, with texts it must fit and texts it must not."""

    name: str
    reason: Reason
    shape: re.Pattern[str]
    fits: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()  # one of them is in every text it fits: a report without them is not searched


C = f"[{ALPHABET}]"
# A numeral in either script. Patterns start with a set of characters wherever they can: the engine then skips to it.
# What follows one is never of these characters, so that a numeral is taken whole or not at all.
N = rf"[\d{ALPHABET}](?<![\d.{ALPHABET}].)[\d{ALPHABET}]{{0,8}}+"
AT_START = r"(?<![^\s。;:,!?].)"  # behind the first character of a line, a sentence or a clause
DIGITS = r"\d(?<![\d.].)\d{0,8}"
YEAR = r"[12一二](?:(?<=[12])(?<!\d.)(?:[ ]?\d){3}|(?<=[一二])[〇○零九八七六五四三二一]{3})"


OF_PLAN = "规划|时期|期间|计划|末|以来|目标|开局|收官|”"  # what follows the name of a five-year plan


def shape(pattern: str) -> re.Pattern[str]:
    """A pattern with free spacing; `^` is the start of a line."""
    return re.compile(pattern, re.VERBOSE | re.MULTILINE)


EXCLUSIONS = (
    Exclusion(
        "year",
        "date",
        shape(rf"""
            {YEAR}[ ]?(?:
                年?(?:-|~|至|到|和|、)?{YEAR}[ ]?年(?:底|末|初|度)?
              | 年(?:底|末|初|度)?(?:[ ]?\d[ ]?\d?[ ]?月(?:份|底|末)?(?:[ ]?\d[ ]?\d?[ ]?日)?)?
            )
        """),
        fits=("2023年", "1998-2002年", "2008年3月17日", "二〇二四年", "1 9 9 9 年1 2 月2 0 日"),
        leaves=("2024户",),
    ),
    Exclusion(
        "month",
        "date",
        shape(rf"""
            {N}(?:[-~]\d{{1,2}})?[ ]?月(?:份|底|末|初)?(?:[ ]?(?:\d{{1,2}}|{C}{{1,3}})[ ]?日)?(?!均)
        """),
        fits=("1月份", "10月10日", "十一月"),
        leaves=("6个月",),
    ),
    Exclusion(
        "months",
        "date",
        shape(r"\d(?<![\d.].)\d?(?:、\d{1,2}){1,8}月(?:份|底|末|初)?"),
        fits=("7、8、9、10月份",),
        leaves=("3、4个月",),
        cues=("月",),
    ),
    Exclusion(
        "first_months",
        "date",
        shape(rf"(?<=前)(?<!提前){N}个月"),
        fits=("前10个月", "前十个月"),
        leaves=("6个月", "提前3个月"),
    ),
    Exclusion(
        "year_in_brackets",
        "date",
        shape(r"""
            [12](?<=[(〔\[﹝].)(?:9|0)\d{2}(?:(?:-|~|至)[12]\d{3})?(?=[)〕\]﹞]|[ ]?版)
          | [12](?<=-.)(?:9|0)\d{2}(?=\))
        """),
        fits=("(2015-2017)", "总体规划(2035)", "〔2022〕2号", "(2025版)"),
        leaves=("(2022户)",),
    ),
    Exclusion(
        "compact_date",
        "date",
        shape(r"[12](?<!\d.)(?:\d{3}[-./]\d{1,2}[-./]\d{1,2}|(?<=2)0\d{2}(?=\d{1,2}月))"),
        fits=("2024-01-23", "202312月28日"),
    ),
    Exclusion(
        "five_years",
        "date",
        shape(rf"""
            [“{ALPHABET}](?:
                (?<=“)(?:{C}{{1,2}}五”?(?={OF_PLAN})|{C}{{1,2}}五”)
              | (?<={C})(?<!{C}.){C}?五”?(?={OF_PLAN})
            )
        """),
        fits=("“十四五”规划", "“十五”", "十三五时期"),
        leaves=("三十五个",),
    ),
    Exclusion(
        "span",
        "date",
        shape(rf"""
            {N}(?:[-~]\d{{1,2}})?(?:(?:多|余|几)?年|(?<=连续.)(?:个(?:月|季度)|届|次(?=[^,;。\d]))|(?<=连续..)(?:个(?:月|季度)|届|次(?=[^,;。\d]))|(?<=连续...)个(?:月|季度)|(?<=24)小时(?!内))
        """),
        fits=("一年来", "过去五年", "50年", "三年行动", "连续21年", "连续54个月", "24小时开放", "连续11届"),
    ),
    Exclusion(
        "anniversary",
        "date",
        shape(rf"{N}(?:多|余)?(?:周年|世纪|年代|点钟|季度|时许|个五年)"),
        fits=("75周年", "一季度", "40周年", "第十个五年计划"),
        leaves=("3.5年",),
    ),
    Exclusion(
        "time_of_event",
        "date",
        shape(r"[“\"]\d{1,2}[·.]\d{1,2}(?=[”\"\u4e00-\u9fff])"),
        fits=("“5·19中国旅游日”", "“2·23”"),
    ),
    Exclusion(
        "event_year",
        "date",
        shape(rf"""
            [12](?<![\d.].)(?:(?<=1)9|(?<=2)0)\d{{2}}
            (?= 第{C}{{1,4}}届 | 首届 | 行动 | 中国 | 全国 | 世界 | 亚洲 | “ | [\u4e00-\u9fff()·“”]{{0,14}}(?:会议|大会|论坛|博览会|推介会|行动) )
        """),
        fits=("2023第四届", "2024首届", "2023行动", "2019中国最具生态竞争力城市"),
        leaves=("2023亿元",),
    ),
    Exclusion(
        "session",
        "session_ordinal",
        shape(rf"""
            {N}(?:
                (?<=第.)(?:届|次|期|轮|批|季|回) | (?<=第..)(?:届|次|期|轮|批|季|回) | (?<=第...)(?:届|次|期|轮|批|季|回)
              | (?<={C})(?:届(?:第?{C}{{1,4}}次)?(?:{C}{{1,4}}[中次])?|大(?=[和报精以、,。的]|$)|中全会|次(?=全会|会议))
            )
        """),
        fits=("第十四届", "二十届二中全会", "第一次", "党的二十大。", "八届七次全会"),
        leaves=("20次",),
    ),
    Exclusion(
        "ordinal",
        "name",
        shape(rf"第{N}(?![位名大%\d])"),
        fits=("第三产业", "第一书记", "第1家"),
        leaves=("第3位",),
    ),
    Exclusion(
        "phone",
        "contact",
        shape(r"""
            [01](?<!\d.)(?:
                (?<=0)\d{2,3}-\d{7,8}
              | (?<=1)(?:2345|2315|2348|2388|10|19|20|22)(?![亿万元人户家个件])”?
                (?=[\u4e00-\u9fff、]{0,6}(?:热线|平台|服务|电话|便民|系统|报警))
            )
        """),
        fits=("“12345”便民服务热线", "0427-2360834"),
        leaves=("12345人",),
    ),
    Exclusion(
        "quoted_name",
        "name",
        shape(rf"“[^”。;\n]{{0,24}}?(?:\d|{C})[^”。\n]{{0,24}}?”"),
        fits=("“1+8+49”", "“三禁”", "“五进”"),
        leaves=("“十年",),
    ),
    Exclusion("book_title", "name", shape(r"《[^》\n]{1,60}》"), fits=("《关于15条措施的意见》",)),
    Exclusion(
        "formula_name",
        "name",
        shape(rf"""
            [\d{ALPHABET}+](?:
                (?<=\+){N}
              | (?<=[\d{ALPHABET}])(?<![\d.{ALPHABET}].)[\d{ALPHABET}]{{0,8}}
                (?:(?:\+{N}){{1,8}}|(?<=\d)(?:中心|平台)\d{{1,4}}(?:站点|中心))
            )
        """),
        fits=("1+3+3", "1中心5站点"),
        leaves=("1.3",),
    ),
    Exclusion(
        "letters",
        "name",
        shape(r"""
            [A-Za-z\d](?:
                (?<=\d)(?<![\d.].)/\d[Gg]
              | (?<=[A-Za-z])[A-Za-z._-]{0,12}[ ]{0,4}\d{1,9}(?:\.\d{1,4})?
              | (?<=\d)(?<![\d.].)\d{0,8}(?:\.\d{1,4})?(?!k?m[²2])[A-Za-z]
            )
        """),
        fits=("PM2.5", "5G", "G228", "C919", "4/5G"),
        leaves=("25%",),
    ),
    Exclusion(
        "ranking_name",
        "name",
        shape(rf"{N}强(?!化|度|大|劲|势|烈)"),
        fits=("世界500强", "中国100强", "百强县"),
    ),
    Exclusion(
        "numbered_thing",
        "name",
        shape(rf"{N}(?:(?:[、-]\d{{1,4}}){{0,8}}(?:号|\#)|(?<=\d)(?:国道|省道))"),
        fits=("红海滩1号", "2、3、4号危楼", "长征二号", "228国道"),
    ),
    Exclusion(
        "type_name",
        "name",
        shape(r"""
            \d(?<![\d.].)(?:
                \d{0,3}(?:\.\d{1,2})?(?:千伏(?!安)|英寸|纳米|微米)
              | (?<=[\u4e00-\u9fff].)\.0(?=[版、,。”“时])
              | (?<=2)0\d\d(?=国家|版)
              | \d?(?:\.\d)?代(?=[\u4e00-\u9fff]{0,2}(?:线|液晶|面板|产品|显示|以上|生产|机|玻璃)|、)
              | \d?\.\d级(?=[\u4e00-\u9fff]{0,2}地震|、)
              | [\d.]{0,8}[十百千万亿]*(?:吨|千瓦|兆瓦|公里|米)级(?:以上)?
            )
        """),
        fits=("20万吨级码头", "500千伏输变电工程", "12英寸晶圆", "首发经济3.0、", "8.5代液晶面板", "6.2级地震"),
        leaves=("500千瓦", "3.0%", "增长2.1倍"),
    ),
    Exclusion("road_number", "name", shape(r"(?:国道|省道|县道)\d{1,3}"), fits=("国道307",)),
    Exclusion(
        "threshold",
        "threshold",
        shape(rf"""
            [\d{ALPHABET}](?<![\d.].)[\d.]{{0,9}}{C}{{0,6}}(?:
                (?<=[亿万])(?:元|美元|吨)(?:及?以上|级)
                (?=[^,。;、]{{0,14}}(?:固定资产|项目|企业|产业|集群|基地|码头|泊位|园区|港|镇|村|机组|公司|集团|基金))
              | (?<=[亿万])级 | %的(?:预定|预期|既定|年度)目标
            )
        """),
        fits=("亿元以上重点项目", "500万元以上固定资产投资", "千亿级产业集群", "低于8%的预定目标"),
        leaves=("入库总额100亿元以上、争取",),
    ),
    Exclusion(
        "threshold_of_firms",
        "threshold",
        shape(rf"""
            (?:年收入|生产总值|经济总量|产值|营收|销售收入|收入|规模)(?:超|过|达到?)
            \d{{0,9}}(?:\.\d{{1,4}})?{C}{{0,6}}元(?:以上)?的?(?=企业|产业|集群|项目|县|区县|市县|区\(|乡|镇|村|园区|工业集中区)
        """),
        fits=("产值超亿元企业", "收入超10亿元的县"),
        leaves=("产值超5亿元,企业",),
    ),
    Exclusion(
        "threshold_of_works",
        "threshold",
        shape(rf"""
            [超过达逾](?:
                (?:{DIGITS}(?:\.\d{{1,4}})?)?{C}{{0,3}}(?:吨|元|千瓦)(?=[\u4e00-\u9fff]{{0,4}}(?:矿|项目|企业|园区|产业|集群|楼宇))
              | (?:{DIGITS}(?:\.\d{{1,4}})?)?{C}{{0,3}}(?:元|美元|吨|亩)(?:以上)?的
                (?=[^,;。、:\d的]{{0,12}}(?:项目|企业|集团|集群|产业|园区|基地|公司|品牌|县|镇|乡|村)|(?:已?达到?|有)?\d{{1,4}}(?:家|个|户))
            )
        """),
        fits=("超5亿元项目", "过3亿元的重点工业项目", "投资超亿元项目", "年营业额超百亿元的大型服务业集团"),
        leaves=("超5亿元,项目", "超5亿元的目标"),
    ),
    Exclusion(
        "threshold_of_a_count",
        "threshold",
        shape(rf"""
            [家个户只](?<=\d.)(?![^,;。:、\d]{{0,24}}(?:合计|总|共|累计|占))[^,;。:、\d]{{1,20}}
            (?:超过?|过|上)(?:\d{{1,4}}(?:\.\d{{1,2}})?)?{C}{{0,2}}(?:元|美元)(?=[,;。、])
        """),
        fits=("5家工业企业营收超50亿元,", "9个县的财政收入超过20亿元。"),
        leaves=("3个园区合计营收超50亿元,", "5家企业增长超过20%"),
    ),
    Exclusion(
        "class_of_works",
        "threshold",
        shape(rf"{DIGITS}[亿万]?元?(?:-|~|至){DIGITS}[亿万]元(?=(?:工业|产业|重大)?(?:项目|企业))"),
        fits=("50亿-100亿元项目20个", "20-50亿元工业项目"),
        leaves=("50亿-100亿元,", "安排50-60亿元资金"),
        cues=("亿元项目", "亿元企业", "万元项目", "万元企业", "元工业", "元产业", "元重大"),
    ),
    Exclusion(
        "ranked_among",
        "threshold",
        shape(rf"(?:全国|全省|全区|全市|在){DIGITS}个[^,;。\d]{{2,14}}(?:[中里](?=,?(?:排|位|列|居|名))|(?=第\d))"),
        fits=("在全国294个城市中排名第一", "在全国200个重点城市竞争力排名中,名列30位", "位居全国337个地级及以上城市第14位"),
        leaves=("全国294个城市参加",),
        cues=("中排", "中,", "中位", "中列", "中居", "中名", "里排", "里位", "里列", "里居", "里名", "第"),
    ),
    Exclusion(
        "one_of",
        "threshold",
        shape(rf"{N}(?:个|家|所|项|名|大|座)[^,;。:、\d]{{1,24}}之一"),
        fits=("全国16所空军青少年航空学校之一",),
        leaves=("16所学校",),
        cues=("之一",),
    ),
    Exclusion(
        "size_of_holders",
        "threshold",
        shape(rf"""
            \d(?<![\d.].)[\d.]{{0,8}}{C}{{0,3}}(?:头|只|亩|元|人|张|平方米|吨|千瓦|立方米|公顷|蒸吨)(?:/小时)?(?:及?以[上下])的?
            (?=[\u4e00-\u9fff]{{2,12}}\d{{1,7}}(?:\.\d{{1,4}})?[万千]?(?:户|家|个|处|座|所|台|辆))
        """),
        fits=("50头以上养殖大户23户", "10亩以上经营户500户"),
        leaves=("改造面积50亩以上。", "存栏50头以上,新增养殖大户23户"),
    ),
    Exclusion(
        "size_of_things",
        "threshold",
        shape(r"""
            \d(?<![\d.].)[\d.]{0,8}(?:亩|平方米|公顷|分|公里|米|平方公里)(?:及?以[上下])的?
            (?=[^,;。、:\d的]{0,6}(?:考生|坝区|街区|绿地|公园|游园|湖泊|水库|河流|农场|基地|合作社|医院|泊位|桥梁|耕地|林地|小区|商场|超市|沟渠|道路))
        """),
        fits=("500平方米以上的街区绿地", "600分以上考生", "500亩以上坝区"),
        leaves=("500平方米以上。", "新增500亩以上,基地"),
        cues=("以上", "以下"),
    ),
    Exclusion(
        "income_below",
        "threshold",
        shape(r"\d(?<![\d.].)[\d.]{0,6}万?元(?:及?以下|以上)(?=的?(?:贫困|低收入|家庭|人口|农户|群众))"),
        fits=("年人均收入4600元以下贫困现象", "2万元以上农户"),
        leaves=("收入4600元以上。", "收入增加4600元以上的县"),
        cues=("贫困", "低收入", "元以上农户", "元以上家庭"),
    ),
    Exclusion(
        "boiler_size",
        "threshold",
        shape(rf"{DIGITS}蒸吨(?:/小时)?"),
        fits=("10蒸吨以下燃煤锅炉",),
        cues=("蒸吨",),
    ),
    Exclusion(
        "slope",
        "threshold",
        shape(rf"{DIGITS}度(?:以上|以下)?的?(?:陡|斜)?坡"),
        fits=("25度以上坡耕地",),
        leaves=("用电30度。",),
        cues=("坡",),
    ),
    Exclusion("temperature", "threshold", shape(r"\d(?<![\d.].)\d{0,3}(?:\.\d)?(?:℃|摄氏度)"), fits=("20℃",), leaves=("20个",), cues=("℃", "摄氏度")),
    Exclusion(
        "units_of_plant",
        "project_attribute",
        shape(r"\d(?<![\d.].)\d?[×xX*]\d{1,4}(?:\.\d{1,2})?"),
        fits=("2×60万千瓦机组",),
        leaves=("260万千瓦",),
        cues=("×", "x", "X", "*"),
    ),
    Exclusion(
        "note_mark",
        "glossary",
        shape(r"\[\^?\d{1,3}\]|[﹝〔【][ ]{0,2}\d{1,3}[ ]{0,2}[﹞〕】]"),
        fits=("试点[^7]，", "﹝ 16 ﹞"),
        leaves=("(16)",),
    ),
    Exclusion(
        "bare_event_day",
        "date",
        shape(r"\d(?<![\d.].)\d?·\d{1,2}(?=[\u4e00-\u9fff]{0,6}(?:事故|地震|案件|事件|特大|灾害|洪灾|抗震))"),
        fits=("1·11地震", "5·12特大地震"),
        leaves=("增长1·1%",),
        cues=("·",),
    ),
    Exclusion("page_number", "page_chrome", shape(r"^[ ]{0,9}\d{1,3}[ ]{0,9}$"), fits=("7",), leaves=("7。",)),
    Exclusion(
        "age",
        "name",
        shape(r"\d(?<![\d.].)\d{0,2}(?:-\d{1,3})?(?:周岁|岁)(?>(?:及?以上|以下|以内)?)的?(?=[\u4e00-\u9fff]{2})"),
        fits=("65岁以上老年人", "3-5岁儿童"),
        leaves=("预期寿命79.5岁。", "提高到79岁以上。"),
        cues=("岁",),
    ),
    Exclusion(
        "time_of_day",
        "date",
        shape(r"\d(?<=[午晚].)\d?(?:时|点)(?:\d{1,2}分)?"),
        fits=("上午9时",),
        leaves=("12时期",),
    ),
    Exclusion(
        "circle",
        "name",
        shape(rf"{N}(?:分钟|小时)(?=[\u4e00-\u9fff]{{0,8}}圈)"),
        fits=("12分钟急救圈", "1小时交通圈"),
        leaves=("12分钟内",),
    ),
    Exclusion(
        "per",
        "name",
        shape(r"""
            [百千万](?:
                (?<=每.)[百千万]*(?=[\u4e00-\u9fff]) | (?<=/.)
              | (?<![\d破超过达关].)元(?=[^,;。、]{0,6}(?:能耗|产值|总值|GDP|增加值|投入))
            )
        """),
        fits=("每万人口", "克/千克", "万元生产总值能耗"),
        leaves=("每10万人", "突破万元"),
    ),
    Exclusion(
        "capacity",
        "project_attribute",
        shape(r"""
            \d(?<![\d.].)\d{0,5}(?:\.\d{1,4})?[万亿]?(?:吨|千瓦|兆瓦|标方|立方米)(?:/年)?
            (?=(?!以上)[\u4e00-\u9fffA-Za-z]{2,14}(?:(?:项目|工程|装置|生产线)
              | (?:[、和][^,;。、和]{2,24}){0,6}等(?:一批|\d{1,4}个)?[^,;。:、\d]{0,10}项目))
        """),
        fits=("70万吨煤制烯烃项目", "120万吨乙烯转型升级、“山水三峡”等一批标志性项目"),
        leaves=("完成30万吨粮食收购", "销售30万吨粮食、20万吨蔬菜等农产品"),
    ),
    Exclusion(
        "yearly_capacity",
        "project_attribute",
        shape(rf"年(?:产|出栏|加工|处理){DIGITS}(?:\.\d{{1,4}})?[万亿]?(?:吨|头|只|件|辆|台|套|片|米|平方米)(?=[\u4e00-\u9fffA-Za-z]{{2,16}}(?:项目|工程|基地|生产线))"),
        fits=("年产50万头生猪全产业链项目",),
        leaves=("年产50万头生猪,项目", "年出栏50万头"),
        cues=("年产", "年出栏", "年加工", "年处理"),
    ),
    Exclusion(
        "list_head",
        "heading",
        shape(rf"""
            [(\[\d{ALPHABET}第](?:
                (?<=[(\[])(?:\d{{1,2}}|{C}{{1,3}})[)\]][、.]?
              | (?<=\d){AT_START}\d?[.、](?!\d)
              | (?<={C}){AT_START}{C}{{0,2}}、(?!{C}{{1,2}}[、产])
              | (?<=第){C}{{1,3}}部分
            )
        """),
        fits=("(一)持续", "二、2024", "。3.加快"),
        leaves=("协调统一、同向发力", "增长1$1.$2%"),
    ),
    Exclusion(
        "idiom",
        "rhetorical",
        shape(rf"千方百计|千家万户|万众|千载|三次产业|八项规定|四面八方|十分|百姓|万物|万事|万无一失|一(?:个|次)又一(?:个|次)|三农|百花|百分之百的?(?=努力|热情|决心)|连跨(?:上|越|过)?{N}个[^,。;]{{0,6}}台阶|跨(?:上|越|过)?{N}个[^,。;]{{0,6}}台阶|第一(?:方阵|梯队)|千锤百炼|千帆|万里"),
        fits=("千方百计", "三次产业", "中央八项规定"),
    ),
    Exclusion("firstly", "heading", shape(rf"{C}{AT_START}(?:是|要|则)(?!指)"), fits=("一是加快", ";二要推进"),
              leaves=("祖国统一是大势",)),
)  # fmt: skip
