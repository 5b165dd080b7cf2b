"""How the parts of a whole report are told: what speaks for which part, how much, and in which order they come.

A fact is what a heading or a line says; a signal turns facts into points for parts. Points were set by hand and kept
where they helped on two thirds of the labelled reports. Shapes are for folded text.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from datasets.rules.calendar import PLAN_NAME, YEAR
from schemas.vocabulary import Part

STATES: tuple[Part, ...] = ("front", "review", "problems", "outlook", "plan", "closing")


class Fact(Struct, frozen=True):
    """Words that say something of a line, looked for in so many of its first characters, or its last."""

    name: str
    shape: re.Pattern[str]
    reach: int = 60


class Signal(Struct, frozen=True):
    """What facts speak for, and why."""

    name: str
    needs: frozenset[str]
    points: Mapping[Part, float]
    because: str
    unless: frozenset[str] = frozenset()


def signal(name: str, needs: str, points: Mapping[Part, float], because: str, unless: str = "") -> Signal:
    """A signal whose facts are given as words."""
    return Signal(name, frozenset(needs.split()), points, because, frozenset(unless.split()))


# Years and plans a heading or the opening of a line names, as facts relative to the year of the report.
STATED_YEARS = re.compile(
    rf"(?<![\d比较])(?:(?P<year>{YEAR})(?= ?年(?!以?前)| ?[,、和及与到至-]|$)|(?P<short>[09]\d)(?=年(?!来|间|前)))"
)
OPENING = 60  # characters of a line that set what it is about
STATED_PLANS = re.compile(
    rf"{PLAN_NAME}(?=[”\"]?(?:时期|期间|五年|规划|计划|目标|发展|末|的|成就|主要|经济|是|及|和|[,、。]|$))"
)

HEADING_FACTS = (
    Fact("back",  re.compile(r"回顾|总结|成就|成绩|过去|回首|回望|一年来|五年来|以来的|上年|去年|执行情况|完成情况|工作情况|历程|进展|取得|迈出|收官|开局良好|新成效|阶段性成果")),
    Fact("ahead", re.compile(r"安排|任务|部署|打算|要求|目标|思路|意见|重点|建议|措施|计划|谋划|展望|愿景|今后|未来|下一步|明年|今年|工作$|努力|奋力|而奋斗|开好局|开局起步|做好|着力|全力")),
    Fact("span_ahead", re.compile(r"(?:今后|未来)(?:的)?[一二三四五两几]{0,2}个?年|[五四三]年(?:的)?(?:目标|任务|工作安排|奋斗|展望|规划)|(?:本届|新一届)政府(?:的)?(?:目标|任务|工作思路|努力方向|奋斗目标|工作总体)|规划纲要|远景目标|(?:中|较)长期目标")),
    Fact("span_first", re.compile(rf"(?:今后|未来|[本新]一?届政府|“?十?[一二三四五]五”?).*[和及与、暨].*{YEAR} ?年")),
    Fact("own_work", re.compile(r"政府自身建设|自身建设|民生实事|为民办|重点抓好|主要抓")),
    Fact("problems", re.compile(r"(?:存在|面临)的?(?:主要|突出)?(?:困难|问题|挑战|不足)|(?:困难|问题|不足)(?:和|与)(?:问题|挑战|不足)$")),
    Fact("term", re.compile(r"[本上]届政府|任期|(?<!今后)(?<!未来)五年(?:的)?工作|这五年|五年来")),
    Fact("first_year", re.compile(r"开好局|起好步|开门红|良好开局|开局之年|新开局")),
    Fact("situation", re.compile(r"形势|机遇|环境")),
)  # fmt: skip

HEADING_SIGNALS = (
    signal("looks_back", "back", {"review": 6}, "回顾 and its like head what was done"),
    signal("looks_ahead", "ahead", {"plan": 3, "outlook": 1}, "安排 and its like head what is to be done", "back"),
    signal("both_ways", "back ahead", {"review": -2}, "取得新成效 is also wished for: 努力取得新进展"),
    signal("this_year", "year_now", {"plan": 5}, "the year the report plans for", "back"),
    signal("past_year", "year_past", {"review": 4}, "a year before that of the report", "year_now year_later ahead"),
    signal("past_year_with_work", "year_past ahead", {"review": 3}, "2023年主要工作 is behind a report for 2024", "year_now year_later span_ahead plan_ahead"),
    signal("later_year", "year_later", {"outlook": 3}, "a year behind that of the report", "back"),
    signal("span_ahead", "span_ahead", {"outlook": 6}, "今后五年 is longer than the year", "back term"),
    signal("plan_ahead", "plan_ahead", {"outlook": 6}, "a five-year plan that lies ahead", "back year_now plan_running"),
    signal("plan_ahead_and_year", "plan_ahead year_now", {"outlook": 2}, "one section for the plan and the year", "back"),
    signal("span_before_year", "span_first year_now", {"outlook": 3}, "the years to come are named before the year", "back"),
    signal("plan_running", "plan_running ahead", {"outlook": 2}, "a plan that has begun, and aims for it", "back year_now"),
    signal("plan_over", "plan_past", {"review": 4}, "a five-year plan that is over", "plan_ahead"),
    signal("plan_over_and_next", "plan_past plan_ahead back", {"review": 3}, "“十四五”成就和“十五五”目标 begins with what was done"),
    signal("term", "term", {"review": 4}, "the term of a government is looked back on", "ahead span_ahead"),
    signal("first_year", "first_year", {"plan": 5, "outlook": -3}, "a plan of years is begun well in the year at hand", "back"),
    signal("own_work", "own_work", {"plan": 2}, "a government promises to better itself", "back"),
    signal("problems", "problems", {"problems": 6}, "a heading may name what is wrong", "situation"),
)  # fmt: skip

OPENS = r"^(?:[—-]{1,2}|各位代表 *[,!:.。]*|同志们 *[,!:.。]*)? *"
YEAR_AHEAD = re.compile(rf"(?:到|至)(?P<year>{YEAR}) ?年")
OPENING_YEAR = re.compile(OPENS + rf"(?:即将|刚刚)?(?:过去的?)?(?P<year>{YEAR}) ?年(?!末|底|以?前)")
LINE_FACTS = (
    Fact("goals", re.compile(r"预期目标(?:建议)?[是为:]|主要目标[是为:]|奋斗目标[是为:]|目标任务[是为:]|总体要求[是为:]|总的要求[是为:]|指导思想[是为:]|总体思路[是为:]"), 120),
    Fact("goals_of_year", re.compile(r"[今新\d](?:(?<=今)年(?!以来)|(?<=新)的一年|(?<=\d)(?<!到.)\d{3} ?年)[^。,;]{0,24}(?:(?:预期|发展|奋斗|主要|工作)目标(?:任务)?|总体要求|总的要求|指导思想|总体思路|主要任务)(?:建议)?(?:是|为|:|,|定)"), 600),
    Fact("now", re.compile(r"今年(?!以来)|新的一年|明年")),
    Fact("within_year", re.compile(r"今年(?!以来)|年内|年底前|全年(?!面)"), 400),
    Fact("within_span", re.compile(r"年(?:内|间|后|里)(?<=[五三四]..)|期末|远景|展望未来|今后[一二三四五两几]年|到“?十?[一二三四]?五”?末"), 400),
    Fact("opens_now", re.compile(OPENS + r"(?:今年(?!以来)|新的一年|做好今年)"), 24),
    Fact("opens_past", re.compile(OPENS + r"(?:回顾|过去[的一五]|刚刚过去|[一两三四五]年来|去年|这[一五]年|本届政府|市?[^,。]{2,12}次会议以来)"), 40),
    Fact("past", re.compile(r"去年|过去[的一五]?年|一年来|五年来|今年以来"), 40),
    Fact("span_ahead", re.compile(r"(?:今后|未来)(?:的)?[一二三四五两几]年|从现在到|到“?十[一二三四]?五”?末|(?:本届|新一届)政府(?:的)?(?:工作)?(?:目标|任务|总体|指导思想|要)")),
    Fact("since", re.compile(r"五年来|以来[,，]|取得")),
    Fact("wrong", re.compile(r"[清深充必还同但也仍依存正困问挑不](?:(?:(?<=[但也])|(?<=清)醒|(?<=深)刻|(?<=充)分|(?<=必)须|(?<=还)应|(?<=同)时).{0,14}(?:看到|认识到|意识到)|(?:(?<=[仍还也])|(?<=依)然).{0,5}(?:面临|存在).{0,16}(?:困难|问题|不足|挑战|差距|短板|薄弱)|(?<=存)在(?:的|着)?.{0,10}(?:困难|问题|不足|差距)|(?<=正)视.{0,8}(?:困难|问题|不足)|(?:(?<=困)难|(?<=问)题|(?<=挑)战|(?<=不)足)[^,。]{0,4}不[容可]忽视)"), 90),
    Fact("lacks", re.compile(r"问题|困难|不足|不够|差距|短板|薄弱|制约|偏低|滞后"), 400),
    Fact("fortune", re.compile(r"机遇|有利条件|挑战并存|面临.{0,10}形势"), 90),
    Fact("together", re.compile(r"让我们|紧密团结在|携起手来"), 2000),
    Fact("address", re.compile(r"^(?:各位代表|同志们) *[,!:。]*"), 12),
)  # fmt: skip
LINE_END_FACTS = (
    Fact("thanks", re.compile(r"感谢|敬意"), 60),
    Fact("mends", re.compile(r"(?:加以|予以|着力|努力|切实|认真)(?:认真)?(?:解决|改进|克服)"), 40),
    Fact("strives", re.compile(r"(?:努力)?奋斗[!。]$|(?:贡献|篇章|胜利召开|业绩|重托|期望)[!。]$"), 24),
)

LINE_SIGNALS = (
    signal("goals", "goals", {"plan": 2.5, "outlook": 2.5, "review": -1}, "预期目标 and 总体要求 are stated for what is to come"),
    signal("now", "now", {"plan": 1}, "今年 in the opening", "goals opens_past"),
    signal("goals_now", "goals now", {"plan": 2.5}, "the goals of this year", "goals_of_year"),
    signal("goals_of_year", "goals_of_year", {"plan": 5, "outlook": -1}, "the goals of a year are stated"),
    signal("goals_of_plan", "goals plan_ahead_opens", {"outlook": 4}, "the goals of the plan ahead are stated", "goals_of_year"),
    signal("goals_of_span", "goals span_ahead", {"outlook": 3}, "the goals of years to come are stated", "goals_of_year"),
    signal("within_year", "within_year", {"plan": 0.5, "outlook": -1}, "what is due within the year is of the plan"),
    signal("within_span", "within_span", {"outlook": 1, "plan": -0.5}, "what is due in some years is of the outlook", "since"),
    signal("years_ahead", "years_ahead", {"outlook": 1, "plan": -0.5}, "到2025年: a year behind that of the report"),
    signal("opens_now", "opens_now", {"plan": 2.5, "outlook": -1.5}, "a line that opens with this year"),
    signal("opens_year_now", "year_opens_now", {"plan": 2, "outlook": -2.5}, "a line that opens with the year of the plan"),
    signal("opens_year_past", "year_opens_past", {"review": 2}, "a line that opens with the year before"),
    signal("opens_past", "opens_past", {"review": 2}, "a line that opens with the past"),
    signal("past", "past", {"review": 1}, "去年 in the opening", "goals"),
    signal("span_ahead", "span_ahead", {"outlook": 2.5}, "the opening speaks of years to come", "since"),
    signal("plan_ahead", "plan_ahead_opens", {"outlook": 2.5}, "the opening speaks of the five-year plan ahead", "since opens_now year_opens_now"),
    signal("plan_over", "plan_past_opens", {"review": 1.5}, "the opening speaks of a five-year plan that is over", "plan_ahead_opens goals"),
    signal("wrong", "wrong", {"problems": 7}, "a report turns to what is wrong"),
    signal("fortune", "wrong fortune", {"problems": -4}, "chances and dangers of the time open a plan"),
    signal("lacks", "lacks", {"problems": 1}, "what is wrong goes on", "wrong"),
    signal("no_lack", "", {"problems": -2.5}, "nothing wrong is said", "wrong lacks"),
    signal("mends", "mends lacks", {"problems": 2}, "it is promised to mend what is wrong"),
    signal("thanks", "thanks", {"review": 2.5, "problems": -2}, "thanks close the review"),
    signal("together", "together", {"closing": 4}, "让我们 closes a report"),
    signal("no_call", "", {"closing": -2.5}, "nobody is called on", "together strives address"),
    signal("strives", "strives", {"closing": 1.5}, "the last words strive"),
    signal("together_addressed", "together address", {"closing": 2}, "the assembly is addressed and called on"),
)  # fmt: skip

# What words of promise and of achievement (PART_CUES) are worth: points for a line of a plan (times 0 to 2.5), and for
# one of a review. An outlook describes what will be as if it were: 显著增强.
PLAN_CUE: Mapping[Part, float] = {"plan": 0.9, "outlook": 0.9, "review": -0.9, "problems": -0.3}
REVIEW_CUE: Mapping[Part, float] = {"plan": -0.9, "outlook": -0.6, "review": 0.9, "problems": 0.3}
MOST_CUE = 2.5
CUE_DENSITY = 60  # characters over which cues are counted
CUE_REACH = 240  # characters of a line that are looked at; more would only cost time
CUE_LINE = 80  # characters; a shorter line tells less
SHORT_LINE, SHORT_SHARE = 12, 0.3  # a line this short tells little

# Share of the points by what kind of heading it is: a subheading may speak of anything, unless it names a year or a plan.
HEADING_SHARE, NAMED_SHARE, SUBHEADING_SHARE = 1.0, 0.75, 0.3

# What the place in the report says: up to a share of the lines, or from one on.
PLACES: tuple[tuple[float, float, Part, float, str], ...] = (
    (0.0, 0.75, "closing", -12, "a report does not close before its end"),
    (0.0, 0.12, "plan", -2, "a report looks back first"),
    (0.0, 0.12, "outlook", -2, "a report looks back first"),
    (0.80, 1.01, "review", -2, "the end of a report is no review"),
)
FRONT_LINES = 2  # the salutation, and who reports to whom
FRONT_WORDS = re.compile(
    r"^(?:各位代表|同志们) *[,!:。]*$|请予?审[议查]|向大会(?:报告|作)|提出意见|人民代表大会.{0,12}会议上$|^政府工作报告$|[省市州县区旗盟]长 *[^,。]{0,8}$"
)
FRONT_LINE, FRONT_HEADING, FRONT_FIRST = -3.0, -1.0, 1.5  # points for staying in the front, and for its own lines

# What it costs to go from one part to the next; what is not listed never happens.
ORDER: Mapping[tuple[Part, Part], float] = {
    ("front", "review"): 0, ("front", "plan"): 6, ("front", "outlook"): 8, ("front", "problems"): 9,
    ("review", "problems"): 1, ("review", "outlook"): 2.5, ("review", "plan"): 2.5, ("review", "closing"): 14,
    ("problems", "review"): 5, ("problems", "outlook"): 1.5, ("problems", "plan"): 1.5,
    ("outlook", "plan"): 0.5, ("outlook", "closing"): 4, ("outlook", "problems"): 9, ("outlook", "review"): 15,
    ("plan", "closing"): 2, ("plan", "outlook"): 9, ("plan", "problems"): 9, ("plan", "review"): 14,
    ("closing", "plan"): 7,
}  # fmt: skip
# What it costs to be in a part that no heading opened where a heading then opens it: it stands at the beginning.
OPENED_BY = 5.0  # points from which on a heading opens a part
HEADED: tuple[Part, ...] = ("outlook", "plan")
ALREADY = 40.0
BACK_FROM_UNHEADED = 40.0  # and no plan that no heading opened goes back to what was done, or what is wrong
UNHEADED_BEFORE_HEADED = 6.0  # nor is an outlook without a heading common before a plan with one
BACK_WITHOUT_HEADING = 25.0  # to what was done, from what is promised
# What it costs more where no heading stands, and where a subheading does: some parts are often opened by a paragraph,
# but no plan and no outlook is by one (BARE) that speaks neither of years to come nor of goals.
ITEM, BARE, LINE, SUBHEADING, HEADING = range(5)
ITEM_MARK = re.compile(
    r"^(?:-{1,2}|[·●■◆]|[①-⑳]|\d{1,3}[.、](?!\d)|\(\d{1,2}\))"
)  # an item of a list goes on with what it is a list of
ITEM_SHARE = 0.5
SAID = 0.5  # points; signals for plan or outlook above this say that one may begin
EXTRA: Mapping[int, Mapping[Part, float]] = {
    ITEM: dict.fromkeys(STATES, 8),
    BARE: {"problems": 0.5, "closing": 0.5, "review": 0.5, "outlook": 25, "plan": 25},
    LINE: {"problems": 0.5, "closing": 0.5, "review": 0.5, "outlook": 5, "plan": 4},
    SUBHEADING: {"problems": 0.5, "closing": 0.5, "review": 0.5, "outlook": 4, "plan": 4},
    HEADING: {},
}
