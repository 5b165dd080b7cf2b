"""Names of figures in lists, of parts and of wholes, as reports of many places write them. Sentences are invented."""

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document

Row = tuple[str, str, float | None, str | None, str]

READS: dict[str, list[tuple[str, list[Row]]]] = {
    "what was added, and all there is": [
        ("新增示范企业45家、达到537家。", [("新增示范企业", "level", 45, "家", "eq"), ("示范企业", "level", 537, "家", "eq")]),
        ("新登记市场主体2.9万户，累计达到23.9万户。", [("新登记市场主体", "level", 2.9, "万户", "eq"), ("市场主体", "level", 23.9, "万户", "eq")]),
        ("新增城镇就业5万人，达到历史最好水平。", [("新增城镇就业", "level", 5, "万人", "eq")]),
        ("新增上市公司数量占全省的15%、总数达到10家。", [("新增上市公司数量占全省", "share", 15, "%", "eq"), ("上市公司数量", "level", 10, "家", "eq")]),
    ],
    "one value for all heads of 分别": [
        ("外贸出口和实际利用外资分别增长20%。", [("外贸出口", "growth", 20, "%", "eq"), ("实际利用外资", "growth", 20, "%", "eq")]),
        ("城乡居民收入分别增长8%以上。", [("城镇居民收入", "growth", 8, "%", "ge"), ("农村居民收入", "growth", 8, "%", "ge")]),
        ("出口、进口分别增长5%，下降3%。", [("出口", "growth", 5, "%", "eq"), ("进口", "growth", -3, "%", "eq")]),
        ("低保标准和供养标准分别提高到每月400元和每年3000元。", [("低保标准", "level", 400, "元", "eq"), ("供养标准", "level", 3000, "元", "eq")]),
    ],
    "two things in one word, and places that share a measure": [
        ("存贷规模分别达到97亿元和33亿元。", [("存款规模", "level", 97, "亿元", "eq"), ("贷款规模", "level", 33, "亿元", "eq")]),
        ("东山产业园、西山高新区规模以上工业总产值分别突破200亿元、250亿元。", [("东山产业园规模以上工业总产值", "level", 200, "亿元", "gt"), ("西山高新区规模以上工业总产值", "level", 250, "亿元", "gt")]),
    ],
    "a share with 比例 or 比重 in its name": [
        ("优良断面比例提高10.6个百分点。", [("优良断面比例", "change", 10.6, "个百分点", "eq")]),
        ("工业占生产总值比重提高1.2个百分点。", [("工业占生产总值比重", "change", 1.2, "个百分点", "eq")]),
        ("优良率比全省平均高2个百分点。", [("优良率", "change", 2, "个百分点", "eq")]),
    ],
    "what is a part of its noun": [
        ("三分之一的国有企业按照要求完成改制。", [("国有企业", "share", 0.3333, None, "eq")]),
        ("80%以上的小企业进行了改革。", [("小企业", "share", 80, "%", "ge")]),
        ("81%的村完成了土地确权任务。", [("村", "share", 81, "%", "eq")]),
        ("全市四分之一国土面积纳入保护范围。", [("国土面积", "share", 0.25, None, "eq")]),
        ("所有乡镇和90%的行政村通了油路。", [("行政村", "share", 90, "%", "eq")]),
    ],
    "two parts of a whole": [
        ("力争粮经比例达到56∶44。", [("粮经比例", "share", 56, None, "eq"), ("粮经比例", "share", 44, None, "eq")]),
        ("粮经比例由60:40调整为56:44。", [("粮经比例", "share", 60, None, "eq"), ("粮经比例", "share", 40, None, "eq"), ("粮经比例", "share", 56, None, "eq"), ("粮经比例", "share", 44, None, "eq")]),
        ("比分为12:30。", []),
    ],
    "the whole that a share is of": [
        ("工业产值占全国72000亿元的0.9%。", [("工业产值占全国", "share", 0.9, "%", "eq")]),
    ],
    "how far above what was expected": [
        ("地区生产总值增长12%，超过年初预期2个百分点。", [("地区生产总值", "growth", 12, "%", "eq"), ("地区生产总值", "change", 2, "个百分点", "eq")]),
    ],
    "words that are no part of the noun": [
        ("80项政务事项实现“掌办”，60项实现“通办”。", [("政务事项", "level", 80, "项", "eq"), ("政务事项", "level", 60, "项", "eq")]),
        ("抓好冶炼厂搬迁等139个在建项目。", [("在建项目", "level", 139, "个", "eq")]),
        ("3户企业在境内外成功上市。", [("在境内外成功上市企业", "level", 3, "户", "eq")]),
        ("开展1000个村人居环境整治。", [("村人居环境整治", "level", 1000, "个", "eq")]),
        ("规划建设4所一级达标中学。", [("一级达标中学", "level", 4, "所", "eq")]),
        ("实施3所高校合并办学。", [("高校合并办学", "level", 3, "所", "eq")]),
        ("九是确保11个重点城市空气质量达标。", [("重点城市空气质量", "level", 11, "个", "eq")]),
        ("12个支柱产业的发展将带动就业。", [("支柱产业", "level", 12, "个", "eq")]),
        ("配合人大初步完成了136件法规的清理工作。", [("法规", "level", 136, "件", "eq")]),
        ("4家企业获批全省“破零增效”标杆企业。", [("获批全省“破零增效”标杆企业", "level", 4, "家", "eq")]),
        ("已实施和安排的投入超过55亿元。", [("实施和安排的投入", "level", 55, "亿元", "gt")]),
        ("通过新建院士站集聚人才100人。", [("集聚人才", "level", 100, "人", "eq")]),
    ],
    "output of what was sown": [
        ("粮食播种面积180万亩、总产15亿斤。", [("粮食播种面积", "level", 180, "万亩", "eq"), ("粮食总产", "level", 15, "亿斤", "eq")]),
        ("冷凉蔬菜种植81万亩、产量155万吨。", [("冷凉蔬菜种植", "level", 81, "万亩", "eq"), ("冷凉蔬菜产量", "level", 155, "万吨", "eq")]),
        ("播种面积8万亩，产量2万吨。", [("播种面积", "level", 8, "万亩", "eq"), ("产量", "level", 2, "万吨", "eq")]),
    ],
    "a count and a size of the same": [
        ("2287栋、1060万平方米老旧楼宇完成改造。", [("老旧楼宇", "level", 2287, "栋", "eq"), ("老旧楼宇", "level", 1060, "万平方米", "eq")]),
        ("改造小区12个、30万平方米。", [("改造小区", "level", 12, "个", "eq"), ("改造小区", "level", 30, "万平方米", "eq")]),
    ],
    "a range whose scale only its end has": [
        ("年产量三十至五十万吨。", [("年产量", "level", 300000, "吨", "eq")]),
    ],
    "人均 of all": [
        ("地区生产总值达到3614亿元；人均达到13328元。", [("地区生产总值", "level", 3614, "亿元", "eq"), ("人均地区生产总值", "level", 13328, "元", "eq")]),
    ],
    "a multiple of the year before": [
        ("改造楼宇80栋，数量相当于去年的2倍。", [("改造楼宇", "level", 80, "栋", "eq"), ("楼宇数量", "growth", 2, "倍", "eq")]),
    ],
    "what was begun of what is named before": [
        ("新改扩建幼儿园50所，今年启动建设12所、改扩建21所。", [("新改扩建幼儿园", "level", 50, "所", "eq"), ("启动建设幼儿园", "level", 12, "所", "eq"), ("改扩建幼儿园", "level", 21, "所", "eq")]),
        ("用两年时间完成中小学改造30所。", [("中小学改造", "level", 30, "所", "eq")]),
    ],
    "nouns whose words look like verbs or ends": [
        ("办好1所优质普通高中和2所特色高中。", [("优质普通高中", "level", 1, "所", "eq"), ("特色高中", "level", 2, "所", "eq")]),
        ("为1万户高龄独居老人送餐。", [("高龄独居老人送餐", "level", 1, "万户", "eq")]),
        ("新增2家新三板挂牌企业。", [("新增新三板挂牌企业", "level", 2, "家", "eq")]),
        ("新增2家企业挂牌上市。", [("挂牌上市企业", "change", 2, "家", "eq")]),
        ("48个执法部门制定了简化程序的措施。", [("执法部门", "level", 48, "个", "eq")]),
        ("抽调600名干部组成了61个工作组。", [("抽调干部", "level", 600, "名", "eq"), ("工作组", "level", 61, "个", "eq")]),
        ("向10个省级开发区下放权限。", [("省级开发区", "level", 10, "个", "eq")]),
        ("专项整治让20多万家庭受益。", [("家庭", "level", 20, "万", "gt")]),
        ("64个乡镇养老院全覆盖。", [("乡镇养老院", "level", 64, "个", "eq")]),
    ],
    "how fast it went": [
        ("服务业保持了16%以上的发展速度。", [("服务业", "growth", 16, "%", "ge")]),
        ("服务业保持了16%以上的份额。", [("服务业", "rate", 16, "%", "ge")]),
    ],
    "how long it took": [
        ("仅用11天完成3轮全覆盖排查，57天将本土病例清零。", [("完成3轮全覆盖排查", "level", 11, "天", "eq"), ("将本土病例清零", "level", 57, "天", "eq")]),
        ("37天实现病例零新增。", [("病例", "level", 0, None, "eq")]),
        ("连续36天实现达标。", []),
    ],
    "a minus is of its own value": [
        ("商品价格涨幅和居民消费价格涨幅分别为—0.2%和4.0%。", [("商品价格涨幅", "growth", -0.2, "%", "eq"), ("居民消费价格涨幅", "growth", 4, "%", "eq")]),
    ],
    "a place in an order of all that was listed": [
        ("产业投资、制造业投资分别增长25.5%、53.7%，均居全省第一。", [("产业投资", "growth", 25.5, "%", "eq"), ("制造业投资", "growth", 53.7, "%", "eq"), ("产业投资", "rank", 1, None, "eq"), ("制造业投资", "rank", 1, None, "eq")]),
        ("产业投资增长25.5%，居全省第一。", [("产业投资", "growth", 25.5, "%", "eq"), ("产业投资", "rank", 1, None, "eq")]),
    ],
    "heads that end in 强度 or 密度": [
        ("投资强度、经济密度、亩均税收均增长8%。", [("投资强度", "growth", 8, "%", "eq"), ("经济密度", "growth", 8, "%", "eq"), ("亩均税收", "growth", 8, "%", "eq")]),
    ],
    "a verb that holds for a list, and not for a rate": [
        ("整治河渠410公里、坑塘139座。", [("整治河渠", "level", 410, "公里", "eq"), ("整治坑塘", "level", 139, "座", "eq")]),
        ("整治河道5条、污水处理率达到95%。", [("整治河道", "level", 5, "条", "eq"), ("污水处理率", "rate", 95, "%", "eq")]),
        ("新增生态林9万亩、更新改造杨树25万亩。", [("新增生态林", "level", 9, "万亩", "eq"), ("更新改造杨树", "level", 25, "万亩", "eq")]),
        ("管网全覆盖、污水处理设施覆盖率达75%。", [("污水处理设施覆盖率", "rate", 75, "%", "eq")]),
    ],
    "floor space behind a count": [
        ("建成66个产业园和2800万平方米科创空间。", [("产业园", "level", 66, "个", "eq"), ("科创空间", "level", 2800, "万平方米", "eq")]),
    ],
    "examples of fields": [
        ("农林水利、社会事业等方面投资300亿元。", [("农林水利、社会事业等方面投资", "level", 300, "亿元", "eq")]),
        ("水质优于三类比例达50%。", [("水质优于三类比例", "rate", 50, "%", "eq")]),
        ("优良率优于全省平均3个百分点。", [("优良率", "change", 3, "个百分点", "eq")]),
    ],
    "odd spaces of the page": [
        ("服 务业增加值1269亿元。", [("服务业增加值", "level", 1269, "亿元", "eq")]),
        ("第三产业实现增加值　29.6亿元。", [("第三产业增加值", "level", 29.6, "亿元", "eq")]),
    ],
}  # fmt: skip
CASES = [pytest.param(text, rows, id=f"{shape}: {text}") for shape, cases in READS.items() for text, rows in cases]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_a_name_is_read_so(text: str, rows: list[Row]) -> None:
    read = extract(Document(text, "x", year=2024, part="review")).indicators
    assert [(row.name, row.measure, round(row.value or 0, 4), row.unit, row.comparator) for row in read] == rows


def test_a_total_behind_what_was_added_has_the_metric_of_the_total() -> None:
    read = extract(Document("新增规上企业196家、达到1414家。", "x", year=2024, part="review")).indicators
    assert [row.metric_id for row in read] == ["firms_above_scale_added", "firms_above_scale"]


def test_a_range_has_the_scale_of_its_end_at_both_ends() -> None:
    [row] = extract(Document("年产量三十至五十万吨。", "x", year=2024, part="review")).indicators
    assert (row.value, row.value_high) == (300_000, 500_000)
