"""Whose value a figure is, as whole reports write it: what must be read, and what must be left. Sentences are invented."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document

Row = tuple[str, str, float | None, str | None, str, str | None]

READS: dict[str, list[tuple[str, list[Row]]]] = {
    "what is said of the first value of a list is said of all": [
        ("禽蛋产量分别增长7%、8%和9%。", [("禽蛋产量", "growth", 7, "%", "eq", "2023"), ("禽蛋产量", "growth", 8, "%", "eq", "2023"), ("禽蛋产量", "growth", 9, "%", "eq", "2023")]),
        ("增长7%、8%。", []),
    ],
    "who sells is named in the clause before, unless that says something of its own": [
        ("东街商场、西街商场，年销售额分别增长6%和3%。", [("东街商场年销售额", "growth", 6, "%", "eq", "2023"), ("西街商场年销售额", "growth", 3, "%", "eq", "2023")]),
        ("议案和提案全部办结，满意率分别达到98%、99%。", [("满意率", "rate", 98, "%", "eq", "2023"), ("满意率", "rate", 99, "%", "eq", "2023")]),
        ("推动甲乡、乙乡产能回归，销售收入分别实现16亿元、5亿元。", [("销售收入", "level", 16, "亿元", "eq", "2023"), ("销售收入", "level", 5, "亿元", "eq", "2023")]),
    ],
    "values without words are of the figures before, or of the clause before": [
        ("财政总收入85亿元、公共预算收入54亿元，年均增长7%和8%。", [("财政总收入", "level", 85, "亿元", "eq", "2023"), ("公共预算收入", "level", 54, "亿元", "eq", "2023"), ("财政总收入", "growth", 7, "%", "eq", "2023"), ("公共预算收入", "growth", 8, "%", "eq", "2023")]),
        ("城乡居民收入年均分别增长7%、8%，达到5万元、3万元。", [("城镇居民收入", "growth", 7, "%", "eq", "2023"), ("农村居民收入", "growth", 8, "%", "eq", "2023"), ("城镇居民收入", "level", 5, "万元", "eq", "2023"), ("农村居民收入", "level", 3, "万元", "eq", "2023")]),
        ("出口额增长10%，规上工业增加值、税收收入降幅收窄，分别下降1%、7%。", [("出口额", "growth", 10, "%", "eq", "2023"), ("规上工业增加值", "growth", -1, "%", "eq", "2023"), ("税收收入", "growth", -7, "%", "eq", "2023")]),
        ("新增高新企业、中小企业44家和30家，总数分别达到350家和900家。", [("新增高新企业", "level", 44, "家", "eq", "2023"), ("中小企业", "level", 30, "家", "eq", "2023"), ("高新企业总数", "level", 350, "家", "eq", "2023"), ("中小企业总数", "level", 900, "家", "eq", "2023")]),
    ],
    "two things in one word, wherever it stands": [
        ("本外币存贷款余额分别增长11%和16%。", [("本外币存款余额", "growth", 11, "%", "eq", "2023"), ("本外币贷款余额", "growth", 16, "%", "eq", "2023")]),
        ("实际利用内外资分别增长7%和4%。", [("实际利用内资", "growth", 7, "%", "eq", "2023"), ("实际利用外资", "growth", 4, "%", "eq", "2023")]),
        ("进出口总额和利用外资分别增长5%、6%。", [("进出口总额", "growth", 5, "%", "eq", "2023"), ("利用外资", "growth", 6, "%", "eq", "2023")]),
        ("汽车产销量增长4%。", [("汽车产销量", "growth", 4, "%", "eq", "2023")]),
    ],
    "a plan to compare with is no name": [
        ("工业产值10亿元、利税2亿元，分别是“十三五”的3倍、2倍。", [("工业产值", "level", 10, "亿元", "eq", "2023"), ("利税", "level", 2, "亿元", "eq", "2023"), ("工业产值", "growth", 3, "倍", "eq", "2021-2023"), ("利税", "growth", 2, "倍", "eq", "2021-2023")]),
        ("植树28亿株，比“十三五”增加13亿株。", [("植树", "level", 28, "亿株", "eq", "2023"), ("植树", "change", 13, "亿株", "eq", "2021-2023")]),
        ("城镇居民收入5万元，“十三五”年均增长8%。", [("城镇居民收入", "level", 5, "万元", "eq", "2023"), ("城镇居民收入", "growth", 8, "%", "eq", "2016-2020")]),
        ("实施5个“十四五”规划重大项目。", [("“十四五”规划重大项目", "level", 5, "个", "eq", "2023")]),
    ],
    "what a doubling starts from is no name": [
        ("生产总值在2013年的基础上翻一番。", [("生产总值", "growth", 1, "番", "eq", "2014-2023")]),
        ("在2013年改革的基础上，新增学校5所。", [("新增学校", "level", 5, "所", "eq", "2023")]),
    ],
}  # fmt: skip
CASES = [pytest.param(text, rows, id=f"{shape}: {text}") for shape, cases in READS.items() for text, rows in cases]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_a_figure_is_of(text: str, rows: list[Row]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [
        (row.name, row.measure, round(row.value or 0, 4), row.unit, row.comparator, row.period) for row in read
    ] == rows


def test_every_shape_has_texts_it_reads() -> None:
    assert [shape for shape, cases in READS.items() if not any(rows for _, rows in cases)] == []
