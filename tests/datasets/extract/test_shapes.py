"""The shapes reports write figures in, each with texts it must read and texts it must leave."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document

Row = tuple[str, str, float | None, str | None, str]

READS: dict[str, list[tuple[str, list[Row]]]] = {
    "a head that several figures share": [
        ("城乡居民人均可支配收入分别增长8%和10%。", [("城镇居民人均可支配收入", "growth", 8, "%", "eq"), ("农村居民人均可支配收入", "growth", 10, "%", "eq")]),
        ("一产、二产、三产增加值分别增长4.1%、5.2%和6.3%。", [("一产增加值", "growth", 4.1, "%", "eq"), ("二产增加值", "growth", 5.2, "%", "eq"), ("三产增加值", "growth", 6.3, "%", "eq")]),
        ("第一、二、三产业增加值分别增长4%、5%、6%。", [("第一产业增加值", "growth", 4, "%", "eq"), ("第二产业增加值", "growth", 5, "%", "eq"), ("第三产业增加值", "growth", 6, "%", "eq")]),
        ("地表水、近岸海域水质优良比例分别达96.9%、93%。", [("地表水水质优良比例", "rate", 96.9, "%", "eq"), ("近岸海域水质优良比例", "rate", 93, "%", "eq")]),
        ("城乡面貌分别呈现新变化。", []),
    ],
    "heads without a mark between them": [
        ("工业增加值固定资产投资分别增长7%、8%。", [("工业增加值", "growth", 7, "%", "eq"), ("固定资产投资", "growth", 8, "%", "eq")]),
        ("工业经济提质增效。", []),
    ],
    "levels first, growths later": [
        ("地区生产总值达到155.5亿元，固定资产投资16.2亿元，分别增长3%和5%。", [("地区生产总值", "level", 155.5, "亿元", "eq"), ("固定资产投资", "level", 16.2, "亿元", "eq"), ("地区生产总值", "growth", 3, "%", "eq"), ("固定资产投资", "growth", 5, "%", "eq")]),
    ],
    "分别 twice": [
        ("进口、出口分别完成5亿元、6亿元，分别增长3%、4%。", [("进口", "level", 5, "亿元", "eq"), ("出口", "level", 6, "亿元", "eq"), ("进口", "growth", 3, "%", "eq"), ("出口", "growth", 4, "%", "eq")]),
    ],
    "a head that leans on the one before": [
        ("财政收入15.9亿元、支出32.4亿元。", [("财政收入", "level", 15.9, "亿元", "eq"), ("财政支出", "level", 32.4, "亿元", "eq")]),
        ("营业收入增长5%、利润增长6%。", [("营业收入", "growth", 5, "%", "eq"), ("利润", "growth", 6, "%", "eq")]),
    ],
    "a verb that holds for a list": [
        ("淘汰水泥产能1.5亿吨、炼铁产能3122万吨。", [("淘汰水泥产能", "level", 1.5, "亿吨", "eq"), ("淘汰炼铁产能", "level", 3122, "万吨", "eq")]),
        ("新开工项目33个、续建项目42个。", [("新开工项目", "level", 33, "个", "eq"), ("续建项目", "level", 42, "个", "eq")]),
    ],
    "a unit said once": [
        ("城镇和农村居民收入分别提高7.4个和7.7个百分点。", [("城镇居民收入", "change", 7.4, "个百分点", "eq"), ("农村居民收入", "change", 7.7, "个百分点", "eq")]),
        ("推进1、2号线建设。", []),
    ],
    "one figure for several measures": [
        ("进出口总额和实际利用外资双超1.6万亿元。", [("进出口总额", "level", 1.6, "万亿元", "gt"), ("实际利用外资", "level", 1.6, "万亿元", "gt")]),
        ("固定资产投资和工业增加值增长18%。", [("固定资产投资", "growth", 18, "%", "eq"), ("工业增加值", "growth", 18, "%", "eq")]),
        ("利用外资和对外直接投资38亿美元。", [("利用外资和对外直接投资", "level", 38, "亿美元", "eq")]),
        ("地级及以上城市细颗粒物浓度下降2.7%。", [("地级及以上城市细颗粒物浓度", "growth", -2.7, "%", "eq")]),
        ("义务教育均衡发展。", []),
    ],
    "a bound that closes a list": [
        ("城镇居民和农村居民收入分别增长5%和3%以内。", [("城镇居民收入", "growth", 5, "%", "le"), ("农村居民收入", "growth", 3, "%", "le")]),
        ("新开工项目33个、投产项目13个以上。", [("新开工项目", "level", 33, "个", "eq"), ("投产项目", "level", 13, "个", "ge")]),
    ],
    "a range": [
        (f"地区生产总值增长{written}。", [("地区生产总值", "growth", low, "%", "eq")])
        for written, low in (("5.0%—5.5%", 5), ("4.5-5%", 4.5), ("4.5%至5%", 4.5), ("4.5%到5%", 4.5), ("4.5~5%", 4.5))
    ] + [("2020-2025年规划纲要。", [])],
    "a floor and a stretch goal": [
        ("地区生产总值增长7%以上、力争8%。", [("地区生产总值", "growth", 7, "%", "ge"), ("地区生产总值", "growth", 8, "%", "eq")]),
    ],
    "a milestone, then the figure": [
        ("地区生产总值跨上2000亿元台阶，达到2035亿元。", [("地区生产总值", "level", 2000, "亿元", "gt"), ("地区生产总值", "level", 2035, "亿元", "eq")]),
        ("地区生产总值突破千亿元大关。", [("地区生产总值", "level", 1e11, "元", "gt")]),
        ("发展迈上新台阶。", []),
    ],
    "a fall": [
        ("进出口总额下降5.6%。", [("进出口总额", "growth", -5.6, "%", "eq")]),
        ("外贸出口负增长3.2%。", [("外贸出口", "growth", -3.2, "%", "eq")]),
        ("进出口总额增速为-5.6%。", [("进出口总额", "growth", -5.6, "%", "eq")]),
        ("规上工业-5月份数据。", []),
    ],
    "a multiple or a doubling": [
        ("利润增长1.5倍。", [("利润", "growth", 1.5, "倍", "eq")]),
        ("工业总产值翻一番。", [("工业总产值", "growth", 1, "番", "eq")]),
        ("财政收入比2010年翻了两番。", [("财政收入", "growth", 2, "番", "eq")]),
        ("翻开新的一页。", []),
    ],
    "from one value to the next": [
        ("医保补助标准由每人每年100元提高到120元。", [("医保补助标准", "level", 100, "元", "eq"), ("医保补助标准", "level", 120, "元", "eq")]),
        ("城镇化率从58.3%提高到62.1%。", [("城镇化率", "rate", 58.3, "%", "eq"), ("城镇化率", "rate", 62.1, "%", "eq")]),
        ("从严从实抓好落实。", []),
    ],
    "a gap to others": [
        ("固定资产投资增长9.5%，高于全国1.7个百分点。", [("固定资产投资", "growth", 9.5, "%", "eq"), ("固定资产投资", "change", 1.7, "个百分点", "eq")]),
        ("增速高于全国平均水平。", []),
    ],
    "two currencies": [
        ("人均生产总值达到43852元，折合6652美元。", [("人均生产总值", "level", 43852, "元", "eq"), ("人均生产总值", "level", 6652, "美元", "eq")]),
    ],
    "a structure": [
        ("三次产业结构调整为12.4∶65.8∶21.8。", [("第一产业占比", "share", 12.4, None, "eq"), ("第二产业占比", "share", 65.8, None, "eq"), ("第三产业占比", "share", 21.8, None, "eq")]),
        ("优化三次产业结构。", []),
    ],
    "a rank, or a change of rank": [
        ("综合实力居全省第3位，比上年上升2位。", [("综合实力", "rank", 3, None, "eq"), ("综合实力", "change", 2, "位", "eq")]),
        ("财政收入在全省14个地市中排名第3位。", [("财政收入", "rank", 3, None, "eq")]),
        ("进出口总额5亿元，世界排名由第十位上升到第五位。", [("进出口总额", "level", 5, "亿元", "eq"), ("进出口总额世界排名", "rank", 10, None, "eq"), ("进出口总额世界排名", "rank", 5, None, "eq")]),
        ("人均产值增长8%，增速位列湖北第一。", [("人均产值", "growth", 8, "%", "eq"), ("人均产值增速", "rank", 1, None, "eq")]),
        ("创新能力综合指标排名提升7位。", [("创新能力综合指标排名", "change", 7, "位", "eq")]),
        ("走在第一方阵，发展第一产业，选派第一书记。", []),
    ],
    "a figure in Chinese characters": [
        ("近七成的企业实现盈利。", [("企业", "share", 7, "成", "approx")]),
        ("地方有七十七个建设项目。", [("地方建设项目", "level", 77, "个", "eq")]),
        ("集装箱航线突破百条。", [("集装箱航线", "level", 100, "条", "gt")]),
        ("实现安全事故零发生。", [("安全事故", "level", 0, None, "eq")]),
        ("坚持两手抓，深入实施三年行动、十大工程、“八大行动”，建设两个中心。", []),
        ("万众一心、千方百计，零容忍惩治，零部件产业，百分之百的努力。", []),
    ],
    "a part of a noun": [
        ("95.8%的乡镇已创建成为强镇。", [("乡镇", "share", 95.8, "%", "eq")]),
        ("跨境电商出口规模占全国1/3以上。", [("跨境电商出口规模占全国", "share", 1 / 3, None, "ge")]),
        ("完成预算的89%。", [("预算", "rate", 89, "%", "eq")]),
    ],
    "a task done early": [
        ("提前3个月完成自治区下达任务。", [("提前完成自治区下达任务", "level", 3, "个月", "eq")]),
        ("提前谋划一批项目。", []),
    ],
    "余, 多, 近, 强": [
        ("完成植树造林30余万亩。", [("植树造林", "level", 30, "万亩", "gt")]),
        ("引进项目50多个。", [("引进项目", "level", 50, "个", "gt")]),
        ("新增就业近5万人。", [("新增就业", "level", 5, "万人", "approx")]),
        ("粮食产量达到100亿斤强。", [("粮食产量", "level", 100, "亿斤", "gt")]),
    ],
    "works and what happens to them": [
        ("197个项目已经开竣工。", [("开竣工项目", "level", 197, "个", "eq")]),
        ("197个项目实现开竣工，计划总投资783.8亿元。", [("开竣工项目", "level", 197, "个", "eq"), ("开竣工项目计划总投资", "level", 783.8, "亿元", "eq")]),
        ("26项重点技改项目竣工投产。", [("重点技改项目", "level", 26, "项", "eq")]),
    ],
    "a numeral that is no quantity": [
        ("年收入超5亿元的企业达到20家。", [("年收入超5亿元的企业", "level", 20, "家", "eq")]),
        ("建成5万吨级码头3座。", [("5万吨级码头", "level", 3, "座", "eq")]),
        ("引进70万吨煤制烯烃项目，建设500千伏变电站、12英寸产线。", []),
        ("沿G228国道、5G网络、C919，上榜世界500强，拨打12345热线、110报警。", []),
        ("服务3-5岁儿童、65岁以上老年人，每万人拥有量，4A级景区。", []),
        ("2024年1月23日上午9时，第九届人民代表大会第三次会议。", []),
    ],
    "a count whose noun does something to the next": [
        ("19个援疆省市安排援疆资金近200亿元。", [("援疆省市", "level", 19, "个", "eq"), ("援疆资金", "level", 200, "亿元", "approx")]),
        ("建设20个国家级、19个省级重点县。", [("国家级重点县", "level", 20, "个", "eq"), ("省级重点县", "level", 19, "个", "eq")]),
        ("新增荆州、孝感、黄冈3个城市。", [("新增城市", "level", 3, "个", "eq")]),
    ],
    "marks of a list": [
        ("① 固定资产投资增长3%。", [("固定资产投资", "growth", 3, "%", "eq")]),
        ("（1）固定资产投资增长3%。", [("固定资产投资", "growth", 3, "%", "eq")]),
        ("3．固定资产投资增长5%。", [("固定资产投资", "growth", 5, "%", "eq")]),
        ("二是、三要、（四）", []),
    ],
    "full-width digits, spaces inside numbers and broken lines": [
        ("地区生产总值增长６．５％。", [("地区生产总值", "growth", 6.5, "%", "eq")]),
        ("1 9 9 7 年经济增长8 . 8 %。", [("经济", "growth", 8.8, "%", "eq")]),
        ("PM\n2.5\n平均浓度下降5%。", [("PM2.5平均浓度", "growth", -5, "%", "eq")]),
        ("初步统计，全市出口达到\n317亿元。", [("出口", "level", 317, "亿元", "eq")]),
        ("港口货物吞吐量增长。\n\n7\n\n工业用电。", []),
    ],
    "both kinds of marks, or none": [
        ("地区生产总值155.5亿元,同比增长3%,固定资产投资16.2亿元.", [("地区生产总值", "level", 155.5, "亿元", "eq"), ("地区生产总值", "growth", 3, "%", "eq"), ("固定资产投资", "level", 16.2, "亿元", "eq")]),
        ("地区生产总值155.5亿元 增长3% 固定资产投资16.2亿元 增长5%", [("地区生产总值", "level", 155.5, "亿元", "eq"), ("地区生产总值", "growth", 3, "%", "eq"), ("固定资产投资", "level", 16.2, "亿元", "eq"), ("固定资产投资", "growth", 5, "%", "eq")]),
    ],
}  # fmt: skip
CASES = [
    pytest.param(text, rows, id=f"{shape}: {text}".replace("\n", "|"))
    for shape, cases in READS.items()
    for text, rows in cases
]
PERIODS = [
    ("一季度增长5%，上半年增长6%，全年增长6.2%。", ["2023Q1", "2023H1", "2023"]),
    ("1-11月，规上工业增加值增长7%。", ["2023-01/2023-11"]),
    ("前三季度，规上工业增加值增长7%。", ["2023Q1/2023Q3"]),
    ("财政收入1月份增长5%。", ["2023-01"]),
    ("五年来，地区生产总值年均增长6.5%，累计完成投资3000亿元。", ["2019-2023", "2019-2023"]),
    ("生产总值比2005年增加1028亿元，年均增长12.2%。", ["2006-2023", "2006-2023"]),
    ("营业收入较“十三五”末期翻一番。", ["2021-2023"]),
    ("森林覆盖率由2018年的45%提高到2023年的48%。", ["2018", "2023"]),
    ("工资由一九八○年的50元增加到一九八五年的90元。", ["1980", "1985"]),
    ("补助标准由100元提高到120元。", ["2022", "2023"]),
]


def rows_of(text: str) -> list[Row]:
    rows = extract(Document(text, "211102-2024", year=2024, part="review")).indicators
    return [(row.name, row.measure, row.value, row.unit, row.comparator) for row in rows]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_a_shape_is_read_so(text: str, rows: list[Row]) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize(("text", "periods"), PERIODS)
def test_a_period_is_read_so(text: str, periods: list[str]) -> None:
    text = text.replace("一季度增长", "一季度地区生产总值增长", 1)
    rows = extract(Document(text, "211102-2024", year=2024, part="review")).indicators
    assert [row.period for row in rows] == periods


def test_two_measures_of_one_figure_are_two_rows_and_one_entry_in_the_ledger() -> None:
    extraction = extract(Document("固定资产投资和工业增加值增长18%。", "211102-2024", year=2024, part="review"))
    assert [row.id for row in extraction.indicators] == ["211102-2024.i14", "211102-2024.i14-2"]
    assert [(figure.quote, figure.row_id) for figure in extraction.figures] == [("18", "211102-2024.i14")]


def test_an_estimate_holds_for_its_own_list_of_sentences_only() -> None:
    text = "预计地区生产总值增长6%，固定资产投资增长8%。工业增加值增长7%。初步核算，财政收入增长5%。"
    rows = extract(Document(text, "211102-2024", year=2024, part="review")).indicators
    assert [(row.is_estimated, row.is_preliminary) for row in rows] == [
        (True, False),
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_figure_of_a_narrower_area_says_so() -> None:
    text = "经济开发区实现工业产值100亿元，增长8%。全区工业产值300亿元。"
    rows = extract(Document(text, "211102-2024", year=2024, region="双台子区", part="review")).indicators
    assert [(row.name, row.scope) for row in rows] == [
        ("经济开发区工业产值", "经济开发区"),
        ("经济开发区工业产值", "经济开发区"),
        ("工业产值", "双台子区"),
    ]
