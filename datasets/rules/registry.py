"""Every rule by the name its rows carry: what it reads, with texts it must read and texts it must not."""

from functools import cache

from msgspec import Struct

from datasets.rules.exclusions import EXCLUSIONS
from datasets.rules.relations import RELATIONS

Reads = tuple[tuple[str, str, float | None], ...]


class Example(Struct, frozen=True):
    """A text, and the (name, measure, value) of each figure the rule reads there; none for a text it must leave."""

    text: str
    reads: Reads = ()


class Rule(Struct, frozen=True):
    """A named way to read something."""

    name: str
    reads: str  # the tables its rows are in
    meaning: str
    meaning_zh: str
    examples: tuple[Example, ...] = ()


FIGURES = "indicators, targets"
QUARANTINES = (
    "after_its_report",
    "outside_its_quote",
    "against_schema",
)  # rules of the ledger for numerals whose rows are left out
UNKNOWN_VERB, UNRESOLVED = "unknown_verb", "unresolved"  # of rows and numerals that a person should look at
RULES = (
    Rule("named_value", FIGURES, "A name, words that tie it to its figure, the figure.", "名称、联系词与数字。", (
        Example("固定资产投资完成16.2亿元。", (("固定资产投资", "level", 16.2),)),
        Example("城镇登记失业率控制在4.3%以内。", (("城镇登记失业率", "rate", 4.3),)),
        Example("万元生产总值综合能耗下降4.77%。", (("万元生产总值综合能耗", "growth", -4.77),)),
        Example("加快建设现代化产业体系。"),
        Example("2023年是极不平凡的一年。"),
    )),
    Rule("earlier_head", FIGURES, "A figure without a name takes the one before it in the sentence.", "无名称的数字承接前文名称。", (
        Example("地区生产总值完成155.5亿元、同比增长3%。", (("地区生产总值", "level", 155.5), ("地区生产总值", "growth", 3))),
        Example("地区生产总值增长7%以上、力争8%。", (("地区生产总值", "growth", 7), ("地区生产总值", "growth", 8))),
        Example("同比增长3%。"),
    )),
    Rule("shared_head", FIGURES, "分别 hands out heads to the figures behind it, in order.", "“分别”将并列名称依次对应数字。", (
        Example("城乡居民人均可支配收入分别增长8%和10%。", (("城镇居民人均可支配收入", "growth", 8), ("农村居民人均可支配收入", "growth", 10))),
        Example("进口、出口分别增长5%、6%。", (("进口", "growth", 5), ("出口", "growth", 6))),
    )),
    Rule("counted_noun", FIGURES, "A count is named by the noun behind its unit.", "计数以单位后的名词为名。", (
        Example("推进团结等7个老旧小区改造。", (("老旧小区改造", "level", 7),)),
        Example("建设两个中心。"),
    )),
    Rule("share_of", FIGURES, "占 makes the figure a share of the name before it.", "“占”表示前述名称在整体中的份额。", (
        Example("海关税收67.94亿元，占广西的62.1%。", (("海关税收", "level", 67.94), ("海关税收占广西", "share", 62.1))),
    )),
    Rule("earlier_clause", FIGURES, "A figure without a name takes the metric its previous clause is about.", "无名称的数字取上一分句所述指标。", (
        Example("财政支出进度快速有效，完成40.2亿元。", (("财政支出", "level", 40.2),)),
    )),
    Rule("structure", FIGURES, "The parts of a structure are shares, one for each sector.", "结构比例的各部分为占比。", (
        Example("三次产业结构为12.4：65.8：21.8。", (("第一产业占比", "share", 12.4), ("第二产业占比", "share", 65.8), ("第三产业占比", "share", 21.8))),
        Example("三次产业比例由26:36:38调整为14:52:34。", (
            ("第一产业占比", "share", 26), ("第二产业占比", "share", 36), ("第三产业占比", "share", 38),
            ("第一产业占比", "share", 14), ("第二产业占比", "share", 52), ("第三产业占比", "share", 34))),
    )),
    Rule("name_behind", FIGURES, "A figure with only a verb before it is named by what stands behind 的.", "数字前只有动词时，取“的”后之名。", (
        Example("提出8%左右的国内生产总值增长目标。", (("国内生产总值", "growth", 8),)),
    )),
    Rule("rank", FIGURES, "A place in an order.", "位次。", (
        Example("空气综合指数全市第一。", (("空气综合指数", "rank", 1),)),
        Example("发展第三产业。"),
    )),
    Rule("curated", "all tables", "A person corrected it; the origin of the report says why.", "人工订正，理由见报告的origin.toml。"),
    Rule("invested", "figures", "A figure that only describes one project.", "仅说明某一项目的数字。"),
    Rule("named_works", "projects", "A named undertaking and what happened to it.", "具名项目及其进展。"),
    Rule("group", "projects", "A member named of a group of projects.", "“X等N个项目”中具名的项目。"),
    Rule("programme", "projects", "Works of one kind: some by name, and how many.", "同类工程：举例并计数。"),
    Rule("unknown_verb", "projects", "A list that is clearly one of works, told by a verb no table has: its stage is doubtful.", "动词未识别的项目并列，阶段存疑。"),
    Rule("note", "glossary", "A numbered note: term and definition.", "编号注释：词条与释义。"),
    Rule("term", "glossary_mentions", "A term as its note writes it, quotes apart.", "正文中出现的词条（不计引号）。"),
    Rule("short_term", "glossary_mentions", "A term by its quoted heart alone, or what the mark of its note stands behind.", "词条的引号核心或注释标记所指处。"),
    Rule("figure", "figures", "A numeral that a row of indicators or targets uses.", "被指标或目标采用的数字。"),
    Rule("word", "figures", "A Chinese numeral that is part of a word.", "词语中的汉字数字。"),
    Rule("small_count", "figures", "A count up to ten in Chinese characters: a way of speaking (两个方面).", "十以内的汉字计数，多为行文列举。"),
    Rule("unresolved", "figures", "A numeral no rule understands yet.", "尚无规则识别的数字。"),
    Rule("after_its_report", "figures", "Quarantined: read as achieved, yet dated after its report.", "隔离：读作已实现，年份却晚于报告。"),
    Rule("outside_its_quote", "figures", "Quarantined: the figure is not inside its quote.", "隔离：数字不在其引文之内。"),
    Rule("against_schema", "figures", "Quarantined: its row does not fit the schema of its table.", "隔离：所成之行不合其表的模式。"),
    Rule("chrome", "figures, paragraphs", "Text of the web page around the report.", "网页框架文字。"),
    Rule("title", "figures, paragraphs", "Title, delivery note or speaker.", "标题、会议或报告人。"),
    Rule("heading", "paragraphs", "A heading.", "小标题。"),
    Rule("body", "paragraphs", "Text of the report.", "正文。"),
    *(Rule(relation.name, "targets", f"A relation without a figure: {relation.fits[0]}", f"无数字的关系：{relation.fits[0]}") for relation in RELATIONS),
    *(Rule(rule.name, "figures", f"Not a quantity ({rule.reason}): {', '.join(rule.fits)}", f"非数量：{'、'.join(rule.fits)}") for rule in EXCLUSIONS),
)  # fmt: skip


@cache
def rules_by_name() -> dict[str, Rule]:
    """Every rule by its name."""
    return {rule.name: rule for rule in RULES}


def rule_named(name: str) -> Rule | None:
    """The rule with this name."""
    return rules_by_name().get(name)
