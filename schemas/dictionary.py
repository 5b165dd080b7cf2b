"""The data dictionary, as Markdown."""

import json

from schemas.arrow import arrow_type
from schemas.inspection import Column, columns_of
from schemas.tables import TABLES, Table

INTRODUCTION = """# Data dictionary · 数据字典

Made from the row types in `schemas/` by `make docs`; do not edit.
由 `schemas/` 中的行类型生成，请勿手改。
"""
HEADER = (
    "| column 列 | type 类型 | may be null 可空 | unit 单位 | meaning 含义 | example 例 |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


def dictionary(tables: tuple[Table, ...] = TABLES) -> str:
    """The whole data dictionary."""
    return "\n\n".join([INTRODUCTION.rstrip(), *map(section, tables)]) + "\n"


def section(table: Table) -> str:
    """One table, with the meanings of its closed lists."""
    columns = columns_of(table.row)
    lists = [f"**{c.name}**: " + "; ".join(labels(c)) for c in columns if c.labels]
    lines = [f"## {table.name} · {table.title_zh}", "", table.row.__doc__ or "", "", HEADER, *map(line, columns)]
    return "\n".join([*lines, *(text for entry in lists for text in ("", entry))])


def line(column: Column) -> str:
    """One column."""
    null = "yes 是" if column.nullable else "no 否"
    example = json.dumps(column.examples[0], ensure_ascii=False) if column.examples else ""
    meaning = f"{column.description} {column.description_zh}"
    name = f"`{column.name}` {column.title_zh}"
    return f"| {name} | {arrow_type(column)} | {null} | {column.unit or ''} | {meaning} | {example} |"


def labels(column: Column) -> list[str]:
    """The values of a closed list with their meanings."""
    return [f"`{value}` {en} {zh}" for value, (en, zh) in column.labels.items()]
