"""What the clause before a figure names, when its own has no words for it."""

import re

from datasets.extract.names.heads import (
    MEASURES,
    are_measures,
    bare,
    each_measured,
    fused_metrics,
    is_measure,
    longest,
)
from datasets.extract.names.metric_clauses import metric_between
from datasets.extract.names.named import Named
from datasets.extract.names.sides import Left, after_leads
from datasets.extract.names.spread import PAIR, in_two, spread
from datasets.extract.names.verbs import verb_of
from datasets.reading.document import Document
from datasets.reading.marks import clause_start, strong_start
from datasets.reading.text import Span, fold
from datasets.rules.changes import GROWTH_NAMES, SHARE_NAMES
from datasets.rules.grammar import (
    CLAUSE,
    COMMA_JOINT,
    EXAMPLES,
    PREDICATE,
    STARTS_A_CLAUSE,
    STARTS_A_STATEMENT,
    TREND,
    VERB_BEFORE,
)
from datasets.rules.links import BARE_OUTPUTS, THINGS

HEAD_JOINT = re.compile(r"、|和|与|以及|及(?!以上|其|时)")
GOES = TREND.pattern.replace("加快", "加快|发展")  # how it goes with whoever makes something
PART = "其中"
MAKER = re.compile(
    r"(?P<maker>[\u4e00-\u9fff]{1,8}(?:企业|业|经济))(?:在调整中|实力|规模|活力)?(?:"
    + GOES
    + r"|对[^,;。、]{2,14}(?:贡献|作用|支撑)[^,;。、]{0,6}$)"
)
CONTRIBUTION = "贡献率"
TOPICAL = ("投资", "完成投资", "到位资金", "投入")  # sums that say nothing of what they are for
TOPIC = re.compile(
    r"在(?P<topic>[\u4e00-\u9fff]{2,10}?(?:建设|改造|治理|开发|产业|领域|工业|农业|交通|水利))(?:上|方面|中)?,"
)
WORKS_GO = re.compile(
    r"(?P<works>[\u4e00-\u9fff“”]{2,16}?(?:建设|改造|治理|工程))(?:正在|正|已|全面|加快|强力|顺利|扎实|稳步|有序|快速|深入|持续|积极|大力)*"
    r"(?:推进|实施|启动|展开|开工|进展(?:顺利|加快)?|提速|铺开|建设),$"
)
TOPIC_REACH = 60  # characters
MAKER_CLAUSES = 2  # between a bare output and who makes it
SHORTEST_CLAUSE, LONGEST_CLAUSE = 3, 20  # characters of a clause that is a name


def clause_before(document: Document, boundary: int, left: Left) -> int:
    """Where the names of the clause before start, behind the last figure and behind its leads."""
    return after_leads(document.text, strong_start(document.text, boundary, left.start - 1), left.start)


def heads_start(document: Document, boundary: int, left: Left) -> int:
    """Where the heads of a clause start, 、 and all."""
    return after_leads(document.text, strong_start(document.text, boundary, left.name_end), left.name_end)


def heads_before(document: Document, boundary: int, left: Left, count: int) -> list[str]:
    """The heads a clause without figures lists, right before this one (农民纯收入和城镇居民收入,分别达到…)."""
    start = clause_before(document, boundary, left)
    clause = TREND.sub("", document.words[start : max(start, left.start - 1)])
    heads = spread([bare(head) for head in HEAD_JOINT.split(clause) if head], count)
    return heads if len(heads) == count > 1 and not CLAUSE.search(fold("".join(heads))) else []


def heads_listed(words: str, count: int) -> list[str]:
    """The heads of `count` values: split at 、 alone when that gives as many, else at 和 too; one value is of each."""
    if len(metrics := fused_metrics(words) or each_measured(words)) == count:
        return metrics
    for joint in (COMMA_JOINT, HEAD_JOINT):
        heads = spread([bare(head) for head in joint.split(words) if head], count if count > 1 else 0)
        if len(heads) == count > 1:
            break
    return heads


def heads_together(words: str, *, shared: bool) -> list[str]:
    """The heads that one figure is for; none where it is of the last, behind examples."""
    if EXAMPLES.search(words) and not shared:
        return []  # 个体工商户、民营企业等市场主体新增2.6万户
    heads = [bare(head) for head in HEAD_JOINT.split(words) if head]
    heads = spread(heads) if shared else heads
    verb = verb_of(heads[0]) if shared and heads[1:] and not EXAMPLES.search(words) else ""
    if verb and not any(map(verb_of, heads[1:])):
        return [heads[0], *(verb + head for head in heads[1:])]  # 新增脐橙、蔬菜均超10万亩
    return heads if are_measures(heads) else []


def holders_before(document: Document, boundary: int, left: Left, count: int) -> list[str]:
    """Who the values of one measure are of, when the clause before only names them (甲商场、乙商场,销售额分别…)."""
    start = strong_start(document.text, boundary, left.start - 1)
    says_more = STARTS_A_STATEMENT.match(document.text, start) or PREDICATE.search(document.text, start + 2, left.start)
    return [] if says_more else heads_before(document, boundary, left, count)


def head_clause(document: Document, boundary: int, left: Left) -> Named | None:
    """The short clause right before that only names something (糖的产量,比上一年增加十七万吨)."""
    text = document.text
    start = after_leads(text, boundary, left.start)
    start = after_leads(text, clause_start(text, start, left.start - 1), left.start)
    clause = VERB_BEFORE.sub("", document.words[start : max(start, left.start - 1)].strip())
    words = TREND.sub("", clause)
    tells = words.endswith((*MEASURES, *THINGS)) or (words != clause and not STARTS_A_CLAUSE.match(words))
    is_name = tells and SHORTEST_CLAUSE <= len(words) <= LONGEST_CLAUSE
    named = Named(bare(words), Span(start, left.start), "earlier_clause")
    return named if is_name and not CLAUSE.search(fold(words)) else None


def owner_before(document: Document, boundary: int, left: Left, name: str, subject: Named | None) -> str:
    """Who a measure is of: what was counted right before it, or who made a bare output.

    8个县财政收入增幅超过20% is of these counties, 第三产业持续发展,增加值668亿元 of that trade.
    """
    if subject and subject.rule == "counted_noun" and subject.quote.end == left.start:
        does = STARTS_A_STATEMENT.match(document.text, left.name_start) or name.startswith(subject.name)
        measures = is_measure(name) or name.endswith(GROWTH_NAMES)
        return subject.name if measures and not does else ""
    if subject and name.endswith(CONTRIBUTION) and document.text[left.name_start - 1] == "对":
        return subject.name.removesuffix(longest((*MEASURES, *SHARE_NAMES), subject.name)) + "对"
    if name in TOPICAL and (topic := topic_of(document.text, left.start)):
        return topic
    if name.partition("占")[0] not in (*BARE_OUTPUTS, ""):
        return ""
    end = left.start
    for _ in range(MAKER_CLAUSES):
        start = after_leads(document.text, strong_start(document.text, boundary, end - 1), end)
        clause = document.words[start : max(start, end - 1)]
        maker = MAKER.match(fold(clause))
        if maker and not STARTS_A_STATEMENT.match(clause):
            return clause[: maker.end("maker")]
        end = strong_start(document.text, boundary, end - 1)
    return ""


def is_part(text: str, boundary: int, left: Left) -> bool:
    """Whether a figure is a part of the one right before: 净增企业300家,其中规模工业企业116家 were added, too."""
    return left.start <= boundary + 1 and PART in text[left.start : left.name_start]


def last_heads(names: list[str], count: int) -> list[str]:
    """The last of some names, each once; the two that one word has (存贷款余额)."""
    if count == PAIR and names and (two := in_two(names[-1])):
        return two
    distinct = list(dict.fromkeys(names))
    return distinct[-count:] if len(distinct) >= count else []


def topic_of(text: str, place: int) -> str:
    """What a sentence says that it is about (在铁路建设上,…完成投资80亿元), or the works of the clause before."""
    start = max(text.rfind(mark, max(0, place - TOPIC_REACH), place) for mark in "。;\n") + 1
    if topic := TOPIC.match(text, start, place):
        return topic["topic"]
    clause = strong_start(text, max(start, place - TOPIC_REACH), place - 1)
    works = WORKS_GO.match(text, after_leads(text, clause, place), place)
    return works["works"] if works and not STARTS_A_STATEMENT.match(works["works"]) else ""


def metric_before(document: Document, boundary: int, left: Left) -> Named | None:
    """The metric a clause without figures is about, between the last figure and this one's clause."""
    span = metric_between(document.text, boundary, left.start - 1)
    return Named(bare(document.words[span.start : span.end]), span, "earlier_clause") if span else None
