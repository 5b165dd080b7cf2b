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
    "what a count is of ends where the next figure begins to measure": [
        ("8个县财政收入增幅超过20%。", [("县", "level", 8, "个", "eq", "2023"), ("财政收入增幅", "growth", 20, "%", "gt", "2023")]),
        ("10个病种患者负担平均降低53%。", [("病种患者负担", "level", 10, "个", "eq", "2023"), ("病种患者负担", "growth", -53, "%", "eq", "2023")]),
        ("54个部门490万条数据编目归集。", [("部门", "level", 54, "个", "eq", "2023"), ("数据编目归集", "level", 490, "万条", "eq", "2023")]),
        ("完成100万亩造林、300万亩退牧还草任务。", [("造林", "level", 100, "万亩", "eq", "2023"), ("退牧还草任务", "level", 300, "万亩", "eq", "2023")]),
        ("加快13个投资10亿元以上的产业项目建设。", [("投资10亿元以上的产业项目", "level", 13, "个", "eq", "2023")]),
    ],
    "nouns of one character, of levels, and with stars": [
        ("2个镇、25个村入选示范名单。", [("入选示范名单镇", "level", 2, "个", "eq", "2023"), ("入选示范名单村", "level", 25, "个", "eq", "2023")]),
        ("建成7家市、县区级物流园。", [("市、县区级物流园", "level", 7, "家", "eq", "2023")]),
        ("新增4个国家4A级景区、9家3A级以上旅游村。", [("新增国家4A级景区", "level", 4, "个", "eq", "2023"), ("新增3A级以上旅游村", "level", 9, "家", "eq", "2023")]),
        ("村镇面貌一新。", []),
    ],
    "persons who are told only by what they got": [
        ("3人荣登“好人榜”，20人入选省级人才计划。", [("荣登“好人榜”", "level", 3, "人", "eq", "2023"), ("入选省级人才计划", "level", 20, "人", "eq", "2023")]),
        ("获评先进集体。", []),
    ],
    "a part named right behind its percentage": [
        ("确保80%以上村庄达到整洁村标准。", [("村庄", "share", 80, "%", "ge", "2023")]),
        ("努力实现95%以上个人事项和60%以上法人事项移动办理。", [("个人事项", "share", 95, "%", "ge", "2023"), ("法人事项移动办理", "share", 60, "%", "ge", "2023")]),
        ("80%的乡、75%的村、9%的户通了电。", [("乡", "share", 80, "%", "eq", "2023"), ("村", "share", 75, "%", "eq", "2023"), ("户通了电", "share", 9, "%", "eq", "2023")]),
    ],
    "a clause that only says how something went names what follows": [
        ("经营主体逆势增长，净增6万户，总数达到49万户。", [("经营主体", "change", 6, "万户", "eq", "2023"), ("经营主体", "level", 49, "万户", "eq", "2023")]),
        ("4A级景区新增两家、总数达13家。", [("4A级景区", "level", 13, "家", "eq", "2023")]),
        ("营商环境排名连续进位，进入全国前10。", [("营商环境排名", "rank", 10, None, "le", "2023")]),
        ("干部作风好转，净增6万户。", []),
    ],
    "whom it is for, how long and how well it went are no names": [
        ("为企业减免返还社保费5亿元，为农户免费发放取暖煤30万吨。", [("减免返还社保费", "level", 5, "亿元", "eq", "2023"), ("免费发放取暖煤", "level", 30, "万吨", "eq", "2023")]),
        ("在社区配备健身器材300套。", [("配备健身器材", "level", 300, "套", "eq", "2023")]),
        ("连续5年提高最低工资标准，年均增长13%。", [("最低工资标准", "growth", 13, "%", "eq", "2023")]),
        ("成功发行城投债11亿元。", [("发行城投债", "level", 11, "亿元", "eq", "2023")]),
        ("按可比口径计算的财政收入增长3%。", [("财政收入", "growth", 3, "%", "eq", "2023")]),
        ("出口下降22%，较上半年降幅收窄10个百分点。", [("出口", "growth", -22, "%", "eq", "2023"), ("出口", "change", -10, "个百分点", "eq", "2023")]),
        ("资助标准由2850元放宽至3085元。", [("资助标准", "level", 2850, "元", "eq", "2022"), ("资助标准", "level", 3085, "元", "eq", "2023")]),
    ],
    "a range whose lower end has only its scale; a dash in a name": [
        ("完成投资50亿-60亿元。", [("投资", "level", 50, "亿元", "eq", "2023")]),
        ("长江-12.5米航道完工。", [("长江", "level", 12.5, "米", "eq", "2023")]),
        ("社零增速-3.2%。", [("社零增速", "growth", -3.2, "%", "eq", "2023")]),
    ],
    "sessions, satellites, and how many great ones": [
        ("举办3届装备大会，在轨卫星15颗，建设8大产业集群。", [("装备大会", "level", 3, "届", "eq", "2023"), ("在轨卫星", "level", 15, "颗", "eq", "2023"), ("产业集群", "level", 8, "大", "eq", "2023")]),
        ("迎接党的二十大召开，八大行动深入推进。", []),
    ],
    "a change since the year before, behind one since an earlier year": [
        ("2023年产值35亿元，比2018年增长57%，比上年增长12%。", [("产值", "level", 35, "亿元", "eq", "2023"), ("产值", "growth", 57, "%", "eq", "2019-2023"), ("产值", "growth", 12, "%", "eq", "2023")]),
        ("税收降幅从一季度的8%收窄至前三季度的2%。", [("税收", "growth", -8, "%", "eq", "2023Q1"), ("税收", "growth", -2, "%", "eq", "2023Q1/2023Q3")]),
    ],
    "years that others are counted by": [
        ("应对了1961年来最为严重的干旱，投入资金3亿元。", [("投入资金", "level", 3, "亿元", "eq", "2023")]),
        ("将1988年10月前被征地农民纳入保障，参合率达97%。", [("参合率", "rate", 97, "%", "eq", "2023")]),
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
