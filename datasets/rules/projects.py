"""Projects: what is a name and what is none, what describes works, counts and groups of them."""

import re

from datasets.rules.grammar import any_of
from datasets.rules.numerals import ALPHABET
from datasets.rules.units import SCALES
from datasets.rules.words import words_of

# Groups the text names some members of: 等36个优质项目.
GROUP_NOUN = re.compile(r"(?:[^,;。:、]{0,12}?)(?:项目|工程|企业)”?$|项目.{0,2}$")
# Words that make no name, however many stand together (高标准农田建设, 城市更新项目).
COMMON_WORDS = words_of("common_words.txt")
COMMON = re.compile(any_of(COMMON_WORDS))
SLOGAN = re.compile(rf"“[^”]*[\d{ALPHABET}][^”]*”")  # “五个中心” names no place
SHORTEST_PROPER = 2  # characters that are left of a name without its common words and its end
# What begins like this counts or describes, and what has a verb inside is no name.
NO_NAME = re.compile(
    rf"^[\d{ALPHABET}.~-]+(?:多|余)?[万亿]?(?:个|家|台|间|座|条|所|户|套|项|处|批)"
    r"|.(?:建设|打造|推进|探索)(?=.{4})|^(?:更|最|各|一批|承接|探索)|(?:大|好|的|新|等)$|\d[万亿]?(?:个|项|家)"
)
COUNTERS = "个|项|条|座|所|处|家|户|块|栋|片|公里"
COUNT = rf"(?P<count>\d{{1,6}}|[{ALPHABET}]{{1,6}})(?:余|多)?(?:{COUNTERS})"
AMOUNT = rf"(?P<amount>\d{{1,9}}(?:\.\d{{1,6}})?)(?P<unit>(?:{any_of(SCALES)})?(?:美元|元))"
MEASURED = rf"(?:{any_of(SCALES)})?(?:美元|元|千瓦时|千瓦|兆瓦|吨|亩|公顷|平方米|平方公里|公里|米|立方米|标方|台|辆|套|头|只|件|张|床)"
# What stands before a name and only describes it: 装机600万千瓦、总投资近700亿元的.
DESCRIBES = r"(?:[一二三]期)?(?:计划|预计)?(?:总投资|投资总额|装机(?:容量)?|年产(?:能)?|占地(?:面积)?|建筑面积|全长|总长)(?:额)?"
SIZED = rf"(?:约|近|超|达|为|超过|不低于)*\d[\d.]*{MEASURED}(?:以上)?"
DESCRIBED = re.compile(rf"(?:{DESCRIBES}{SIZED}(?:、|,|的)*|(?<!完成)(?<!累计)投资{SIZED}的)+")
ATTRIBUTES = re.compile(DESCRIBED.pattern + r"|投入\d[\d.]*[万亿]*元|\d[\d.]*万?(?:亩|公顷|平方米)")
INVESTED = re.compile(rf"(?:总投资|投资总额|投资)(?:额)?(?:约|近|超|达|为|超过|不低于){{0,3}}{AMOUNT}")
# Behind a name only a total is its investment; 完成投资8.7亿元 is what was spent.
INVESTED_BEHIND = re.compile(
    rf"[,(]?(?:计划|预计)?(?:总投资|投资总额)(?:额)?(?:约|近|超|达|为|超过|不低于){{0,3}}{AMOUNT}\)?"
)
PHASE = re.compile(r"(?:\((?P<bracketed>[一二三四五六七八九]期)\)|(?P<bare>[一二三四五六七八九]期))(?:工程|项目)?$")
# A firm or body a name opens with.
OWNER = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:集团|公司|生物|科技|股份|重工|石化|药业|热力|控股|中科|大学|新材)(?=[\u4e00-\u9fffA-Za-z]{3})"
)
# Words of a name that do not tell one undertaking from another.
QUALIFIERS = re.compile(r"^(?:国家级|省级|市级|全国|全省|国家|区级)|(?:项目|工程|建设|建设项目)$|[“”\"《》·\s]")
# What counts works, before their noun or behind it: 一批…, 7个老旧小区改造, 第一批…, 中试项目6个.
TAIL = re.compile(rf"(?:一批|系列|多个|若干)?(?:{COUNT})?(?P<noun>.*)$")
COUNTED = re.compile(rf"(?P<examples>(?:第.批|.{{2,40}}?(?<!\d))?)(?<![\d.]){COUNT}(?P<noun>[^\d]{{2,30}})$")
COUNT_BEHIND = re.compile(rf"{COUNT}$")
ROUNDS = ("第", "首批")  # what a batch starts with, which is no example
SEVERAL = re.compile(r"、|等|\d(?:个|项|家)")
# What ends a name and is no part of it, and what a statement about a project goes on with.
SUFFIXES = ("项目建设", "工程建设", "建设项目", "建设", "项目", "运营")
PROJECT_TOLD = re.compile(r"项目(?=分别|在|获|于|已|均)")
