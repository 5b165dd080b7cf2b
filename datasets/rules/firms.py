"""Firms and bodies that build works: what their names end with, and those known by a short name."""

import re

from datasets.rules.grammar import any_of
from datasets.rules.words import words

# What the name of a firm or a body ends with: 宜宾纸业, 鹏鹞生物, 大连理工大学.
FIRM_ENDS = words("""
    集团 公司 中科 生物 股份 重工 石化 药业 热力 控股 新材 纸业 矿业 牧业 农科院 能化 钢铁 化工 制药 乳业 水泥 发电 电力 能源 科技 电子 光电 重机 机床
    实业 置业 地产 酒业 食品 汽车 航空 造船 轮胎 玻璃 纺织 铝业 铜业 锂业 盐业 磷化 氟化工 电气 高科 股份公司 医药 精工
    煤业 米业 面业 镍业 钛业 硅业 钨业 糖业 粮油 油脂 轴承 精密 变压器 线缆 半导体 机械 种业 茶业 煤电 铁塔 大学 中科院 研究院""")
# Words a firm's name ends with that are as often only what is made: 新能源汽车, 生物医药.
SHARED_ENDS = words(
    "生物 化工 钢铁 热力 发电 电力 能源 科技 电子 光电 汽车 航空 食品 玻璃 纺织 电气 医药 水泥 新材 实业 大学 研究院 变压器 线缆 半导体 机械 种业 茶业 煤电"
)
# Firms known by a short name.
FIRMS = words("""
    大唐国际 三峡集团 东风汽车 东风本田 东风日产 长安汽车 长安福特 绿地集团 美的集团 金川集团 福田汽车 上汽通用五菱 上汽通用 沃尔沃 世茂
    武商 建业 华强 中环 康佳 中国农科院 农科院 中国林科院 远景能源 宝丰能源 鲁西化工 华能 大唐 华电 国电 国电投 国家电投 国家能源 国家电网 南方电网 中核 中广核 华润 中电建 中能建 中国电建 中国能建 龙源 国华
    中石油 中石化 中海油 中国石油 中国石化 中化 神华 中煤 华锦 中国兵器 中国船舶 中船 中船重工 中国船舶重工集团 中车 中国中车
    中航 中航工业 中国航发 中国商飞 航天科工 航天科技 中粮 中储粮 中建 中铁 中铁建 中交 中国铁建 中国中铁 中建材 中国建材 海螺
    宝钢 宝武 鞍钢 武钢 首钢 马钢 包钢 太钢 河钢 沙钢 柳钢 酒钢 攀钢 本钢 中铝 中钢 江铜 铜陵有色 紫金 五矿 中国五矿 中冶
    一汽 上汽 北汽 北京现代 广汽 长城汽车 吉利 奇瑞 比亚迪 江淮 宇通 中国重汽 陕汽 特斯拉 丰田 本田 奔驰 宝马
    华为 中兴 联想 京东方 京东 阿里巴巴 腾讯 百度 字节跳动 浪潮 海尔 海信 格力 长虹 创维 小米 富士康 英特尔 三星     维信诺 中芯国际 长江存储 宁德时代 国轩高科 亿纬锂能 隆基 天合 晶科 协鑫 通威 阳光电源 金风 明阳 万华 恒力 荣盛
    盛虹 桐昆 新凤鸣 东方希望 魏桥 信发 万达 万科 恒大 碧桂园 保利 华侨城 红星美凯龙 居然之家 苏宁 国美 沃尔玛 麦德龙
    宜家 大润发 永辉 顺丰 中通 圆通 普洛斯 茅台 五粮液 泸州老窖 汾酒 青岛啤酒 伊利 蒙牛 双汇 牧原 温氏 新希望 正邦
    农夫山泉 娃哈哈 康师傅 同仁堂 云南白药 扬子江 恒瑞 齐鲁制药 辉瑞 巴斯夫 陶氏 杜邦 壳牌 埃克森美孚 拜耳
    西门子 博世 空客 波音 中国移动 中国电信 中国联通 中国铁塔 中国黄金 中国中药 国药 药明康德 三一 中联重科 徐工 柳工
    潍柴 玉柴 上海电气 东方电气 哈电 特变电工 正泰 德力西 中科院 中国科学院 中国环科院  中国石油大学 辽化 燕化 抚顺石化
    锦州石化 辽阳石化 中矿 旗滨 福耀 赛轮 森麒麟 中财 联塑 华鲁 兖矿 陕煤 晋能 潞安 伊泰 """)
NAME = r"[\u4e00-\u9fffA-Za-z]"
# A firm or body a name opens with, perhaps behind its place: 阳逻武钢江北码头.
KNOWN_FIRM = re.compile(
    rf"(?:{any_of(FIRMS)})(?:{NAME}{{0,3}}(?:{any_of(set(FIRM_ENDS) - set(SHARED_ENDS))}))?(?!路|街道|大道|快速|环线|[省市县区镇乡村湖山岛])"
)
ENDED_FIRM = re.compile(rf"{NAME}{{2,6}}?(?:{any_of(FIRM_ENDS)})(?={NAME}{{2}}|\d)")
# A name that is a firm's whole (泽生科技等9个项目), and one before what it will make a year (加贝兰年产5万吨饮料).
WHOLE_FIRM = re.compile(rf"{NAME}{{2,6}}?(?:{any_of({*set(FIRM_ENDS) - set(SHARED_ENDS), '科技', '食品', '实业'})})\Z")
YEARLY_FIRM = re.compile(rf"(?P<firm>{NAME}{{2,6}}?)(?<![省市县区镇乡村旗州盟园港城])年(?:产|加工|处理)")
FARTHEST_FIRM = 5  # characters of a place before it
# What follows what is no firm: 独山子石化工业园区, 章山新材料产业园, 江北国际科技创新中心.
NO_FIRM_BEFORE = re.compile(r"(?:产业|工业|科技|物流|循环)?(?:园|城|小镇|新区|开发区|港|集聚区|基地|走廊)|料")
SHARED_NO_FIRM_BEFORE = re.compile(
    NO_FIRM_BEFORE.pattern
    + "|(?:创新|产业|工业|中心|研究|研发|交易|服务|博物|博览|示范|展示|孵化|综合|学院|职业|大|小|公园|信息|产品|制造|材料|医药|技术|装备|设备|零部件|加工|城|馆|厂|站|线|项目|工程|综合体|枢纽|附属|教育|总部|商务|会展|国际|企业|运动|旅游|文化|生态|汽车|电子|物流|智能|节能|配套|设施|管网|改造|总站|客运|添加|成果|保供|转移|支撑|引领|合作|化|子信息|西|东|南|北|成套|特色|养生|保健|循环|应用|再生)"
)
