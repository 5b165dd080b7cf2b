"""What ties statements about one undertaking: words of a name that tell nothing apart, and forms that mean the same."""

import re

from datasets.rules.numerals import ALPHABET

# The level of an undertaking and its quality, which tell nothing apart; but of what there is at every level, where the
# rest of the name is not its own. And words that only open a name, or close it.
DEGREES = re.compile(r"^(?:国家级|国有|省级|市级|全国|全省|国家|区级)|高性能")
GRADED = re.compile(r"(?:医疗中心|研究中心|技术中心|实验室|园区|学校)$")
QUALIFIERS = re.compile(
    r"^(?:新一轮|设立|创建|争创|申办)|(?:项目|工程|建设|建设项目|新建|规划)$|[“”\"《》·\s()/]|\[\d{1,3}\]"
)
PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip
# A long form, and the short one that means the same.
SHORT_FORMS = tuple(
    (re.compile(long), short)
    for long, short in (
        ("高速公路", "高速"),
        ("高速铁路", "高铁"),
        ("客运专线", "客专"),
        ("城际(?:高速)?铁路", "城际"),
        ("水利枢纽工程", "水利枢纽"),
        ("抽水蓄能电站|抽蓄电站", "抽水蓄能"),
        ("整治", "治理"),
        ("与", "和"),
        ("^港中大", "香港中文大学"),
        ("^(?:中石油|中石化|中国石油|中国石化|中海油)(?=[\u4e00-\u9fff]{2}(?:石化|油田|炼化))", ""),
        ("(?<=环)[线段](?=高速)", ""),
        ("(?<=..)大型(?=.{4})", ""),
        ("生态(?=修复|治理)", ""),
        ("(?<![学院])新(?=校区$)", ""),
        ("综合(?=治理|改造)", ""),
        ("改扩建", "扩建"),
        ("民用(?=机场)", ""),
        ("(?<=一体化)基地$", ""),
        ("(?<=[\\d" + ALPHABET + "]代)线$", ""),
        ("环线$", "环"),
        (f"(?<=高速|高铁|铁路|城际|运河)(?:{'|'.join(PROVINCES)})段$", ""),
        ("(?<=东延|西延|南延|北延)段$|(?<=延伸)段$", ""),
        ("--?|到(?=.{2})", "至"),
        ("(?:轨道交通|地铁)(?=[\\d" + ALPHABET + "]+号线)", ""),
    )
)
ANY_LONG_FORM = re.compile("|".join(long.pattern for long, _ in SHORT_FORMS))  # most names have none
# What is named after the places it joins, or is of another place's: 武汉至宜昌, 北京大学深圳医院.
JOINS = re.compile(r"至|到|--?|大学|学院|高速|铁路|高铁|城际|客专|航线|大道|路$")
NUMBERED = re.compile(rf"第?([{ALPHABET}]{{1,3}})(?=号|代|跑道)")
# A line named after the places it joins, and ones that every place has.
LINE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:铁路|高铁|高速|客专|城际|运河)")
LOCAL_LINE = re.compile(
    r"(?:机场|绕城|环城|外环|内环|中环|[东西南北]环|[一二三四五六]环|疏港|沿[江海河湖]|滨[江海河湖]|环[湖岛]|旅游|城际|市域|新建|过境|出口|[东西南北]|港口|地方"
    r"|快速|货运|专用|省际|区域|山区|乡镇|全市|全省|市内|城市|扶贫|支线|进港|沿线|国防|森林|既有|重点|在建|智慧|现代|高原|跨)"
)
EVERYWHERE = "000000"  # the code of the country
