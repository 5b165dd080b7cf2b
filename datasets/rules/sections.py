"""How reports are divided: words and shapes of headings, page chrome and notes. Shapes are for folded text."""

import re

from schemas.vocabulary import Part

SALUTATION = re.compile(r"^(?:各位代表|各位委员|同志们|尊敬的各位|主席、各位)")

# Words in a heading of the first order that say which part it opens, the later part first.
PART_WORDS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("notes",  re.compile(r"^(?:附[件录]?[:、]?)?.{0,12}(?:名词解释|名词注释|用语解释|用语说明|注释|名词说明|有关词语)")),
    ("plan",   re.compile(r"(?:工作安排|工作打算|主要任务|重点任务|重点工作|目标任务|总体要求|预期目标|工作部署|工作建议|工作思路|工作要点"
                          r"|奋斗目标|发展目标|下一步|今后|未来|明年|今年|下半年|的任务|基本任务|建设任务|总体部署|工作重点|总体安排)")),
    ("review", re.compile(r"(?:回顾|总结|主要成就|主要成绩|成就|过去|一年来|五年来|去年|工作情况|执行情况|上半年|形势)")),
)  # fmt: skip
PLAN_YEAR = re.compile(
    r"(?P<year>[12]\d{3})年.{0,12}(?:工作安排|工作打算|重点工作|主要任务|目标任务|工作部署|主要工作|工作任务|工作总体|工作的)"
)
TITLE_YEAR = re.compile(r"(?P<year>[12]\d{3}) ?年.{0,20}政府工作报告")

# A paragraph in the review that starts like this turns to what is wrong.
PROBLEMS = re.compile(
    r"(?:清醒|深刻|充分|也要|必须|还应|同时).{0,12}(?:看到|认识到|意识到|面临|存在)|(?:仍|还|依然).{0,4}(?:面临|存在).{0,14}(?:困难|问题|不足|挑战)"
)
CLOSING = re.compile(r"^(?:各位代表|同志们)[,!:、 ].*(?:紧密团结|让我们)")

# A loose passage without headings is from the plan when it reads like this.
PROMISES = re.compile(
    r"预期目标[是为:]|主要目标|奋斗目标|目标(?:建议)?[是为:]|力争|争取|确保|拟按|拟安排|今年(?:我们)?(?:要|将)|要求是|提出\d+项指标|争创|推动.{2,10}达"
    r"|要(?:坚持|加快|推进|抓好|加力|着力|加强|深入)"
)
# Words that settle it.
GOALS = re.compile(r"(?:预期|主要|奋斗|发展)目标(?:建议)?[是为:]|拟按|拟安排|提出\d+项指标")
# Verbs a plan opens its clauses with.
URGES = re.compile(
    r"(?:^|[,。;、])(?:要|深入|加快|推动|推进|开展|实施|建设|打造|支持|加强|提升|完善|持续|强化|深化|优化|提高|拓展|培育|落实|扩大|健全|争取|扎实|大力|积极|全面|稳步|发展|鼓励"
    r"|引导|促进|做好|抓好|办好|统筹|聚焦|构建|探索|创新|坚持|坚决|严格|更好|充分|继续|进一步|用好|推广|规范|保障|增强|推行|制定|启动|壮大|建立|严守|丰富|高标准|高质量|高水平"
    r"|做强|做优|确保|力争|突出|布局)"
)
# What only a review says of its figures.
REPORTS = re.compile(
    r"比上年|同比|年来|过去|了(?=[一\d,。])|成为|建成|取得|显著|去年|累计|荣获|获评|增至|改善|圆满|突破|获批|入选|居全国|位居|首次|率先|全面完成|超额|增长\d|(?<!要)达到?\d"
    r"|实现.{0,8}(?:增长|突破|全覆盖)|成效|加快推进[,。]|顺利|有序|有力|得到|成功|出台|投用|通车|投产|[升降增高]幅"
)
PROMISE_WEIGHT, REPORT_WEIGHT = 3, 2  # on paragraphs of 30 provincial reports, 87 % are told right so

# Numbering of headings, by order; what follows the number is the heading.
NUMBERING = (
    (1, re.compile(r"^第[一二三四五六七八九十]+部分[ 、:]*")),
    (1, re.compile(r"^[一二三四五六七八九十]{1,3}[、.] *")),
    (2, re.compile(r"^\([一二三四五六七八九十]{1,3}\)[、.]? *")),
    (3, re.compile(r"^(?:\d{1,2}[、.](?!\d)|\(\d{1,2}\)[、.]?|[①-⑳]) *")),
)
HEADING_LENGTH = 45  # characters; a longer line is text
RUN_IN_LENGTH = 20  # characters; a first sentence up to this long is the heading of its paragraph
REVIEW_LEAD = re.compile(r"^(?:[一二三四五两]年来|过去[一五]?年|回顾|去年)")

# A line like this belongs to the page around the report.
CHROME = re.compile(
    r"\.(?:png|jpe?g|gif|docx?|pdf)$"
    r"|^(?:首页|下载|打印|全屏|收藏|分享|关闭|返回|加大|还原|减小|【|】|字号|来源|时间|索引号|主题分类|发文机关|成文日期|责任编辑|作者|编辑)[:【】 ]?.{0,30}$"
    r"|(?:发布|发文|更新|成文)(?:时间|日期)|浏览次数|点击数|访问量|字体[:【]"
)
# From a line like this in the last third of a page on, all is page chrome.
CHROME_TAIL = re.compile(
    r"^(?:上一[篇条]|下一[篇条]|相关(?:报道|链接|新闻|文章)|主办单位|承办单位|主办:|版权所有|责任编辑|扫一扫|分享到|附件[:下]|【?打印|【?关闭|本作品|网站标识码|联系电话|网站地图)"
    r"|ICP备|公网安备|网站标识码"
)

# A line that goes on in the next, whatever that says: it stops behind an opening mark, a Latin letter or a subscript.
SYMBOL = re.compile(r"[A-Za-z]$")
BREAKS_AFTER = re.compile(r"[《“「(A-Za-z]$|[A-Za-z][ \n]{0,8}\d{1,2}(?:\.\d)?$")
PAGE_NUMBER = re.compile(r"\d{1,3}$")
CONTINUES = re.compile(r"[》”」,。;、:%]|[万亿]?元[,。;、]|\d{1,9}(?:\.\d{1,4})?[万亿%]")
# A line of text that ends like this is whole.
ENDS_LINE = re.compile(r"[。!?;:”,、)》】…’.\-]$")

# A note that explains a term: its number, then term and definition around a colon or a dash, on one line or two.
NOTE_NUMBER = (
    r"(?:注)?(?P<open>[\[(【])?(?P<number>\d{1,3}|[①-⑳])"
    r"(?(open)[\])】][.、:]? *|(?:[.、:] *| +|(?=[“\"《一-鿿A-Za-z])))"
)
NOTE_MARK = r"(?P<mark>:|--+|(?<=”)(?=[是指])|(?=是指))"
NOTE = re.compile(rf"{NOTE_NUMBER}(?P<term>[^:。;\n]{{1,60}}?) *{NOTE_MARK}\s*(?P<definition>\S.*)$", re.DOTALL)
NOTE_HEAD = re.compile(rf"{NOTE_NUMBER}(?P<term>[^:。;\n]{{1,60}}?) *{NOTE_MARK}")
NOTES_HEADING = PART_WORDS[0][1]
