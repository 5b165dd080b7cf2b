"""Heads, counts and what is told of them, as whole reports of many places write them. Sentences are invented."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document
from tests.figures import Figure, cases_of, figures_of

READS: dict[str, list[tuple[str, list[Figure]]]] = {
    "a plan that a figure is compared with": [
        ("新开工项目42个，比年度计划增加22个。", [("新开工项目", "level", 42, "个", "eq"), ("新开工项目", "change", 22, "个", "eq")]),
        ("完成投资80亿元，比年初目标增加3.6%。", [("投资", "level", 80, "亿元", "eq"), ("投资", "growth", 3.6, "%", "eq")]),
        ("计划总投资80亿元。", [("计划总投资", "level", 80, "亿元", "eq")]),
    ],
    "a verb between who does it and what is measured": [
        ("国有单位共完成固定资产投资24亿元。", [("国有单位固定资产投资", "level", 24, "亿元", "eq")]),
        ("在大旱之年粮食产量仍达到1300万吨。", [("粮食产量", "level", 1300, "万吨", "eq")]),
    ],
    "what is moved, and how": [
        ("动用65架次飞机和36套设备增雨。", [("飞机", "level", 65, "架次", "eq"), ("设备增雨", "level", 36, "套", "eq")]),
        ("全面完成66万平方米校舍加固。", [("校舍加固", "level", 66, "万平方米", "eq")]),
        ("全面小康指数达到92。", [("全面小康指数", "level", 92, None, "eq")]),
    ],
    "works at another stage": [
        ("水库加固开工59座，完工33座。", [("水库加固开工", "level", 59, "座", "eq"), ("水库加固完工", "level", 33, "座", "eq")]),
        ("保障房开工9万套、竣工4万套。", [("保障房开工", "level", 9, "万套", "eq"), ("保障房竣工", "level", 4, "万套", "eq")]),
    ],
    "a sum that is only paid": [
        ("安排6亿元，完成66万平方米校舍加固。", [("安排资金", "level", 6, "亿元", "eq"), ("校舍加固", "level", 66, "万平方米", "eq")]),
        ("列支3000万元贷款贴息支持技改项目。", [("贷款贴息", "level", 3000, "万元", "eq")]),
        ("开展文艺活动400场，安排75万元专项资金。", [("开展文艺活动", "level", 400, "场", "eq"), ("专项资金", "level", 75, "万元", "eq")]),
    ],
    "what was built, and all there is": [
        ("新建扩建民宿50家、达到64家。", [("新建扩建民宿", "level", 50, "家", "eq"), ("民宿", "level", 64, "家", "eq")]),
        ("新建扩建净水厂4座、水站5座。", [("新建扩建净水厂", "level", 4, "座", "eq"), ("新建扩建水站", "level", 5, "座", "eq")]),
    ],
    "firms that went to a market": [
        ("3家企业在区域股权市场挂牌。", [("在区域股权市场挂牌企业", "level", 3, "家", "eq")]),
        ("新增3家企业在“新三板”挂牌。", [("新增在“新三板”挂牌企业", "level", 3, "家", "eq")]),
    ],
    "a noun that begins like a verb": [
        ("新增市场主体7万户、工业企业100户、服务业企业50户。", [("新增市场主体", "level", 7, "万户", "eq"), ("新增工业企业", "level", 100, "户", "eq"), ("新增服务业企业", "level", 50, "户", "eq")]),
        ("新增市场主体7万户、服务群众50万人。", [("新增市场主体", "level", 7, "万户", "eq"), ("服务群众", "level", 50, "万人", "eq")]),
    ],
    "more than a part of a whole": [
        ("走访企业4060户，超过全省总量的1/5。", [("走访企业", "level", 4060, "户", "eq"), ("走访企业占全省总量", "share", 0.2, None, "eq")]),
        ("走访企业超过4060户。", [("走访企业", "level", 4060, "户", "gt")]),
    ],
    "a change that holds for each of the figures before": [
        ("财政收入206亿元，其中税收114亿元，均增长33%。", [("财政收入", "level", 206, "亿元", "eq"), ("税收", "level", 114, "亿元", "eq"), ("财政收入", "growth", 33, "%", "eq"), ("税收", "growth", 33, "%", "eq")]),
        ("财政收入206亿元，增长5%，税收114亿元、支出80亿元，均增长33%。", [("财政收入", "level", 206, "亿元", "eq"), ("财政收入", "growth", 5, "%", "eq"), ("税收", "level", 114, "亿元", "eq"), ("支出", "level", 80, "亿元", "eq"), ("税收", "growth", 33, "%", "eq"), ("支出", "growth", 33, "%", "eq")]),
        ("甲县接待游客20万人次、旅游收入7亿元，均增长20%；乙县接待游客30万人次、旅游收入2亿元，均增长8%。", [("甲县接待游客", "level", 20, "万人次", "eq"), ("旅游收入", "level", 7, "亿元", "eq"), ("甲县接待游客", "growth", 20, "%", "eq"), ("旅游收入", "growth", 20, "%", "eq"), ("乙县接待游客", "level", 30, "万人次", "eq"), ("旅游收入", "level", 2, "亿元", "eq"), ("乙县接待游客", "growth", 8, "%", "eq"), ("旅游收入", "growth", 8, "%", "eq")]),
        ("税收114亿元，增长33%。", [("税收", "level", 114, "亿元", "eq"), ("税收", "growth", 33, "%", "eq")]),
    ],
    "a thing of its own behind another": [
        ("上线运行就业平台、筹集岗位超60万个。", [("筹集岗位", "level", 60, "万个", "gt")]),
        ("承接、取消、下放行政权力事项155项。", [("承接、取消、下放行政权力事项", "level", 155, "项", "eq")]),
    ],
    "a place among so many": [
        ("空气改善幅度位列全国169个重点城市第4、全区第1。", [("空气改善幅度", "rank", 4, None, "eq"), ("空气改善幅度", "rank", 1, None, "eq")]),
        ("在第12届运动会上金牌贡献率位居全国第5。", [("金牌贡献率", "rank", 5, None, "eq")]),
    ],
    "things of one end": [
        ("督察及“回头看”转办件办结率分别达99%、98%。", [("督察转办件办结率", "rate", 99, "%", "eq"), ("“回头看”转办件办结率", "rate", 98, "%", "eq")]),
        ("人参、蓝莓全产业链产值分别达到120亿元、10亿元。", [("人参全产业链产值", "level", 120, "亿元", "eq"), ("蓝莓全产业链产值", "level", 10, "亿元", "eq")]),
    ],
    "a measure right behind a count": [
        ("11个重点城市优良天数累计达到2707天。", [("重点城市", "level", 11, "个", "eq"), ("重点城市优良天数", "level", 2707, "天", "eq")]),
        ("11个重点城市完成改造。", [("重点城市", "level", 11, "个", "eq")]),
    ],
    "households and people of one noun": [
        ("实现3.2万户、16万人脱贫。", [("脱贫", "level", 3.2, "万户", "eq"), ("脱贫", "level", 16, "万人", "eq")]),
        ("让2万户、6万名群众远离危险。", [("群众远离危险", "level", 2, "万户", "eq"), ("群众远离危险", "level", 6, "万名", "eq")]),
        ("新增市场主体3.2万户、就业16万人。", [("新增市场主体", "level", 3.2, "万户", "eq"), ("新增就业", "level", 16, "万人", "eq")]),
    ],
    "a change before what is counted": [
        ("促进经济增长的10项政策顺利实施。", [("政策", "level", 10, "项", "eq")]),
        ("降低了13个项目的31项收费标准。", [("项目", "level", 13, "个", "eq"), ("收费标准", "level", 31, "项", "eq")]),
        ("信用等级上升3个位次。", [("信用等级位次", "change", 3, "个", "eq")]),
        ("提高279名残疾人补贴标准。", [("残疾人补贴标准", "level", 279, "名", "eq")]),
    ],
    "how the counted are": [
        ("组织2次集中开工。", [("集中开工", "level", 2, "次", "eq")]),
        ("推动10个工业项目早日建成。", [("工业项目", "level", 10, "个", "eq")]),
        ("6条湿地连通工程初步建成。", [("湿地连通工程", "level", 6, "条", "eq")]),
    ],
    "places without what is measured of them": [
        ("临江区财政收入达到100亿元，甲江区、乙江区达到80亿元。", [("临江区财政收入", "level", 100, "亿元", "eq"), ("甲江区、乙江区财政收入", "level", 80, "亿元", "eq")]),
        ("临江区财政收入达到100亿元，支出达到80亿元。", [("临江区财政收入", "level", 100, "亿元", "eq"), ("支出", "level", 80, "亿元", "eq")]),
    ],
    "who made a bare output, two clauses before": [
        ("乡镇企业继续快速增长，效益有所提高，总产值达到27亿元。", [("乡镇企业总产值", "level", 27, "亿元", "eq")]),
    ],
    "a share of those who have something": [
        ("有研发活动的企业占比达到50%。", [("有研发活动的企业占比", "share", 50, "%", "eq")]),
        ("有企业50家。", [("企业", "level", 50, "家", "eq")]),
    ],
    "words that only lead to a value": [
        ("地方财政收入逼近100亿元。", [("地方财政收入", "level", 100, "亿元", "approx")]),
        ("县域税收在现有基础上增长60%。", [("县域税收", "growth", 60, "%", "eq")]),
        ("规范执法行为10条措施。", [("规范执法行为措施", "level", 10, "条", "eq")]),
    ],
    "a rate behind what had it": [
        ("全年经济实现了8%的增速。", [("经济", "growth", 8, "%", "eq")]),
    ],
    "what is no figure": [
        ("实施人才计划升级版2.0和名校工程。", []),
        ("建设200张床位的养老机构3家。", [("200张床位的养老机构", "level", 3, "家", "eq")]),
        ("用2至3年时间完成。", []),
        ("带入 21 世纪。", []),
        ("是历史上第四个突破百亿公斤的丰收年。", []),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), cases_of(READS))
def test_a_figure_is_read_so(text: str, figures: list[Figure]) -> None:
    assert figures_of(text) == figures


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年和2022年，地区生产总值分别达到300亿元和500亿元。", [2021, 2022]),
        ("2021年、2022年地区生产总值分别增长8%、3%，财政收入增长5%。", [2021, 2022, 2022]),
        ("2022年，地区生产总值和财政收入分别增长5%和6%。", [2022, 2022]),
        ("2021年和2022年，税收、支出、收入分别增长5%、6%和7%。", [2021, 2021, 2021]),
    ],
)
def test_each_value_of_one_measure_is_of_its_own_year(text: str, years: list[int]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [row.year for row in read] == years


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("临江区地区生产总值达到100亿元，全市地区生产总值达到900亿元。", ["临江区", "某市"]),
        ("牧区居民人均可支配收入2万元，办理区人大代表建议67件，建成区绿化覆盖率35%。", ["某市", "某市", "某市"]),
        ("改造棚户区老旧小区3万户，自治区一般公共预算收入60亿元。", ["某市", "某市"]),
    ],
)
def test_a_district_is_the_scope_of_what_is_measured_of_it(text: str, scopes: list[str]) -> None:
    read = extract(Document(text, "x", year=2024, region="某市", part="review")).indicators
    assert [row.scope for row in read] == scopes
