"""What texts in Chinese, and reports among them, are full of: to tell a wrong encoding and a text of another kind.

Patterns are for folded text.
"""

import re

# The characters that reports, and Chinese texts of any kind, use most: a third of all. A misread text has hardly any.
COMMON = frozenset(
    "的业建和发展大化新进全工国设加实产一力市中人政推区民动生增高作成城制会改强务经地重体行等年资保持提开农项合社要能个以有济"
    "是不了在我他这们来上为到说时就出可也你对而子那得着下自之过后里小多天心起去看好前些样"
)
# Words of reports, 20 and more of them in a thousand characters.
TELLING = ("发展", "建设", "工作", "经济", "人民", "增长", "生产", "社会", "项目", "政府")

# What a report says of itself: its name, whom it speaks to, for whom.
OWN_WORDS = re.compile(r"政府 {0,2}工作 {0,2}报告|各位代表|代表[^,。;]{0,16}(?:政府|国务院)")
REPORTS_FOR_A_GOVERNMENT = re.compile(r"我代表[^,。;]{0,16}(?:政府|国务院)[^。;]{0,60}报告")
OWN_TITLE = re.compile(
    r"^(?!.{0,20}(?:解读|读懂|学习|聚焦|图解))[^。,]{0,40}政府 {0,2}工作 {0,2}报告》?(?:\([^)]{0,20}\))?$"
)
# How texts of other kinds call themselves in a line of their own; a report of work has none of these in its front.
OTHER_TITLES = {
    "a statistical bulletin (统计公报)": re.compile(r"统计公报"),
    "a report on the plan (计划执行情况)": re.compile(r"计划[^。]{0,16}执行情况|计划[^。]{0,4}草案[^。]{0,6}的报告"),
    "a report on the budget (预算、决算)": re.compile(r"预算[^。]{0,16}执行(?:情况)?|预算[^。]{0,4}草案|决算[^。]{0,8}报告"),
    "a report of a court or a procuratorate (法院、检察院工作报告)": re.compile(r"(?:法院|检察院) {0,2}工作 {0,2}(?:的)?报告"),
    "a report of a standing committee (常务委员会工作报告)": re.compile(r"(?:常务委员会|常委会) {0,2}工作 {0,2}(?:的)?报告"),
    "a report of an audit (审计工作报告)": re.compile(r"审计 {0,2}(?:工作)? {0,2}(?:的)?报告|审计查出问题"),
    "news of a report (解读、摘登)": re.compile(r"政府工作报告[^。]{0,8}(?:解读|摘要|摘登|要点|一图|亮点|金句|起草|热词)|(?:解读|读懂|学习|聚焦|图解)[^。]{0,8}政府工作报告"),
}  # fmt: skip
# Who speaks for whom, where the title is gone.
OTHER_SPEAKERS = {
    "a report that a department gives for a government (受政府委托)": re.compile(r"受[^,。;]{0,20}(?:政府|国务院)的?委托(?![^。;]{0,24}报告(?:政府)?工作)"),
    "a report of a court or a procuratorate (法院、检察院工作报告)": re.compile(r"代表[^,。;]{0,20}(?:法院|检察院)[^。;]{0,12}报告"),
    "a report of a standing committee (常务委员会工作报告)": re.compile(r"(?:我代表|受)[^,。;]{0,30}(?:常务委员会|常委会)(?:的?委托|[^。;]{0,6}向大会)"),
    "a report of a party committee (党代会报告)": re.compile(r"代表中(?:国)?共(?:产党)?[^,。;]{0,24}委员会[^。;]{0,12}报告"),
}  # fmt: skip
ARTICLE = re.compile(r"^ {0,8}第[一二三四五六七八九十百零]{1,6}条(?=[ ]|$)", re.MULTILINE)  # of a law
COURT_WORDS = ("审结", "执结", "批捕", "逮捕", "起诉", "法官", "检察官", "审判")
