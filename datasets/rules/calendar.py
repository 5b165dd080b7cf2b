"""How reports say years, spans of years and parts of a year. Shapes are for folded text."""

import re

from datasets.rules.numerals import ALPHABET

# The last year of each five-year plan, by its name.
PLAN_ENDS = {
    "一五": 1957, "二五": 1962, "三五": 1970, "四五": 1975, "五五": 1980, "六五": 1985, "七五": 1990, "八五": 1995,
    "九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030,
}  # fmt: skip
PLAN_LENGTH = 5
PLAN_NAME = r"[“\"]?(?<![一二三四五六七八九十第])(?P<plan>十[一二三四五]五|[一二三四五六七八九十]五)[”\"]?"
YEAR = r"(?:[12](?: ?\d){3}|一九[〇○零一二三四五六七八九]{2}|二[〇○零]{1,2}[〇○零一二三四五六七八九]{1,2})"
# Years that share one statement, for 分别: 1995年和2000年.
YEARS_LISTED = re.compile(rf"(?<![比较与由从]){YEAR} ?年?(?:底|末)?(?: ?[、和及与] ?{YEAR} ?年(?:底|末)?){{1,4}}")
# A stretch of a year: 上半年, 三季度, 前三季度, 1-11月; 全年 ends it.
WITHIN_YEAR = re.compile(
    r"(?<![比较与])(?:(?P<half>[上下])半年|前(?P<first>[一二三四1-4])个?季度|第?(?P<quarter>[一二三四1-4])季度"
    r"|前(?P<months>1[01]|[2-9])个月"
    r"|(?<!\d)(?P<from>1[0-2]|[1-9]|元)(?:月份?)?[-‐-―至到](?P<to>1[0-2]|[1-9])月份?"
    r"|(?<![\d-])(?P<month>1[0-2]|[1-9])月份(?!以来|起))|(?P<whole>全年)"
)

# What years were spent on: 经过5年的努力.
EFFORTS = "的?(?:努力|奋斗|拼搏|奋战|艰苦|不懈|苦干|接续)"
EFFORT = re.compile(EFFORTS)
# Every way a sentence or a heading names the years it is about. What a match means depends on the part it stands in.
COUNT = rf"(?:[{ALPHABET}]{{1,2}}|\d{{1,2}})"
# Each begins with one of these characters: looked at before any of the ways is tried.
TIME = re.compile(
    rf"(?=[\d{ALPHABET}“\"今未接下过近这刚本上去明回]|[^,。;]{{0,2}}届政府)(?:(?P<from>{YEAR}) ?年? ?[-~至到—] ?(?P<until>{YEAR}) ?年(?!以?前|[^,。;]{{0,6}}(?:规划|纲要|行动计划))"
    rf"|(?<![-~—])(?P<year>{YEAR}) ?年(?!(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?以?前|不变价|的?预算|远景|[^,。;]{{0,4}}(?:奥运|世博|亚运|大运会|冬奥|进博))"
    rf"|{PLAN_NAME}(?:时期|规划|计划|期)?(?P<said>末|期间|五年|以来|时期|(?<=时期)|(?<=规划期)(?=内|间)|(?=年均|年平均|累计))"
    rf"|(?:今后|未来|接下来|下一个)(?:的)? ?(?P<ahead>{COUNT}) ?个?年"
    rf"|(?:过去|近|这|刚刚过去|回首|回望)(?:的)? ?(?P<past>{COUNT}) ?个?年"
    rf"|(?<![\d第每上前同届连{ALPHABET}])(?<!连续)(?P<count>{COUNT}) ?个?年(?P<way>来|间|以来|累计|共|内|中|增长|翻(?!番[^,;。\d]{{0,8}}(?:攻坚|行动|计划|工程|方案|战))|新增|完成|净增|新设|新建|建成|时间|{EFFORTS})"
    r"|(?P<term>(?:本届|上届|[^,。;]{0,2}届)政府(?:任期|成立|履职|组成)?(?:以来|期间|内))"
    r"|(?P<last>去年|上年|上一年)(?!同期|同比|增|水平|基本|度?工作|计划|预算)|(?P<this>今年)(?!以来)|(?P<next>明年))"
)
TIME_WORDS = ("年", "五", "届政府")  # one of them is in every time
WITHIN_WORDS = ("月", "季度", "半年", "全年")  # and in every part of a year
# Before a year or 去年: what is compared with, or comes from there, is not about it.
COMPARED = re.compile(r"(?:比|较|与|同|和|(?<!特别)(?<!尤其)(?<!就)是|为|由|从|于|自|在|超过?|高于|低于|相当于|占)$")
SINCE = re.compile(r"(?:比|较|与|是|相当于)$")
COMPARED_BEHIND = re.compile(r"(?:底|末)?的?(?:[^,;。\d]{0,6}相比|比较)")  # 与某规划起始的2013年基准数相比
WITHIN_PLAN = re.compile(r"(?:期间|时期|以来|末|五年)$")  # 在“九五”期间 is about the plan, 在“九五”基础上 is not
# Works that were begun last year are spoken of in a plan for what is done with them now: 去年新开工的12个项目.
BEGUN_THEN = re.compile(
    r"新?(?:开工|启动|签约|引进|实施|续建|在建|结转|遗留|确定|立项|谋划|落地|开建|动工)(?:建设|实施)?的"
)
TOWARDS = re.compile(r"(?<![截直])(?:到|至)$")
LASTS = re.compile(r"(?:底|末|初)?(?:以来|起|至今)(?!最|[^,。;]{0,3}新高|[^,。;]{0,4}最[高好低快多大])")
EXTREME = re.compile(r"(?:底|末)?以?来[^,。;]{0,8}(?:最|新高|首次)")
TITLE_MARKS = re.compile(r"《[^《》\n]{0,80}》")
# The day of delivery, in the front: 2014年2月20日在某市…大会上, or (2014年2月20日 某某).
DELIVERED = re.compile(
    rf"(?:^[ -]*|\( *)(?P<year>{YEAR}) ?年 ?(?P<month>\d{{1,2}}) ?月(?: ?\d{{1,2}} ?日)?(?:[^\n,。]{{0,40}}(?:会议|大会|\))| *$)",
    re.MULTILINE,
)
SPRING, AUTUMN = 8, 11  # a report of a year is delivered up to this month of it, or from this one of the year before

# What a figure about several years says of them: stocks are those of the last year, flows of all.
STOCK = re.compile(
    r"(?:达到?|突破|超过|跃上|跨越|增至|(?:上升|提高|增加|减少|下降|扩大|提升|缩短|发展|增长|降低|降|减|扩展|跃升)[到至]|接近|逼近|稳定在|保持在|控制在|位居|总量|总数|总额|规模|余额|存量|拥有|保有|现有|共有|累计达|占|比重|人均|覆盖|水平|为|有|居)(?:了)?$"
)
# What is so named is of a year, however it is tied: 人均生产总值接近3000美元.
YEARLY_NAMES = ("人均",)
# What a figure came to is of the last year, whatever was done: 办理时限降至8天.
ARRIVED = re.compile(r"(?:上升|提高|增加|减少|下降|降|扩大|提升|缩短|压缩|降低|减|增|升|扩展|跃升)[到至]$")
FLOW = re.compile(
    r"新增|带动|完成|建成|累计|投入|引进|实施|改造|新建|转移|培训|发放|减免|免除|争取|签约|开工|创建|获|办理|解决|脱贫|搬迁|治理|修|植树|造林|育林|退耕|安置|竣工|投产|落户|开展|组织|举办|承办|处理|查处|制定|出台|取消|下放|淘汰|压减|关停|减少(?![到至])|整治|帮扶|救助|资助|惠及|受益|输出|净增|增加(?![到至值])|建设|安排|新设|认定|培育|授权|申请|到位|利用|兑现|偿还|化解|清理|办结|接待|推进|启动|打造|新开|扩建|提供|撤销|修改|废止|调整|划转|精简|保留|助力|推动|审议|形成|落地|推出"
)
TOTAL = re.compile(r"累计|共计|总计|合计|(?<![公总])共(?![同享建])")
AVERAGE = re.compile(r"年均(?!浓度|气温|降水)|年平均(?!浓度|气温|降水)|平均每年")
AVERAGE_OF_SPAN = re.compile(r"平均(?:增长|递增)")  # in several years, that of each
YEARS_AGO = re.compile(rf"(?:比|较|与|是)(?P<count>[{ALPHABET}])年前")
MULTIPLES = ("倍", "番")
ONE_YEAR = re.compile(r"同比|比上年|较上年|比去年|较去年|比上一年")
TALLY_UNITS = frozenset("个项件家户次名场条座人所处台套批部起宗例")
# How a paragraph opens whose time holds for what follows: 五年来,… and 2020年,… or 2020年是…
LEAD_OPENS = re.compile(
    rf"(?:-{{1,2}}|各位代表 *[,!:.。]*|同志们 *[,!:.。]*|[^,。;\d]{{2,8}}的(?={YEAR} ?年[,是])|回顾|回望|总结|在"
    rf"|(?:刚刚?|即将)过去的?(?={YEAR})|首先|[一二三四五]是| "
    r"|(?:这里)?(?:还|尤其|特别)?(?:需要|要|应当|应该|值得|必须)(?:特别|着重)?(?:说明|指出|报告|强调|一提)(?:的是)?[,:]"
    r"|本届政府(?:[三四五]年)?任期(?:已满|届满|已经届满|即将届满|将满) *[,!。])+"
)
LEAD_COUNT = re.compile(rf"(?:(?<=-)|这是[^。]{{0,60}}的|本届政府任期的)(?P<count>{COUNT})年")
# A year that closes a plan or a term leads over to all of it: 2020年任务的完成,标志着“十三五”圆满收官.
LEADS_OVER = re.compile(
    rf"(?:各位代表 *[,!:.。]*)? *(?:{YEAR} ?年|去年|过去一年|[^。,]{{0,16}},去年)[^。]{{0,50}}(?:{PLAN_NAME}|(?P<term>届政府|任期))"
    r"[^。,]{0,16}(?:收官(?!之?年)|圆满|句号|完成)"
)
# A sentence of a plan that looks back: 2005年…确定的各项任务已圆满完成; what follows is of that year.
LOOKED_BACK = re.compile(
    rf"(?:{YEAR} ?年|去年|过去一年)[^,。;]{{0,24}}(?:任务|目标)(?:已经?)?(?:圆满|全面|胜利|顺利|超额|如期|较好地?)*完成"
)
# A heading that closes with a number of years: 向建设经济强省阔步前进的五年.
HEADED_YEARS = re.compile(r"(?<!今后)(?<!未来)的(?P<count>[三四五])年[)。:]?\s*$")
LEAD_YEAR = re.compile(r"[,是]|的?工作")
RESTART = re.compile(r"[(]?一[)、是]|1[.、]")
