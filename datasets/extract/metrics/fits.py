"""Which metric a figure has: the one its name means, if the way it is measured, its unit and its clause fit."""

import re

from datasets.extract.metrics.names import (
    ADDED,
    ADDED_BEFORE,
    BUILT,
    added_to,
    bare_form,
    measured_metric,
    metric_by_id,
)
from datasets.extract.metrics.scopes import part_of_place
from datasets.extract.metrics.values import is_value, share_instead
from datasets.extract.names.verbs import REACHES_ALL, TOTAL
from datasets.extract.quantity import Quantity
from datasets.reading.document import Document
from datasets.reading.text import fold
from datasets.rules.metrics.definitions import MetricRule
from datasets.rules.metrics.kinds import (
    BEFORE,
    BUILT_ONLY,
    BY_BASE_UNIT,
    BY_CONTEXT,
    BY_DIMENSION,
    COUNTED_IN_HOUSEHOLDS,
    DONE_OF_IT,
    LIFTED,
    OF_WHICH_DONE,
    UNIT_IN_NAME,
)
from datasets.rules.metrics.spellings import SECTORS

UNITLESS = ("multiple", "ratio")  # dimensions whose levels may go without a unit
COUNTED = {"count", "occasion"}
LIFTED_REACH = 40  # characters behind a count that may say what became of them
OUT_OF_POVERTY = re.compile(r"脱贫|退出|出列|摘帽|摆脱")
IN_WORK = re.compile(r"就业|务工|增收")
BUILT_REACH = 14  # characters behind a count that may say that it was built
CONTEXT_REACH = 60  # characters back to what a sentence is about
LIST_REACH = 60  # characters back to the verb of a list
CLAUSE = re.compile(r"[,;。:!?\n]")
BUILDING = re.compile(
    r"建(?:[设造完]|成(?!食品|信息|网|平台|实现))|[新改扩翻修筹兴]建|建\Z|改造|整治|提升|提质|升级|开工|竣工|完工|投用|投入使用|投运|铺设|敷设|修缮|维修|达标|标准化|打造|设立|安装"
)
# Right before what there may be a stock of, it tells of more: 建成院士工作站3个; 累计 tells of all.
MADE_BEFORE = re.compile(
    r"(?:建成|组建|设立|打造|争创|创成|再建|再创|创建|建设|新建|培育|认定|获评|获批|申报)(?<!累计..)(?:了|一批)?(?:[^,;。:]{2,40}、)?\Z"
)
# Projects that are only agreed on or looked for are none of those that are carried out.
RUNNING = frozenset({"key_projects", "large_projects"})
NOT_RUNNING = re.compile(
    r"(?:签约|签订|引进|招引|洽谈|储备|谋划|争取|申报|推介|落地)(?:(?!实施|推进|建设|开工|转化)[^,;。]){0,40}\Z"
)
OF_FIRMS = re.compile(
    r"(?:省属|市属|国有|中央|监管|县属)(?:国有)?企业[^,;。]{0,30}\Z|(?:集团|公司)(?:完成|实现)?[^,;。]{0,20}、\Z"
)
FEWER = re.compile(r"(?:减少|脱贫|退出|出列)[^,;。]{2,30}、\Z")
CUT = frozenset({"approval_items_cut"})  # what is told to fall is what there is, not what was cut
PROJECTS = re.compile(r"projects?_|.*_projects?\Z")
HOME_UNITS = ("套", "户", "间")
PROJECT_UNITS = ("个", "项", "件", "宗", "批")
HOUSEHOLD = "household"
PEOPLE = re.compile(r"人口|人员|劳动力|群众|居民|学生|职工|人才")


def fitting_metric(document: Document, quantity: Quantity) -> MetricRule | None:
    """The metric of a quantity, if it is of its kind: no GDP is counted in 户, and no growth has a rank."""
    name, (start, end) = fold(quantity.name), (quantity.quote.start, quantity.quote.end)
    verb = verb_before(document.text[start : quantity.figure.start], name)
    metric = measured_metric(quantity.name, quantity.measure, verb) or metric_of_part(quantity, name, verb)
    if metric is None:
        return metric_in_context(document.text, quantity, name)
    clause = CLAUSE.search(document.text, end, end + LIFTED_REACH)
    behind = document.text[end : clause.start() if clause else end + LIFTED_REACH]
    metric = metric_of_year(in_its_unit(poverty_relief_metric(metric, behind), quantity), name, quantity.period.year)
    metric = metric_by_predicate(document.text, quantity, name, metric) if metric else None
    metric = share_instead(document.text, quantity, metric, name) if metric else None
    if metric is None or not fits(metric, quantity) or not is_value(document.text, quantity, metric, name):
        return None
    return metric


def metric_of_year(metric: MetricRule | None, name: str, year: int | None) -> MetricRule | None:
    """The metric that a name meant in a year: 物价涨幅 of 1995 is that of prices in shops."""
    until, names, meant = BEFORE.get(metric.id if metric else "", (0, frozenset[str](), ""))
    return metric_by_id()[meant] if year and year < until and name in names else metric


def metric_by_predicate(text: str, quantity: Quantity, name: str, metric: MetricRule) -> MetricRule | None:
    """A metric as the words around its count tell it: what was built, what was added, what is only agreed on."""
    start = max(quantity.paragraph.start, quantity.quote.start - LIST_REACH)
    if metric.id in OF_WHICH_DONE and DONE_OF_IT.match(text, quantity.quote.end):
        return None
    if metric.id in BUILT_ONLY:
        return metric if is_built(text, quantity, name) else None
    if metric.id in RUNNING or metric.id in SECTORS:
        return None if NOT_RUNNING.search(text, start, quantity.figure.start) else metric
    place = quantity.quote.start + max(0, text[quantity.quote.start : quantity.quote.end].find(name))
    if quantity.rule == "counted_noun" and name not in text[quantity.quote.start : quantity.quote.end]:
        return added_to(metric) or metric  # 3户企业上市 are no 上市企业 that there are: the predicate names them
    place = min(place, quantity.figure.start)  # 创建130个示范村: the verb stands before the count
    if metric.id in LIFTED and FEWER.search(text, start, place):
        return metric_by_id()[LIFTED[metric.id]]
    if metric.dimension == "money" and OF_FIRMS.search(text, start, place):
        return None  # 省属企业完成投资50亿元、研发投入13亿元
    return (added_to(metric) or metric) if MADE_BEFORE.search(text, start, place) else metric


def metric_of_part(quantity: Quantity, name: str, verb: str) -> MetricRule | None:
    """The metric of a part of the place, which the scope of its row names (市区固定资产投资)."""
    part = part_of_place(name)
    return measured_metric(name[len(part) :].removeprefix("的"), quantity.measure, verb) if part else None


def metric_in_context(text: str, quantity: Quantity, name: str) -> MetricRule | None:
    """The metric of a name that says too little, from what the sentence is about (粮食再获丰收,总产达50亿斤)."""
    start = max(quantity.paragraph.start, quantity.quote.start - CONTEXT_REACH)
    head = quantity.quote.start + max(0, text[quantity.quote.start : quantity.figure.start].rfind(name))
    for shape, metric_id in BY_CONTEXT.get(name, ()):
        metric = metric_by_id()[metric_id]
        if shape.search(text, start, head) and fits(metric, quantity):
            return metric
    return None


def is_built(text: str, quantity: Quantity, name: str) -> bool:
    """Whether a count is of what was built: its name, its clause or what follows says so."""
    start = max(quantity.quote.start - LIST_REACH, quantity.paragraph.start)
    clause = max((match.end() for match in CLAUSE.finditer(text, start, quantity.quote.start)), default=start)
    said = bare_form(name)[:1] in (BUILT, ADDED)
    behind = CLAUSE.search(text, quantity.quote.end, quantity.quote.end + BUILT_REACH)
    end = behind.start() if behind else quantity.quote.end + BUILT_REACH
    return said or BUILDING.search(text, clause, end) is not None


def poverty_relief_metric(metric: MetricRule, behind: str) -> MetricRule | None:
    """The metric of those who left poverty, where what follows says that they did (6万贫困人口稳定脱贫)."""
    if metric.id == "poverty_reduction" and IN_WORK.search(behind):
        return None  # 1.9万名脱贫人口实现就业 counts those who found work
    other = LIFTED.get(metric.id) if OUT_OF_POVERTY.search(behind) else None
    return metric_by_id()[other] if other else metric


def in_its_unit(metric: MetricRule | None, quantity: Quantity) -> MetricRule | None:
    """The metric of the same things measured in the unit of a quantity: homes by number or floor space."""
    unit = quantity.unit.rule if quantity.unit else None
    if metric is None or unit is None:
        return metric
    other = BY_DIMENSION.get((metric.id, unit.dimension)) or BY_BASE_UNIT.get((metric.id, unit.base))
    return metric_by_id()[other] if other and quantity.measure in ("level", "change") else metric


def fits(metric: MetricRule, quantity: Quantity) -> bool:
    """Whether the kind and the unit of a quantity are those of a metric."""
    dimension = quantity.unit.rule.dimension if quantity.unit else None
    if quantity.measure == "level":
        may_lack = metric.dimension in UNITLESS or metric.id in UNIT_IN_NAME
        unitless = dimension is None and (may_lack or not quantity.value)
        same = dimension == metric.dimension or {dimension, metric.dimension} == COUNTED
        return unitless or (same and counts_the_same(metric, quantity))
    if metric.id in CUT:
        return False
    if quantity.measure in ("rate", "share"):
        return metric.dimension == "ratio"
    return quantity.measure != "change" or dimension in ("point", "ratio", metric.dimension)


def counts_the_same(metric: MetricRule, quantity: Quantity) -> bool:
    """Whether the unit of a count counts what the metric does: projects are no 座, people no 户."""
    if quantity.unit is None or metric.dimension != "count":
        return True
    if PROJECTS.match(metric.id):
        return quantity.unit.form.endswith(PROJECT_UNITS)
    if metric.id.startswith("affordable_housing"):
        return quantity.unit.form.endswith(HOME_UNITS)
    if metric.id in COUNTED_IN_HOUSEHOLDS:
        return quantity.unit.rule.base == HOUSEHOLD
    return quantity.unit.rule.base != HOUSEHOLD or not PEOPLE.search(metric.name)


def verb_before(quote: str, name: str) -> str:
    """The sign of the verb of adding that a report has right before a name that goes without it."""
    place = quote.find(name)
    if place <= 0 or not ADDED_BEFORE.search(quote, 0, place):
        return ""
    of_all = TOTAL.search(quote, place) or REACHES_ALL.search(quote, place)
    return "" if of_all else ADDED
