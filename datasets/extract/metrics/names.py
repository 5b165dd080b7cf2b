"""Which metric a name means: names are compared in a bare form, so that a spelling is listed once."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

from datasets.reading.text import fold
from datasets.rules.grammar import FOR_EACH
from datasets.rules.metrics.definitions import METRICS, MetricRule
from datasets.rules.metrics.kinds import ADDED_TO, GROWING, MEASURED, NATIONAL
from datasets.rules.metrics.spellings import SECTORS, SPELLINGS
from schemas.vocabulary import Dimension, Measure

# Marks and particles that make no difference to what is measured.
MARKS = re.compile(r"[\s“”‘’\"'()《》、·*]|以及|[和与及的等]|各类|各种")
# A share of what the whole economy makes, however that is said: 占全市生产总值的比重, 相当于GDP的比例.
OF_GDP = re.compile(
    r"(?:占|相当于|相当)(?:(?:占|到)?(?:全?[市省区县州国]|我[市省区州]|本市|地方|同期)?(?:地区|国内|国民)?生产总值|(?:全[市省区县州国])?GDP)(?:比重|比例|比率|比)?\Z"
)
# A bracket at the end that says what else is meant, and does not narrow it.
ASIDE = re.compile(r"\((?:GDP|含[^()]{1,8}|[站点市区场所处户]|小区|危旧房)\)\Z")
# Verbs that count what was built or added; each becomes one sign, so that a table names only one of them.
BUILT, ADDED = "¤", "+"
BUILT_VERBS = re.compile(
    r"(?:新?(?:改扩?|扩)?建(?![设成筑档制行安议])|(?:综合)?改造|提升|提质|升级(?=改造)|维修|翻建)+(?!率)"
)
ADDED_VERBS = re.compile(
    r"(?:新增加?|净增加?|增加(?!值)|新认定|新培育|新入库|新获批|新设立?|新登记注册|新登记|新注册|新发展|新创建|新评定"
    r"|新晋|新缔结|新开通|新开辟|新评|新获|新认证|新入选|新授牌|新入围|新入统|新纳入|新升规|培育认定|认定|培育|创建|创成|获评|获批)+"
)
# The same right before a name, where they are no part of it; 累计培育 tells how many there are.
ADDED_BEFORE = re.compile(
    r"(?<!累计)(?:新?认定|新?培育|获评|获批|新?创建|创成|入选|推荐|申报|新增加?|净增)(?:[了一批家]|国家级?|省级?)*\Z"
)
# What a name may open or close with without being another metric: its own place, time, or a word of counting.
OPENINGS = re.compile(
    r"(?:分别|\d{1,2}月末|月末|自治区(?!级|本级)|全[市省区县州盟旗域]|我[市省区县州]|本[市省区县州]|全年|年末|年底|年内|累计|预计|计划|力争|确保|实有|现有|当年|今年|去年底?|共"
    r"|[一二三四五\d]{1,2}年(?:间|来)?(?!期|级|制)|年均|每年|一九[一二三四五六七八九零〇]{2}年|(?:十[一二三四五]|[一六七八九十])五(?:期间|时期|末)?(?!年)|仍)+"
)
# Which level named or pays for what is counted makes no other thing of it: 省级以上绿色工厂.
LEVELS = re.compile(r"(?:国家|国|自治区|[省市县州区]|省市|市县)级?(?:及?以上)?(?:重点扶持)?(?=[^级以])")
NATIONAL_OPENING = re.compile(r"[+¤]?国家")
# Words of doing before a count, an area or a length that is done with once it is counted: 帮扶失业人员再就业.
DOING = re.compile(
    r"(?:帮助|帮扶|开展|组织|组织实施|推进|落实|稳定|办理|办结|高质量|支持|完成|实施|分配|供应|筹措|筹集|筹建|推广|发展|建设|解决|保障|发放|补充)+"
)
CLOSING_WORDS = ("总量", "总数", "数量", "规模", "任务", "目标", "工作", "预期", "年均", "平均")
CLOSINGS = re.compile(rf"(?:{'|'.join(CLOSING_WORDS)})+\Z")
GROWTHS = re.compile(
    r"(?:年均|同比|平均|预期|实际|累计)?(?:增长率|增长速度|增长|增速|增幅|涨幅)(?:预期目标|预期|目标)?\Z"
)
# A port or an airport is part of what passes through it, as reports measure it for the place.
PASSED = ("集装箱吞吐量", "货物吞吐量", "旅客吞吐量", "货邮吞吐量")
GATE = re.compile(rf"[^+¤]{{2,8}}?(?:机场|港)年?(?=(?:{'|'.join(PASSED)})\Z)")
GROWING_MEASURES: frozenset[Measure] = frozenset({"growth", "change"})
# Projects of a kind; those that were started, signed or finished are other things.
PROJECTS = re.compile(
    r"(?![+¤]|.*(?:开工|签约|落地|竣工|投产|完工|引进|招引|签订|签署|达成|合作|续建|储备|谋划|入库|前期|争取|获|奖|候选|遗产|金融工具|停车|政府|征集)).{2,12}项目"
)
DONE: frozenset[Dimension] = frozenset({"count", "occasion", "area", "length"})
SHORTEST_COUNTED = 4  # characters of a name whose opening may go
CHOICE = re.compile(r"\[([^\]]*)\]|([^\[]+)")


def spelled_out(spelling: str) -> Iterator[str]:
    """Every name a spelling stands for: [新建|]公园 is 新建公园 and 公园."""
    parts = [(words.split("|") if text == "" else [text]) for words, text in CHOICE.findall(spelling)]
    return map("".join, product(*parts))


@lru_cache(maxsize=50_000)
def bare_form(name: str) -> str:
    """A name without marks, and with one sign for the verb of building or adding before it."""
    words = OF_GDP.sub("占GDP", MARKS.sub("", ASIDE.sub("", fold(name))))
    words = words.replace("拥有", "") if FOR_EACH.search(words) else words  # 每千人口拥有床位 is 每千人口床位
    for sign, verbs in ((BUILT, BUILT_VERBS), (ADDED, ADDED_VERBS)):
        if (match := verbs.match(words)) and match.end() < len(words):
            return sign + words[match.end() :]
    return words


@cache
def metric_by_form() -> dict[str, MetricRule]:
    """Every bare form with its metric; names and aliases go before spellings."""
    forms: dict[str, MetricRule] = {}
    for metric in METRICS:
        for name in (metric.name, *metric.aliases):
            forms.setdefault(bare_form.__wrapped__(name), metric)
    for metric_id, spellings in SPELLINGS.items():
        for name in (name for spelling in spellings for name in spelled_out(spelling)):
            forms.setdefault(bare_form.__wrapped__(name), metric_by_id()[metric_id])
    for form, metric in list(forms.items()):
        if added := added_to(metric):
            forms.setdefault(ADDED + form, added)
    return forms


def added_to(metric: MetricRule) -> MetricRule | None:
    """The metric of what is added to what a metric counts: it is not the same, a flow is no stock."""
    return metric_by_id().get(ADDED_TO.get(metric.id, f"{metric.id}_added"))


@cache
def metric_by_id() -> dict[str, MetricRule]:
    """Every metric by its id."""
    return {metric.id: metric for metric in METRICS}


@cache
def metric_by_growing() -> dict[str, MetricRule]:
    """The names that mean a metric only where they grow."""
    return {name: metric_by_id()[metric_id] for metric_id, names in GROWING.items() for name in names}


def without_opening(words: str) -> str:
    """Words without the place or the time they open with."""
    match = OPENINGS.match(words)
    return words[match.end() :] if match else words


def without_closing(words: str) -> str:
    """Words without what they close with that makes no other metric of them."""
    return CLOSINGS.sub("", words) if words.endswith(CLOSING_WORDS) else words


def variants(form: str) -> Iterable[str]:
    """A bare form, then without what it opens with, closes with, or both."""
    sign, words = (form[0], form[1:]) if form[:1] in (BUILT, ADDED) else ("", form)
    opened = without_opening(words)
    if not sign and opened != words:
        opened = bare_form(opened)
    yield form
    yield sign + opened
    yield sign + without_closing(words)
    yield sign + without_closing(opened)
    if words.endswith(PASSED):
        yield sign + GATE.sub("", words)


def looser_variants(form: str) -> Iterable[tuple[str, bool]]:
    """A bare form without who names what is counted, or (said with it) without what is done with it."""
    sign, words = (form[0], form[1:]) if form[:1] in (BUILT, ADDED) else ("", form)
    opened = without_closing(without_opening(words))
    for shape in (LEVELS, DOING):
        if (match := shape.match(opened)) and len(opened) - match.end() >= SHORTEST_COUNTED:
            rest = bare_form(opened[match.end() :])
            yield rest if rest[:1] in (BUILT, ADDED) else sign + rest, shape is DOING


def measured_metric(name: str, measure: Measure, verb: str = "") -> MetricRule | None:
    """The metric a name means for this kind of figure."""
    metric = metric_named(name, verb, grows=measure in GROWING_MEASURES)
    other = MEASURED.get((metric.id, measure)) if metric else None
    return metric_by_id()[other] if other else metric


@lru_cache(maxsize=50_000)
def metric_named(name: str, verb: str = "", *, grows: bool = False) -> MetricRule | None:
    """The metric a name means; `verb` is the sign of a verb the report has before it (培育高新技术企业5家).

    What is counted as added is not what there is, so a count with such a verb needs a metric of its own.
    """
    form = bare_form(name)
    grown = GROWTHS.sub("", form) if grows else form
    for candidate in (*variants(form), *(variants(grown) if grown != form else ())):
        if verb and candidate[:1] not in (BUILT, ADDED) and (found := metric_by_form().get(verb + candidate)):
            return found
        if found := metric_by_form().get(candidate):
            flows = verb == ADDED and found.dimension == "count" and candidate[:1] != ADDED
            return None if flows else found
    if (found := metric_counted(form, verb)) is not None:
        return found
    if grows:
        return metric_by_growing().get(without_opening(grown))
    return metric_of_projects(form)


def metric_counted(form: str, verb: str) -> MetricRule | None:
    """The metric of what is counted, whoever names it and whatever is done with it."""
    for candidate, is_done in looser_variants(form):
        signed = candidate if not verb or candidate[:1] in (BUILT, ADDED) else verb + candidate
        found = metric_by_form().get(signed)
        if found and found.id in NATIONAL and not NATIONAL_OPENING.match(form):
            continue
        is_stock = is_done and signed[:1] not in (BUILT, ADDED) and found and added_to(found)
        if found and found.dimension in DONE and not is_stock:
            return found  # 发展家庭农场50家 adds to those there are
    return None


def metric_of_projects(form: str) -> MetricRule | None:
    """The metric of projects that are told by their sector alone, not by what became of them."""
    if PROJECTS.fullmatch(form) is None:
        return None
    found = (metric_id for metric_id, words in SECTORS.items() if any(word in form for word in words))
    return metric_by_id().get(next(found, ""))
