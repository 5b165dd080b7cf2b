"""How reports are divided: words and shapes of headings, page chrome and notes. Shapes are for folded text."""

import re

SALUTATION = re.compile(r"^(?:各位代表|各位委员|同志们|尊敬的各位|主席、各位)")

NOTES_HEADING = re.compile(
    r"^(?:附[件录]?[:、]?)?.{0,16}(?:名 *词 *解 *释|名词注释|名词释义|用语解释|用语说明|注 *释|名词说明|有关词语|有关情况说明|报告》释义|名词术语)"
)
PLAN_YEAR = re.compile(
    r"(?P<year>[12]\d{3})年.{0,12}(?:工作安排|工作打算|重点工作|主要任务|目标任务|工作部署|主要工作|工作任务|工作总体|工作的)"
)
TITLE_YEAR = re.compile(r"(?P<year>[12]\d{3}) ?年.{0,20}政府工作报告")

# A paragraph in the review that starts like this turns to what is wrong.
PROBLEMS = re.compile(
    r"(?:清醒|深刻|充分|也要|必须|还应|同时).{0,12}(?:看到|认识到|意识到|面临|存在)|(?:仍|还|依然).{0,4}(?:面临|存在).{0,14}(?:困难|问题|不足|挑战)"
)
CLOSING = re.compile(r"^(?:各位代表|同志们)[,!:、 ].*(?:紧密团结|让我们)")

# Words that settle which part a loose passage without headings is from: the plan.
GOALS = re.compile(r"(?:预期|主要|奋斗|发展)目标(?:建议)?[是为:]|拟按|拟安排|提出\d+项指标")
# Verbs that open a clause of a plan, and close one of a review.
URGES = (
    "深入|加快|推动|推进|开展|实施|建设|打造|支持|加强|提升|完善|持续|强化|深化|优化|提高|拓展|培育|落实|扩大|健全|扎实|大力|积极|全面|稳步|发展|鼓励|引导|促进|统筹"
    "|构建|探索|坚持|继续|进一步|推广|规范|保障|增强|启动|壮大|建立|加大|切实|做好|抓好|聚焦|创新|坚决|严格|充分|推行|制定|认真|高标准|高质量"
)
DONE = (
    "推进|增强|提升|提高|改善|完善|优化|加快|进行|落成|建成|完成|成立|运行|落地|见效|巩固|扩大|好转|形成|显现|加强|深化|突破|拓展|健全|投用|投产|开工|通车|实施|落实|发展|加速|凸显|释放"
    "|激发|夯实|启动|建立|回升|减少|下降|增加|增长|上升"
)
# What else tells a plan (positive) from a review (negative), and how much: rounded from a fit to paragraphs whose
# part their headings tell, half of the reports; on the other half 93 % of local paragraphs are told right.
# They are looked for behind a line end, and begin with marks where they can: these are rare, and the engine skips to them.
PART_CUES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (+6, re.compile(r"\d%?(?:亿元|万元|万人|个|家|项|公里|户|亩)?(?:以上|左右|以内)")),
    (+4, re.compile(r"让|更多|更好|加力|抓好|做好|办好|用好|打造|培育|壮大|建强|做强|做优|守牢|擦亮|谋划")),
    (+3, re.compile(r"力争|争取|确保|预期|目标|拟|计划")),
    (+2, re.compile(r"今年(?!以来)|明年|将(?:达|要|在)|要(?![求素闻])")),
    (+1, re.compile(rf"[,、。;\n](?:{URGES})")),
    (+1, re.compile(r"[,。;](?<=(?:行动|项目|体系|机制|工程|能力|服务|品牌|品质|制度|政策|改造|水平|产业|业态|格局|基地|平台|优势|活力).)")),
    (-1, re.compile(r"成效|进展|成功|顺利|有力|得到|取得|步伐|圆满|显著|明显|不断|大幅|稳步|扎实推进|有序|平稳|初步")),
    (-1, re.compile(r"\d(?:\.\d+)?[万亿]?(?:元|家|个|项|件|户|人|次|人次|亩|公里|套|所|吨|千瓦|场|名)(?=[,、。;])")),
    (-2, re.compile(rf"[,。;](?<=(?:{DONE}).)")),
    (-2, re.compile(r"了(?!解)|已(?!经?建)|成为|达到?\d|突破|超过|至\d|实现[^,。;]{0,8}(?:增长|突破|全覆盖)")),
    (-2, re.compile(r"(?:增长|下降|提高|增加)\d+(?:\.\d+)?(?:%|个百分点|倍|亿元|万)(?!以上|左右|以内)")),
    (-3, re.compile(r"累计|连续|年来|过去|去年|上年|同比|全年|一年")),
    (-3, re.compile(r"出台[^,。;]{0,20}\d|举办|召开|办理|受理|制定出台|建成|新增\d|惠及")),
    (-5, re.compile(r"居全国|全国第[一二三四五六七八九十\d]|位居|跃居|名列|排名|前列|首位|入选|获批|荣获|获评|首[个家批次]")),
)  # fmt: skip
PLAN_SCORE = 4  # from here on it is a plan; a short passage needs less

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

BOLD = "**"
LONGEST_MARK, LONGEST_BOLD = 8, 80  # characters before a line that hold its mark; of bold words that are a heading
# A line before the body of a report that greets nobody: title, delivery note, speaker.
FRONT_LINE = re.compile(
    r"政府工作报告|人民代表大会|^[-(]{0,3}[12]\d{3}年\d{1,2}月\d{1,2}日|[省市州县区旗盟]长 *[^,。]{0,8}$|主席 *[^,。]{0,8}$"
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
    r"(?:注)?(?P<open>[\[(【〔﹝] {0,2}\^?)?(?P<number>\d{1,3}|[①-⑳])"
    r"(?(open) {0,2}[\])】〕﹞][.、:]? *|(?:[.、:] *| +|(?=[“\"《一-鿿A-Za-z])))"
)
NOTE_MARK = r"(?P<mark>:|--+|(?<=”)(?=[是指])|(?=是指))"
NOTE = re.compile(rf"{NOTE_NUMBER}(?P<term>[^:。;\n]{{1,60}}?) *{NOTE_MARK}\s*(?P<definition>\S.*)$", re.DOTALL)
NOTE_HEAD = re.compile(rf"{NOTE_NUMBER}(?P<term>[^:。;\n]{{1,60}}?) *{NOTE_MARK}")
# Among notes, also one whose term ends in a full stop (1.人才新政。2018年…), one that begins with its meaning, of what
# the mark in the text stands behind ([3] 指…), and terms without a number (微笑曲线：…).
NOTE_STOP = re.compile(rf"{NOTE_NUMBER}(?P<term>[^:。;\n]{{1,40}})。\s*(?P<definition>\S.*)$", re.DOTALL)
NOTE_BARE = re.compile(rf"{NOTE_NUMBER}(?P<definition>\S.*)$", re.DOTALL)
NOTE_PLAIN = re.compile(r"(?P<term>[^:。;,\n]{2,40}?) *(?::|--+)\s*(?P<definition>\S.*)$", re.DOTALL)
MEANING = re.compile(r"(?:是?指|即|为)")
# A note of Markdown, which says itself that it is one.
MARKED_NOTE = re.compile(r"\[\^\d{1,3}\]:")
# The mark of a note under a page, as it also stands in the text: ①, [3].
FOOTNOTE = re.compile(r"[①-⑳]|[\[【〔]\^?\d{1,3}[\]】〕]")
