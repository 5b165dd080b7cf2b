"""The names of figures, as whole reports write them: what must be read, and what must be left."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document

Row = tuple[str, str, float | None, str | None, str]

READS: dict[str, list[tuple[str, list[Row]]]] = {
    "a verb of adding is part of the name, and holds for its list": [
        ("新增了50所幼儿园。", [("新增幼儿园", "level", 50, "所", "eq")]),
        ("新增3个示范村镇、1个特色产业村。", [("新增示范村镇", "level", 3, "个", "eq"), ("新增特色产业村", "level", 1, "个", "eq")]),
        ("改造提升助餐点50个、邻里点80个。", [("改造提升助餐点", "level", 50, "个", "eq"), ("改造提升邻里点", "level", 80, "个", "eq")]),
        ("净增规上企业161家。", [("净增规上企业", "level", 161, "家", "eq")]),
        ("完善提升20个服务网络。", [("完善提升服务网络", "level", 20, "个", "eq")]),
        ("下放40项企业事项和25项居民事项。", [("下放企业事项", "level", 40, "项", "eq"), ("下放居民事项", "level", 25, "项", "eq")]),
        ("下放权力事项，增强活力。", []),
    ],
    "a total behind what was added is of all": [
        ("新登记主体12万户、增长8%，总量达95万户。", [("新登记主体", "level", 12, "万户", "eq"), ("新登记主体", "growth", 8, "%", "eq"), ("主体", "level", 95, "万户", "eq")]),
        ("新增实验室2家、累计达14家。", [("新增实验室", "level", 2, "家", "eq"), ("实验室", "level", 14, "家", "eq")]),
        ("累计新登记主体。", []),
    ],
    "a verb that is part of a noun": [
        ("新增就业5万人，完成率达140%。", [("新增就业", "level", 5, "万人", "eq"), ("新增就业完成率", "rate", 140, "%", "eq")]),
        ("建成区绿化覆盖率达到41%。", [("建成区绿化覆盖率", "rate", 41, "%", "eq")]),
        ("任务完成情况良好。", []),
    ],
    "a noun with quotes, brackets or two halves": [
        ("实施12个“煤改电”“煤改气”项目，32个散煤“双替代”项目。", [("“煤改电”“煤改气”项目", "level", 12, "个", "eq"), ("散煤“双替代”项目", "level", 32, "个", "eq")]),
        ("建成4个“宜邻中心”，加快发展。", [("“宜邻中心”", "level", 4, "个", "eq")]),
        ("10个镇（街）文体示范点建成。", [("镇（街）文体示范点", "level", 10, "个", "eq")]),
        ("抓好90个枢纽型、功能性重点项目建设。", [("枢纽型、功能性重点项目", "level", 90, "个", "eq")]),
        ("救助1200名困境、留守儿童。", [("救助困境、留守儿童", "level", 1200, "名", "eq")]),
        ("建成3个泵站、新建道路20公里。", [("泵站", "level", 3, "个", "eq"), ("新建道路", "level", 20, "公里", "eq")]),
        ("建设“两个先行区”。", []),
    ],
    "where a noun ends": [
        ("组建3个产业联盟和长三角绿色产业联盟。", [("产业联盟", "level", 3, "个", "eq")]),
        ("撤销188家行业协会和中介机构。", [("撤销行业协会和中介机构", "level", 188, "家", "eq")]),
        ("打造45个美丽宜居村庄。", [("美丽宜居村庄", "level", 45, "个", "eq")]),
        ("33家医院按期开展试点。", [("医院", "level", 33, "家", "eq")]),
        ("市直3间医院启动建设。", [("市直医院", "level", 3, "间", "eq")]),
        ("村庄更加宜居。", []),
    ],
    "words a clause opens with are no part of a name": [
        ("年内新认证有机食品1万亩。", [("新认证有机食品", "level", 1, "万亩", "eq")]),
        ("①完成医疗救助27万人次；②加装电梯300台。", [("医疗救助", "level", 27, "万人次", "eq"), ("加装电梯", "level", 300, "台", "eq")]),
        ("五年新设外商投资企业4.4万家、占全国比重16.2%。", [("新设外商投资企业", "level", 4.4, "万家", "eq"), ("新设外商投资企业占全国比重", "share", 16.2, "%", "eq")]),
        ("先后投入医务人员6600人。", [("投入医务人员", "level", 6600, "人", "eq")]),
        ("年内完成换届。", []),
    ],
    "a measure that leans on the head before it": [
        ("粮食种植面积和产量分别稳定在700万亩、200万吨以上。", [("粮食种植面积", "level", 700, "万亩", "ge"), ("粮食产量", "level", 200, "万吨", "ge")]),
        ("粮食、大豆种植面积分别增长3%、5%。", [("粮食种植面积", "growth", 3, "%", "eq"), ("大豆种植面积", "growth", 5, "%", "eq")]),
        ("商标注册量、续展量分别增长3%、5%。", [("商标注册量", "growth", 3, "%", "eq"), ("商标续展量", "growth", 5, "%", "eq")]),
        ("游客人数和收入分别增长3%、5%。", [("游客人数", "growth", 3, "%", "eq"), ("游客收入", "growth", 5, "%", "eq")]),
        ("一、二、三产增加值分别增长4%、5%、6%。", [("一产增加值", "growth", 4, "%", "eq"), ("二产增加值", "growth", 5, "%", "eq"), ("三产增加值", "growth", 6, "%", "eq")]),
        ("播种面积8万亩，产量2万吨，产值3亿元。", [("播种面积", "level", 8, "万亩", "eq"), ("产量", "level", 2, "万吨", "eq"), ("产值", "level", 3, "亿元", "eq")]),
        ("城镇住房470套、新开工630套。", [("城镇住房", "level", 470, "套", "eq"), ("新开工城镇住房", "level", 630, "套", "eq")]),
        ("新开工住房12万套、基本建成8万套。", [("新开工住房", "level", 12, "万套", "eq"), ("基本建成住房", "level", 8, "万套", "eq")]),
        ("城镇、牧区居民收入分别增长8%、9%。", [("城镇居民收入", "growth", 8, "%", "eq"), ("牧区居民收入", "growth", 9, "%", "eq")]),
        ("固定资产投资120亿元，其中市本级完成44亿元。", [("固定资产投资", "level", 120, "亿元", "eq"), ("市本级固定资产投资", "level", 44, "亿元", "eq")]),
        ("规模和产量稳步提升。", []),
    ],
    "a list that moves from one set of values to the next": [
        ("医保补助分别从310元、120元提高到350元、150元。", [("医保补助", "level", 310, "元", "eq"), ("医保补助", "level", 120, "元", "eq"), ("医保补助", "level", 350, "元", "eq"), ("医保补助", "level", 150, "元", "eq")]),
        ("城区、县城、农村低保标准分别由510元、480元、310元提高到560元、530元、345元。", [("城区低保标准", "level", 510, "元", "eq"), ("县城低保标准", "level", 480, "元", "eq"), ("农村低保标准", "level", 310, "元", "eq"), ("城区低保标准", "level", 560, "元", "eq"), ("县城低保标准", "level", 530, "元", "eq"), ("农村低保标准", "level", 345, "元", "eq")]),
        ("标准分别提高。", []),
    ],
    "each value of a list with its own change": [
        ("税收、非税收入分别下降8%、增长3%。", [("税收", "growth", -8, "%", "eq"), ("非税收入", "growth", 3, "%", "eq")]),
        ("收入有增有减。", []),
    ],
    "a part of a budget or a plan is no head for what follows": [
        ("一般公共预算支出10亿元，完成预算的96.7%，增长4%。", [("一般公共预算支出", "level", 10, "亿元", "eq"), ("一般公共预算支出完成预算", "rate", 96.7, "%", "eq"), ("一般公共预算支出", "growth", 4, "%", "eq")]),
        ("重点项目投资315亿元，为年度计划的103%。", [("重点项目投资", "level", 315, "亿元", "eq"), ("重点项目投资完成年度计划", "rate", 103, "%", "eq")]),
        ("全面完成年度计划。", []),
    ],
    "a bracket between a change and its value": [
        ("一般公共预算收入12亿元，下降（同口径）9.5%。", [("一般公共预算收入", "level", 12, "亿元", "eq"), ("一般公共预算收入", "growth", -9.5, "%", "eq")]),
        ("财政总收入（省口径）增长6%。", [("财政总收入（省口径）", "growth", 6, "%", "eq")]),
    ],
    "a fall in the name": [
        ("药品价格平均降幅22.6%。", [("药品价格", "growth", -22.6, "%", "eq")]),
        ("审批事项精简60%。", [("审批事项", "growth", -60, "%", "eq")]),
        ("利润跃升12%，支出减支5%，税收减收3%，亏损减亏8%。", [("利润", "growth", 12, "%", "eq"), ("支出", "growth", -5, "%", "eq"), ("税收", "growth", -3, "%", "eq"), ("亏损", "growth", -8, "%", "eq")]),
        ("办事流程大幅精简。", []),
    ],
    "so many times an earlier year is a growth": [
        ("财政收入502亿元，是2002年的2.56倍，年均增长26%。", [("财政收入", "level", 502, "亿元", "eq"), ("财政收入", "growth", 2.56, "倍", "eq"), ("财政收入", "growth", 26, "%", "eq")]),
        ("城乡居民收入比为2.3倍。", [("城乡居民收入比", "level", 2.3, "倍", "eq")]),
    ],
    "a goal that is set": [
        ("经济增长预期目标定为6%。", [("经济", "growth", 6, "%", "eq")]),
        ("负债率提升到去年底的12.1%。", [("负债率", "rate", 12.1, "%", "eq")]),
        ("目标定得合理。", []),
    ],
    "a part of the noun right behind": [
        ("推动90%以上职业学校办学条件达标。", [("职业学校办学条件", "share", 90, "%", "ge")]),
        ("全市28.7%国土面积划为保护区。", [("国土面积划为保护区", "share", 28.7, "%", "eq")]),
        ("增长8%左右。", []),
    ],
    "a rank for two measures, over many years, or among so many": [
        ("优良水体数量和比例均居全省首位。", [("优良水体数量", "rank", 1, None, "eq"), ("优良水体比例", "rank", 1, None, "eq")]),
        ("专利申请量连续22年、授权量连续8年居全国城市第一。", [("授权量", "rank", 1, None, "eq")]),
        ("创新集群排名跃居全球首位。", [("创新集群排名", "rank", 1, None, "eq")]),
        ("投资环境满意率达96%，全省排名第一。", [("投资环境满意率", "rate", 96, "%", "eq"), ("投资环境满意率", "rank", 1, None, "eq")]),
        ("居民生活更加美好。", []),
    ],
}  # fmt: skip
CASES = [pytest.param(text, rows, id=f"{shape}: {text}") for shape, cases in READS.items() for text, rows in cases]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_a_name_is_read_so(text: str, rows: list[Row]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [(row.name, row.measure, round(row.value or 0, 4), row.unit, row.comparator) for row in read] == rows


def test_every_shape_has_texts_it_reads() -> None:
    assert [shape for shape, cases in READS.items() if not any(rows for _, rows in cases)] == []
