"""Which metric a name means: names are compared in a bare form, so that a spelling is listed once."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

from datasets.reading.text import fold
from datasets.rules.metric_spellings import SECTORS, SPELLINGS
from datasets.rules.metrics import METRICS, MetricRule
from schemas.vocabulary import Measure

# Marks and particles that make no difference to what is measured.
MARKS = re.compile(r"[\s“”‘’\"'()《》、·*]|以及|[和与及的等]|各类|各种")
# A bracket at the end that says what else is meant, and does not narrow it.
ASIDE = re.compile(r"\((?:含[^()]{1,8}|[站点市区场所处户]|小区|危旧房)\)\Z")
# Verbs that count what was built or added; each becomes one sign, so that a table names only one of them.
BUILT, ADDED = "¤", "+"
BUILT_VERBS = re.compile(r"(?:新?(?:改扩?|扩)?建(?![设成筑档制行安])|改造|提升|提质|升级(?=改造)|维修|翻建)+(?!率)")
ADDED_VERBS = re.compile(
    r"(?:新增加?|净增加?|增加(?!值)|新认定|新培育|新入库|新获批|新设立?|新登记注册|新登记|新注册|新发展|新创建|新评定"
    r"|新晋|培育认定|认定|培育|创建|创成|获评|获批)+"
)
# The same right before a name, where they are no part of it; 累计培育 tells how many there are.
ADDED_BEFORE = re.compile(
    r"(?<!累计)(?:新?认定|新?培育|获评|获批|新?创建|创成|入选|推荐|申报|新增加?|净增)(?:[了一批家]|国家级?|省级?)*\Z"
)
# What a name may open or close with without being another metric: its own place, time, or a word of counting.
OPENINGS = re.compile(
    r"(?:分别|\d{1,2}月末|月末|全[市省区县州盟旗域]|我[市省区县州]|本[市省区县州]|全年|年末|年底|年内|累计|预计|计划|力争|确保|实有|现有|当年|今年|去年底?|共)+"
)
CLOSINGS = re.compile(r"(?:总量|总数|数量|规模|目标任务|任务|目标|工作|预期|年均|平均)+\Z")
GROWTHS = re.compile(
    r"(?:年均|同比|平均|预期|实际|累计)?(?:增长率|增长速度|增长|增速|增幅|涨幅)(?:预期目标|预期|目标)?\Z"
)
# Names that mean a metric only where they are said to grow: 经济增长6%, 第三产业增长9%.
GROWING = {
    "gdp": ("经济", "国民经济"),
    "primary_value_added": ("第一产业", "一产", "一产业"),
    "secondary_value_added": ("第二产业", "二产", "二产业"),
    "tertiary_value_added": ("第三产业", "三产", "三产业"),
    "above_scale_industrial_value_added": ("规模以上工业", "规上工业", "规模工业"),
}
# A port or an airport is part of what passes through it, as reports measure it for the place.
GATE = re.compile(r"[^+¤]{2,8}?(?:机场|港)年?(?=(?:集装箱|货物|旅客|货邮)吞吐量\Z)")
# Names that mean another metric when they are measured another way: a fall of 贫困人口, 优良天数 in percent.
GROWING_MEASURES: frozenset[Measure] = frozenset({"growth", "change"})
MEASURED: dict[tuple[str, Measure], str] = {
    ("poor_people", "change"): "poverty_reduction",
    ("good_air_day_count", "rate"): "good_air_days",
    ("good_air_day_count", "share"): "good_air_days",
}
# Projects of a kind; those that were started, signed or finished are other things.
PROJECTS = re.compile(
    r"(?![+¤]|.*(?:开工|签约|落地|竣工|投产|完工|引进|招引|续建|储备|谋划|入库|前期|争取|获批|候选)).{2,12}项目"
)
# The poor, and those who left poverty, as the predicate behind their count tells.
OUT_OF_POVERTY = re.compile(r"脱贫|退出|出列|摘帽|摆脱")
IN_WORK = re.compile(r"就业|务工|增收")
LIFTED = {"poor_people": "poverty_reduction", "poor_villages": "village_poor_left"}
# Metrics of many kinds of thing: that two figures have one does not tell that they measure the same.
BROAD = frozenset(SECTORS) | {
    "key_projects", "large_projects", "introduced_projects", "beneficiaries", "satisfaction", "livelihood_projects",
    "demo_villages", "technical_projects", "firms_above_scale_added",
}  # fmt: skip
CHOICE = re.compile(r"\[([^\]]*)\]|([^\[]+)")


def spelled_out(spelling: str) -> Iterator[str]:
    """Every name a spelling stands for: [新建|]公园 is 新建公园 and 公园."""
    parts = [(words.split("|") if text == "" else [text]) for words, text in CHOICE.findall(spelling)]
    return map("".join, product(*parts))


@lru_cache(maxsize=50_000)
def bare_form(name: str) -> str:
    """A name without marks, and with one sign for the verb of building or adding before it."""
    words = MARKS.sub("", ASIDE.sub("", fold(name)))
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
    return forms


@cache
def metric_by_id() -> dict[str, MetricRule]:
    """Every metric by its id."""
    return {metric.id: metric for metric in METRICS}


@cache
def metric_by_growing() -> dict[str, MetricRule]:
    """The names that mean a metric only where they grow."""
    return {name: metric_by_id()[metric_id] for metric_id, names in GROWING.items() for name in names}


def variants(form: str) -> Iterable[str]:
    """A bare form, then without what it opens with, closes with, or both."""
    sign, words = (form[0], form[1:]) if form[:1] in (BUILT, ADDED) else ("", form)
    opened = OPENINGS.sub("", words, count=1) if OPENINGS.match(words) else words
    if not sign and opened != words:
        opened = bare_form(opened)
    yield form
    yield sign + opened
    yield sign + CLOSINGS.sub("", words)
    yield sign + CLOSINGS.sub("", opened)
    yield sign + GATE.sub("", words)


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
    if grows:
        return metric_by_growing().get(OPENINGS.sub("", grown))
    return metric_of_projects(form)


def metric_of_projects(form: str) -> MetricRule | None:
    """The metric of projects that are told by their sector alone, not by what became of them."""
    if PROJECTS.fullmatch(form) is None:
        return None
    found = (metric_id for metric_id, words in SECTORS.items() if any(word in form for word in words))
    return metric_by_id().get(next(found, ""))
