"""Values, units and scopes, as whole reports write them: what must be read, and what must be left."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document

Row = tuple[str, str, float | None, str | None, str]

READS: dict[str, list[tuple[str, list[Row]]]] = {
    "parts of a hundred and a thousand with decimals": [
        ("工业总产值增长百分之十三点五，人口自然增长率为千分之三点二。", [("工业总产值", "growth", 13.5, "百分之", "eq"), ("人口自然增长率", "rate", 3.2, "千分之", "eq")]),
        ("农业增加百分之13.5。", [("农业", "growth", 13.5, "百分之", "eq")]),
        ("产量增长百分之五至六。", [("产量", "growth", 5, "百分之", "eq")]),
        ("百分之百的努力。", []),
    ],
    "figures with scales between them": [
        ("新增贫困户1万2千多户。", [("新增贫困户", "level", 12000, "户", "gt")]),
        ("投资3亿5千万元。", [("投资", "level", 350000000, "元", "eq")]),
        ("参加合作社的农民有一亿六千四百多万人。", [("参加合作社的农民", "level", 16400, "万人", "gt")]),
        ("一千多年的历史。", []),
    ],
    "thousands grouped by a space, or by a full-width comma among full-width digits": [
        ("参加人数达330 000人。", [("参加人数", "level", 330000, "人", "eq")]),
        ("造林６，５００万亩。", [("造林", "level", 6500, "万亩", "eq")]),
        ("增长5，6月份回落。", []),
    ],
    "characters of another block or script": [
        ("建设⼗二个泵站。", [("泵站", "level", 12, "个", "eq")]),
        ("國內生產總值達到500億元，增長8%。", [("國內生產總值", "level", 500, "亿元", "eq"), ("國內生產總值", "growth", 8, "%", "eq")]),
    ],
    "a sign before a value": [
        ("空气优良率≥90%。", [("空气优良率", "rate", 90, "%", "ge")]),
        ("成本＜5亿元。", [("成本", "level", 5, "亿元", "lt")]),
        ("出口增速为负1.2%。", [("出口", "growth", -1.2, "%", "eq")]),
        ("投诉量减少三分之二。", [("投诉量", "growth", -0.6667, None, "eq")]),
        ("为企业减负担。", []),
    ],
}  # fmt: skip
CASES = [pytest.param(text, rows, id=f"{shape}: {text}") for shape, cases in READS.items() for text, rows in cases]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_a_figure_is_read_so(text: str, rows: list[Row]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [(row.name, row.measure, round(row.value or 0, 4), row.unit, row.comparator) for row in read] == rows


def test_every_shape_has_texts_it_reads() -> None:
    assert [shape for shape, cases in READS.items() if not any(rows for _, rows in cases)] == []
