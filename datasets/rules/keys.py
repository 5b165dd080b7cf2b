"""What ties statements about one undertaking: words of a name that tell nothing apart, and forms that mean the same."""

import re

from datasets.rules.numerals import ALPHABET

# Words of a name that do not tell one undertaking from another.
QUALIFIERS = re.compile(
    r"^(?:国家级|省级|市级|全国|全省|国家|区级|新一轮)|(?:项目|工程|建设|建设项目|新建|规划)$|[“”\"《》·\s()]|\[\d{1,3}\]"
)
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
        ("综合(?=整治|治理|改造)", ""),
        ("改扩建", "扩建"),
        ("环线$", "环"),
        ("(?<=东延|西延|南延|北延)段$|(?<=延伸)段$", ""),
        ("--?|到(?=.{2})", "至"),
        ("(?:轨道交通|地铁)(?=[\\d" + ALPHABET + "]+号线)", ""),
    )
)
NUMBERED_LINE = re.compile(rf"([{ALPHABET}]{{1,3}})号线")
# A line named after the places it joins, and ones that every place has.
LINE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:铁路|高铁|高速|客专|城际|运河)")
LOCAL_LINE = re.compile(
    r"(?:机场|绕城|环城|外环|内环|中环|[东西南北]环|[一二三四五六]环|疏港|沿[江海河湖]|滨[江海河湖]|环[湖岛]|旅游|城际|市域|新建|过境|出口|[东西南北]|港口|地方"
    r"|快速|货运|专用|省际|区域|山区|乡镇|全市|全省|市内|城市|扶贫|支线|进港|沿线|国防|森林|既有|重点|在建|智慧|现代|高原|跨)"
)
EVERYWHERE = "000000"  # the code of the country
