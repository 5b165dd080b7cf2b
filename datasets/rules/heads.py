"""What stands above a report: its title, the day and the session it was delivered at, who delivered it.

Shapes are for folded text without marks of Markdown. Those of a day, a session and a speaker are for lines without spaces.
"""

import re

from datasets.rules.calendar import YEAR
from datasets.rules.numerals import ALPHABET

OPENS = re.compile(r"^ *各位代表 *[,!:.。]*", re.MULTILINE)  # the salutation: the head is above it
REPORTS_FOR = re.compile(r"代表(?P<place>[一-龥]{1,15}?)(?:第.{1,4}届)?(?:人民)?政府")  # 现在,我代表金华市人民政府

COUNT = rf"(?:[{ALPHABET}]{{1,4}}|\d{{1,2}})"
SESSION = re.compile(
    rf"(?P<place>[一-龥]{{0,20}}?)第?(?P<congress>{COUNT})届(?P<national>全国)?(?:人民代表大会|人大)第?(?P<session>{COUNT})次(?:全体)?会议"
)
AT_SESSION = re.compile(r"会议上?")
BEFORE_PLACE = re.compile(r"^(?:.*在|[^在]{0,6}日于)(?=.)|^.{0,12}报告")  # 9日在…, and a title: the place comes behind
CONGRESS, SITTING = "第{}届{}人民代表大会", "第{}次会议"

CHINESE_YEAR = r"[一二][九〇○零ΟοO0oО一二三四五六七八]{3}"
DAY = re.compile(rf"(?P<year>{YEAR}|{CHINESE_YEAR})年(?P<month>{COUNT})月(?P<day>{COUNT})日")
ZEROS = str.maketrans(dict.fromkeys("○零ΟοO0oО", "〇"))
NUMERIC_DAY = re.compile(r"(?P<year>[12]\d{3})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?!\d)日?")
PUBLISHED = re.compile(r"(?:发布|发文|公布|成文|更新|信息)?(?:时间|日期):")  # a day on such a line is that of the page
DELIVERED = re.compile(r"^[-—(\[]*$|[(]$")  # what may stand on a line before the day of delivery

# Offices of those who deliver reports, nearest to what they preside over.
OFFICE = r"(?P<acting>代理?|(?:常务)?副)?(?P<office>省长|市长|区长|县长|旗长|州长|盟长|镇长|乡长|主席|总理|行政公署专员|行署专员|专员|管委会主任|主任)"
AUTONOMOUS = "自治区"  # is kept before 主席, who else would be that of a congress
FAMILY = r"[一-龥]"
PARTS = rf"{FAMILY}{{1,8}}(?:·{FAMILY}{{1,8}}){{1,3}}"  # 阿里·买买提
NAME = rf"(?:{FAMILY}{{2,4}}?|{PARTS})"
BEHIND_OFFICE = rf"(?:{FAMILY}{{2,6}}?|{PARTS})"  # there a name may be longer: 乌云其木格
OTHER_POSTS = rf"(?:{FAMILY}{{2,12}}[、,]){{0,3}}"  # 市委副书记、
SPEAKER = re.compile(
    rf"^[-—(]*{OTHER_POSTS}(?P<body>[一-龥]{{0,24}}?){OFFICE}[-—:]{{0,2}}(?P<name>{BEHIND_OFFICE})?(?:同志|讲话)?"
    r"(?:,?(?:向大会)?[作做].{0,30}报告》?)?[)。]*$"
)
SPEAKER_FIRST = re.compile(rf"^[-—(]*(?:报告人[::])?(?P<name>{NAME})[,:、](?P<body>[一-龥]{{0,24}}?){OFFICE}[)。]*$")
SPOKE = re.compile(
    rf"(?P<body>[一-龥]{{0,12}}){OFFICE}(?P<name>{NAME})(?:同志)?(?:在.{{0,30}}会议上?|代表.{{0,15}}[作做].{{0,10}}报告)"
)  # 1月16日省长某某在某省…会议上
SPOKE_FIRST = re.compile(rf"(?:^|日)(?P<name>{FAMILY}{{2,3}}|{PARTS})(?P<body>){OFFICE}在.{{0,30}}会议上?的")
SPEAKERS = (SPEAKER, SPEAKER_FIRST, SPOKE, SPOKE_FIRST)
# And where no office is printed: (2021年2月3日 某某), and the line below a picture, 某某在会议上作政府工作报告。
NAMED = (
    re.compile(rf"(?:日|年\d{{1,2}}月),?(?P<name>{NAME})\)"),
    re.compile(
        rf"^(?:\d{{1,2}}月\d{{1,2}}日,?)?(?P<name>{FAMILY}{{2,3}}|{PARTS})(?:同志)?(?:在.{{0,30}}上)?(?:代表.{{0,15}})?"
        r"(?:,?向大会)?[作做].{0,20}报告"
    ),
)
ALONE = re.compile(rf"^{NAME}$")
NOT_NAMES = re.compile(
    r"报告|会议|会上|政府|大会|政协|来源|代表|回顾|工作|下载|打印|收藏|关闭|字号|字体|摘要|全文|目录|首页|[省市县区州旗盟]长|主席|主任"
    r"|信箱|邮箱|热线|电话|专栏|专题|致辞|讲话|活动|简介|分工|之窗|访谈|信息|公开|动态|服务|互动|新闻|公告|文件|解读|通过|批准|审议"  # menus
)

TITLE = re.compile(r"[^。;!?\n]{0,40}(?:政府|市政|国务院)(?:[12]\d{3}年)?工作报告[^。;!?,\n]{0,30}")
NO_TITLE = re.compile(r"^(?:现在|我)|[作做](?:政府)?工作报告|来源:|当前位置|>")
BRACKETS = str.maketrans("（）", "()")
UNNAMED_DAY = re.sub(r"\?P<\w+>", "", DAY.pattern)
BEHIND_TITLE = re.compile(rf" *\([^()]*(?:{UNNAMED_DAY}[^()]*|\d年\d{{1,2}}月[^()\d]+)\) *$")
BEFORE_TITLE = re.compile(rf"^[-—─]+(?:{UNNAMED_DAY})?")  # a line that is the second of a title
BEHIND_SPEAKER = re.compile(rf"\(?{UNNAMED_DAY}\)?$")  # a day that stands there
TITLE_YEAR = re.compile(rf"(?P<year>{YEAR}) ?年(?! ?\d{{1,2}} ?月)")  # and not the day of delivery
TITLE_PLACE = re.compile(
    r"^(?>(?:[12]\d{3}年?度?)?)(?P<place>[一-龥]{1,15}?)(?:第.{1,5}届.*会议)?(?:[12]\d{3}年?度?)?(?:人民)?政府?(?:[12]\d{3}年)?工作报告"
)
NO_PLACE = frozenset({"省", "市", "县", "区", "州", "旗", "盟", "本", "自治区", "自治州", "自治县", "国务院", "全国"})
NATIONAL = re.compile(r"全国人民代表大会|国务院(?:总理|政府工作报告|向|的?委托)|代表国务院")
NATION = "中华人民共和国"

# Columns of front matter, by what they say.
FRONT_MATTER = {
    "title": "title", "source": "url", "url": "url", "link": "url", "date": "published_on", "published": "published_on",
    "publisher": "publisher", "author": "speaker", "speaker": "speaker", "region": "region_name", "year": "year",
    "region_code": "region_code", "region_name": "region_name", "published_on": "published_on", "site": "site_name",
}  # fmt: skip
