"""Values, units and scopes, as whole reports write them: what must be read, and what must be left."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document
from tests.figures import Figure, cases_of, figures_of

READS: dict[str, list[tuple[str, list[Figure]]]] = {
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
    "a fall to a value is no change by it": [
        ("居民消费价格涨幅回落到1.9%。", [("居民消费价格涨幅", "growth", 1.9, "%", "eq")]),
        ("审批时限压缩到不超过45个工作日。", [("审批时限", "level", 45, "个工作日", "le")]),
        ("登记失业率下降为4.1%。", [("登记失业率", "rate", 4.1, "%", "eq")]),
        ("赤字率收窄到3%。", [("赤字率", "rate", 3, "%", "eq")]),
        ("贫困发生率由12%降为3%。", [("贫困发生率", "rate", 12, "%", "eq"), ("贫困发生率", "rate", 3, "%", "eq")]),
        ("办事环节由12个精简为5个。", [("办事环节", "level", 12, "个", "eq"), ("办事环节", "level", 5, "个", "eq")]),
        ("增速由5%回落到3%，回落2个百分点。", [("增速", "growth", 5, "%", "eq"), ("增速", "growth", 3, "%", "eq"), ("增速", "change", -2, "个百分点", "eq")]),
        ("保费增速达到10%以上。", [("保费增速", "growth", 10, "%", "ge")]),
        ("矛盾化解到位。", []),
    ],
    "a floor that is so many times another value": [
        ("城镇居民收入不低于全国平均水平的1.4倍。", [("城镇居民收入", "level", 1.4, "倍", "ge")]),
        ("质量不低于全国平均水平。", []),
    ],
    "a change that opens its head": [
        ("提高低保标准10%。", [("低保标准", "growth", 10, "%", "eq")]),
        ("压缩审批时限30%。", [("审批时限", "growth", -30, "%", "eq")]),
        ("提高全省失业保险金标准10%。", [("失业保险金标准", "growth", 10, "%", "eq")]),
        ("提高服务水平。", []),
    ],
    "units of area, of money for something, of animals": [
        ("住宅面积达18.4平米，人均23㎡，建筑面积300m²，湿地5km²。", [("住宅面积", "level", 18.4, "平米", "eq"), ("人均住宅面积", "level", 23, "㎡", "eq"), ("建筑面积", "level", 300, "m²", "eq"), ("湿地", "level", 5, "km²", "eq")]),
        ("最低工资标准为2000元/月，亩均税收20万元/亩，均价5000元/㎡。", [("最低工资标准", "level", 2000, "元/月", "eq"), ("亩均税收", "level", 20, "万元/亩", "eq"), ("均价", "level", 5000, "元/㎡", "eq")]),
        ("出栏家禽500万羽、鱼苗300万尾、蜜蜂2万群。", [("出栏家禽", "level", 500, "万羽", "eq"), ("鱼苗", "level", 300, "万尾", "eq"), ("蜜蜂", "level", 2, "万群", "eq")]),
        ("114家乡镇卫生院参与医联体。", [("乡镇卫生院", "level", 114, "家", "eq")]),
        ("新建幼儿园500所以上。", [("新建幼儿园", "level", 500, "所", "ge")]),
        ("引进72名优秀教师。", [("引进优秀教师", "level", 72, "名", "eq")]),
        ("PM2.5浓度降至每立方米33微克。", [("PM2.5浓度", "level", 33, "微克", "eq")]),
        ("推进4/5G基站建设。", []),
    ],
    "an index without a unit, or so many to one": [
        ("群众满意度从81.2提升至86.9。", [("群众满意度", "level", 81.2, None, "eq"), ("群众满意度", "level", 86.9, None, "eq")]),
        ("城乡居民收入比由2.33∶1缩小到2.24∶1。", [("城乡居民收入比", "level", 2.33, None, "eq"), ("城乡居民收入比", "level", 2.24, None, "eq")]),
        ("居民消费价格指数控制在103左右。", [("居民消费价格指数", "level", 103, None, "approx")]),
        ("一比一配套。", []),
    ],
    "places counted without a classifier, and classes before their count": [
        ("对口帮扶9省54县（市、区）。", [("省", "level", 9, None, "eq"), ("县（市、区）", "level", 54, None, "eq")]),
        ("实施9大类45项重点工程。", [("重点工程", "level", 9, "大类", "eq"), ("重点工程", "level", 45, "项", "eq")]),
        ("新建7县市医院。", []),
    ],
    "a place in an order of any kind": [
        ("综合排名由第40位上升到第34位。", [("综合排名", "rank", 40, None, "eq"), ("综合排名", "rank", 34, None, "eq")]),
        ("第一位书记到任。", []),
    ],
    "a bare scale is a figure only behind a bound": [
        ("销售收入近千亿元。", [("销售收入", "level", 100000000000, "元", "approx")]),
        ("开展万名干部入企服务，打造千亿元产业。", []),
    ],
    "what is no quantity": [
        ("供热温度不低于20℃，退耕25度以上坡地3万亩。", [("退耕25度以上坡地", "level", 3, "万亩", "eq")]),
        ("培育50头以上养殖大户23户。", [("50头以上养殖大户", "level", 23, "户", "eq")]),
        ("1•11地震灾后重建完成。", []),
        ("建设2×60万千瓦机组。", []),
    ],
    "a measure behind 分别 is that of each head": [
        ("天山集团、昆仑集团分别实现营业收入350亿元、345亿元。", [("天山集团营业收入", "level", 350, "亿元", "eq"), ("昆仑集团营业收入", "level", 345, "亿元", "eq")]),
        ("各项工作分别推进。", []),
    ],
    "a value for each person, and sizes that tell which is counted": [
        ("地区生产总值年均增长7.2%，人均突破2万美元。", [("地区生产总值", "growth", 7.2, "%", "eq"), ("人均地区生产总值", "level", 2, "万美元", "gt")]),
        ("500万元以上固定资产投资2001亿元。", [("500万元以上固定资产投资", "level", 2001, "亿元", "eq")]),
        ("财政收入超10亿元的县达到8个。", [("财政收入超10亿元的县", "level", 8, "个", "eq")]),
        ("人均收入稳步提高。", []),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), cases_of(READS))
def test_a_figure_is_read_so(text: str, rows: list[Figure]) -> None:
    assert figures_of(text) == rows


def test_every_shape_has_texts_it_reads() -> None:
    assert [shape for shape, cases in READS.items() if not any(rows for _, rows in cases)] == []


OWN = "全市经济平稳，全市就业稳定，全市物价稳定。"
SCOPES = [
    (OWN + "全国居民消费价格上涨2%。", ["全国"]),
    (OWN + "全市居民消费价格上涨2%。", ["某市"]),
    (OWN + "全省地区生产总值增长6%，全市地区生产总值增长5%。", ["全省", "某市"]),
    ("临江县地区生产总值突破100亿元。", ["临江县"]),
    ("江海双城经济圈地区生产总值8万亿元。", ["江海双城经济圈"]),
    ("天山集团营业收入50亿元。", ["天山集团"]),
    ("固定资产投资120亿元，其中市本级完成44亿元。", ["某市", "市本级"]),
    ("农村居民人均可支配收入增长8%，贫困县人均可支配收入增长9%。", ["某市", "某市"]),
]


@pytest.mark.parametrize(("text", "scopes"), SCOPES)
def test_a_figure_of_another_place_or_body_says_so(text: str, scopes: list[str]) -> None:
    rows = extract(Document(text, "x", year=2024, region="某市", part="review")).indicators
    assert [row.scope for row in rows] == scopes
