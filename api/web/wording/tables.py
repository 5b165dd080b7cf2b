"""What tables are about, and values of their closed lists in few words."""

from schemas.tables import Table

ABOUT_ZH = {  # what a row of each table is; in English its schema says so
    "indicators": "报告称已做到、观察到或现有的数字；水平与增速是两行。",
    "targets": "报告承诺的数字，或可衡量的关系。",
    "projects": "具体的工程与事项，每条陈述一行。",
    "glossary": "报告在注释中解释的词条。",
    "glossary_mentions": "正文中用到词条的地方。",
    "outcomes": "目标后来怎样：后续报告中回答它的数字，或没有这样的数字。",
    "series": "每个地区、指标、类型与年份的首选值，附全部陈述。",
    "panel": "每个地区、指标与年份的目标和结果，并列一行。",
    "coverage": "每个地区与年份：库中有无报告，读出了多少。",
    "undertakings": "各份报告中的同一项目，合为一行。",
    "figures": "原文中的每一个数字：采用它的行，或未采用的原因。",
    "paragraphs": "原文的每一个非空行；合起来即全文。",
    "reports": "每份报告及其来源。",
    "metrics": "报告反复衡量的事物。",
    "units": "报告中的单位写法及其换算。",
    "regions": "报告所属的地区及其上级。",
}

BRIEF = {  # values of closed lists, in fewer English words than their schema has: what is missing is the value itself
    "measure": {"level": "amount"},
    "status": {"to_complete": "to be completed", "opened": "open", "revitalised": "in use again"},
    "level": {},
    "strength": {},
    "basis": {},
    "value_kind": {"final": "actual", "estimated": "estimate"},
}


def described(table: Table) -> str:
    """What a row of a table is, in English: the first line of its schema."""
    return (table.row.__doc__ or "").partition("\n")[0].replace("`", "")
