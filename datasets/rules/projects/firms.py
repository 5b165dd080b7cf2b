"""Firms and bodies that build works: what their names end with, and those known by a short name."""

import re
from collections.abc import Iterable

from datasets.rules.grammar import any_of
from datasets.rules.units import SCALES
from datasets.rules.words import words, words_of

# What the name of a firm or a body ends with: 宜宾纸业, 鹏鹞生物, 大连理工大学.
FIRM_ENDS = words("""
    集团 公司 生物 股份 重工 石化 药业 热力 控股 新材 纸业 林纸 矿业 牧业 农科院 能化 钢铁 化工 制药 乳业 水泥 发电 电力 能源 科技 电子 光电 重机 机床
    实业 置业 地产 酒业 食品 汽车 航空 造船 轮胎 玻璃 纺织 铝业 铜业 锂业 盐业 磷化 氟化工 电气 高科 股份公司 医药 精工
    老窖 瓷业 鞋业 印务 彩印 家纺 渔业 木业 竹业 板业 城投 交投 环保 煤气 煤业 米业 面业 镍业 钛业 硅业 钨业 糖业 粮油 油脂 轴承 精密 棉业 钙业 锰业 锌业 铬业 镁业 特钢 重装 能投 饮品 乳品 机电 电工 管业 数码 表业 氯碱 变压器 线缆 电缆 半导体 机械 种业 茶业 煤电 铁塔 钢业 钢构 塑胶 塑业 铸业 泵业 农化 咖啡 大学 中科院 研究院""")
# Words a firm's name ends with that are as often only what is made: 新能源汽车, 生物医药.
SHARED_ENDS = words(
    "机电 特钢 饮品 乳品 数码 氯碱 电工 重装 生物 化工 钢铁 热力 发电 电力 能源 科技 电子 光电 汽车 航空 食品 玻璃 纺织 电气 医药 水泥 新材 实业 大学 研究院 变压器 线缆 电缆 半导体 机械 种业 茶业 煤电 环保 煤气 渔业 木业 竹业"
)
# Ends that no trade of a place has: 友搏制药产业园 is of a firm, 独山子石化产业园 of a place.
FIRM_ONLY = words(
    "集团 公司 股份 控股 药业 制药 乳业 牧业 纸业 酒业 重工 实业 置业 地产 重机 机床 林纸 糖业 瓷业 鞋业 印务 老窖"
)
# Firms known by a short name.
FIRMS = words_of("projects/firms.txt")
FIRM_STARTS = frozenset(firm[:2] for firm in FIRMS)  # looked at before all names are tried


def one_of(words: Iterable[str]) -> str:
    """Match any of the words, where their first characters are looked at before any is tried."""
    listed = frozenset(words)
    return f"(?=[{''.join(sorted({word[0] for word in listed}))}])(?:{any_of(listed)})"


NAME = r"[\u4e00-\u9fffA-Za-z]"
# A firm or body a name opens with: 武钢江北码头. 东风路 is a street, 国家能源转型示范区 of a task, 五矿大道 a way.
KNOWN_FIRM = re.compile(
    rf"(?:万达|吾悦|银泰|恒隆|宝龙|世茂|苏宁|茂业)(?=广场$)|(?:{any_of(FIRMS)})(?P<behind>{NAME}{{0,5}}(?:{any_of(set(FIRM_ENDS) - set(SHARED_ENDS))}))?"
    r"(?!程|[东西南北中]?[路线]|[东西南北中]段|街|大道|快速|环线|[省市县镇乡村庄岛]|湖(?![北南州])|山(?![东西])|区(?!块链)|教育园|转型|广场$|线|[中小]学|分水岭|流域|运河|大?桥|隧道|水库|立交|互通|港区|高速(?!机|动车|列车|[冲精])|高铁|铁路|(?<=石化)(?:产业|工业|园|基地))"
)
LINE_LIKE = re.compile(r"(?:高速|铁路|公路|高铁|大道|快速路|航道)")  # 海平高速 is of no 平高
ENDED_FIRM = re.compile(
    rf"{NAME}{{2,8}}?(?:{one_of(FIRM_ENDS)})(?:集团|股份|公司)*(?!业园|业集|业示范|技园|技城|技产|信息)(?= ?{NAME}{{2}}|[\d“(])"
)
# A name that is a firm's whole: 泽生科技等9个项目.
WHOLE_FIRM = re.compile(
    rf"(?P<firm>{NAME}{{2,7}}?(?:{one_of({*set(FIRM_ENDS) - {'大学', '研究院', '中科院'}, '智能', '数据', '化纤', '合纤', '医疗', '物流', '绿能', '陶瓷', '服饰', '建材', '家私', '照明', '铜材', '铝材', '包装', '珠宝', '通讯', '啤酒', '轮胎', '在线', '音响', '卫浴', '电缆', '门窗'})}))"
    r"(?:[一二三四五]期|第?[一二三四五]+条?生产线)?\Z"
)
UNIVERSITY = re.compile(
    r"(?!共建|引进|新建|支持|(?:国家|理工|医科|师范|农业|工业|科技|中医药|财经)大学)(?:(?!与)[\u4e00-\u9fff]){2,10}?(?<!国际)大学(?!城|生|科技园|路|园区|世界一流)(?=[\u4e00-\u9fff(]{2})(?!筹建|建设|新校区|迁建|扩建)"
)  # 浙江大学金华研究院
# A body before its branch: 东山同济医院西河分院, 北岭农业科学院西河试验站; and an old plant before what is done to it.
BODY = re.compile(
    r"(?!设立|新建|引进)(?:(?![和及与、])[\u4e00-\u9fff]){2,18}?(?:研究中心|实验室|研究所|研究院|科学院|设计院|交易中心|交易所|医院|科技产业园)(?=(?:(?![和及与]|兼并|建成|争创)[\u4e00-\u9fff]){2,12}(?:研究院|研究所|实验室|试验站|分中心|分院|分校|分所|分部|医院|院区|创新中心|云中心|服务中心)$)(?!国际|感染|妇产|康复|综合|新)"
)
PLANT = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:[烟钢泥纱糖酒药肥铝电纸]厂)(?=(?:升级|异地|易地|[整退]|节能|环保|清洁|智能化?|绿色|超低|灵活)[^、]{0,8}(?:改造|技改|搬迁|扩建)|(?:技改|技术改造|搬迁|百万千瓦))"
)
# A firm before what it will make: 加贝兰年产5万吨饮料, 合盛40万吨硅氧烷.
SIZED_FIRM = re.compile(
    rf"(?P<firm>{NAME}{{2,6}}?) ?(?:[年日](?:产|加工|处理)|新增|(?:[百千]万|[一两二三四五六七八九十]*万|百)(?:头|羽|只|吨|辆|台|锭|件)|\d[\d.]*[×x*]?\d*(?:{any_of(SCALES)})?(?:吨(?!级)|吉瓦|GWh?|Gwh|台|辆|套|只|片|头|代线|代面板))"
)
# What a firm makes, which its coined name stands before: 万锂泰锂电负极材料, 维信诺模组.
PRODUCTS = words("""
    电子 光电 半导体 芯片 智能 新材料 材料 医药 制药 生物 机器人 工业机器人 机械 装备 汽车 电池 锂电 动力 化工 储能 氢能 新能源 数据 云计算 人工智能 AI 物联网 自动化
    超级电容 新冠 珠宝 家私 照明 三厂 二厂 四厂 一厂 全球 非晶硅 光学 面板 显示 玻璃 薄膜 偏光片 电极 负极 正极 隔膜 不锈钢 特钢 冷轧 热轧 镀锌 水泥 陶瓷 涂层 涂料 树脂 化纤 纤维 纺织 织造 服装 服饰 造纸 生活用纸 轮胎 橡胶
    塑料 包装 印刷 家具 家居 家电 空调 压缩机 发动机 变速器 变速箱 减速器 轴承 电机 电器 电气 电缆 变压器 模组 模具 零部件 轮毂 整车 客车 卡车 专用车 农机 工程机械
    重型 起重机 无人机 航空 船舶 海工 饮料 啤酒 白酒 酿酒 乳业 乳品 奶业 养猪 生猪 肉鸡 蛋鸡 蛋鸭 肉牛 奶牛 肉羊 饲料 粮油 油脂 调味品 预制菜 中子 供应链 醋酸 甲醇 乙烯
    丙烯 聚酰胺 聚酯 聚碳酸酯 己内酰胺 苯乙烯 焦化 焦炉 磷酸铁 碳酸锂 硫酸 烧碱 硅基 铝基 镁基 铝精深加工 铝型材 型材 铝板 铜箔 铝箔 铜杆 钢结构 装配式 疫苗 医疗 器械 制剂 原料药 抗体
    干细胞 再生资源 固废 生物质 光纤 光缆 光模块 激光 传感器 电容 电路板 线路板 触控 背光 摄像头 手机 服务器 工业互联网 超级工厂 智造 蓝宝石 单晶 多晶 切片 硅片 组件 电解液 钠离子
    钠电 液流 超高频 永磁 钻石 石墨 可降解 环保 高端 高效 高性能 改性 精密 健康 木糖 木业 制品 金属 铝轮毂 新型 先进 大健康 轨道交通装备 低碳建筑 全钒 异地搬迁 搬迁 扩能 扩产 技改 总部
    面料 皮革 食品 肠衣 炭黑 光热 多晶硅 有机硅 工业硅 硅氧烷 钛白粉 管材 管业 线缆 阀门 液压 仪表 仪器 检测设备 电源 电容器 封装 晶圆 存储 大型 高档 绿色 西部 基板 环保型 智慧农业 蓝莓 中药材 建材 铝精 铝业 铜业 热电联产 水产 屠宰 OLED LED PCB AMOLED 5G
    集成电路 煤制 LNG 中药 特种 环烯烃 环氧 氧化铝 大功率 直升机 高性能 高端 纳米 民爆 耐火 高新材料 食品 饮品 预制菜 磷铵 卫材 日化 高分子 多层 机加工 乘用车 商用车 轿车 精细 炼化 液晶 中间体 电动 铸造 烯烃 炼油 化学 尼龙 高精 功能膜 液态奶 乳粉 奶粉 电解铜 电解铝 电解锰 化肥 农药 润滑油
    轻烃 铜基 铁基 铜冶炼 合金 硬质 硝铵 含氟 碳四 聚乳酸 聚丙烯 冰箱 洗衣机 电脑 笔记本 钢管 线束 卫浴 五金 门窗 板材 制冷 肉食 肉制品 奶制品 玻纤 煤化工 乙二醇 尿素
    轻量化 金精矿 冶炼 药物 贴剂 重组 人白蛋白 鸡肉 卫生纸 煤电铝 硫磷 洗煤 数控 铝塑 氧化 复合 成套 电梯 真空 改性 有色 电容 燃气轮机 客舱 内饰 整机 烟气 异山梨醇 液化 微纳米
    取向硅钢 焦炉 型煤 车用 车厢 门业 家纺 棉纱 纱线 锦纶 氨纶 涤纶 染整 印染 禽类 羊毛 羊绒 牛绒 钻机 种植牙 环己酮 己二酸 煤焦油 制氢 刀片 齿轮 弹簧 铸件 锻件 管件 连接器 磁材 线圈 超细 超高 超薄 超净 超纯 洁净 马达 显示器 触摸屏 玻璃基板 盖板
    气体 工业气体 林浆 浆纸 纸浆 竹浆 优特钢 精品钢 特种钢 硅钢 带钢 板带 铜板 铁合金 硅铁 硅锰 锰铁 氮化 碳化 铝粉 硅粉 轻合金 高温合金 高纯 高精度 高强 纺丝 香料 香精 植物提取 酶制剂 氨基酸
    维生素 益生菌 调味 酱油 触控屏 柔性 背板 光学膜 封测 测试 芯板 覆铜板 靶材 光刻胶 碳基 碳材料 炭材料 磁性 铁氧体 钕铁硼 微电机 电驱 电控 充电桩 底盘 车桥 车灯 刹车 制动 活塞 曲轴 缸体
    水泵 泵业 叶片 塔筒 塔架 铸锻 锻造 压铸 焊丝 焊材 钢丝 钢绳 钢帘线 紧固件 螺栓 管桩 型钢 幕墙 刨花板 纤维板 胶合板 板式 洁具 瓷砖 岩板 石英 石膏 保温 防水 岩棉 油漆 油墨 无纺布 纸尿裤 生活纸
    特种纸 彩印 箱包 鞋材 制鞋 针织 牛仔 毛衫 羽绒 内衣 织布 织带 纺纱 丙纶 雷达 通信 检测 诊断 试剂 耗材 骨科 透析 口罩 胶囊 注射 输液 冻干 乙肝 流感 口服 中成药 兽药 原药 除草 复合肥 有机肥 生物肥 磷酸
    盐酸 双氧水 氯碱 PVC 纯碱 合成氨 甲醛 丁二醇 聚氨酯 聚醚 丁辛醇 苯酐 沥青 针状焦 焦油 炭素 石墨化 金刚石 磨料 磨具 刀具 小家电 灯具 光源 开关 断路器 配电 电力设备 电力装备 输配电 互感器
    继电器 传动 减速机 密封 滤材 膜材料 环保设备 危废 拆解 再制造 锅炉 压力容器 叉车 挖掘机 矿山机械 煤机 收割 拖拉机 摩托 电动车 专用汽车 船用 海缆 航材 飞行 钒钛 钛锆 新能源车 混合动力 差别化
    润滑 气相 钢构 塑胶 塑业 钢业 晶体 热泵 铸业 电声 衬底 棉浆 粘胶 硫化 氟化 硅烷 硅微粉 粉末 树灯 人造石 墙板 轻质 农化 制造 增材 铝合金 聚苯 硫醚 精炼 乙二胺 正丙 固态 全固态""")
COINED_FIRM = re.compile(rf"(?P<firm>[\u4e00-\u9fff]{{2,5}}?)(?={one_of(PRODUCTS)}|[A-Z]|(?<!新)[一二三四五六八]代)")
# What is of a place as often: only what looks like a firm's name stands before it (优能风电).
ENERGY_FIRM = re.compile(
    rf"(?P<firm>[\u4e00-\u9fff]{{2,5}}?)(?:风电|光伏|热电|发电|\d[\d.]*(?:{any_of(SCALES)})?(?:千瓦|兆瓦|平方米))"
)
# The same where only a phase follows, or nothing: 联芯一期.
BARE_FIRM = re.compile(r"(?P<firm>[\u4e00-\u9fff]{2,4}?)(?:[一二三四五]期)?(?:项目|工程)?\Z")
PRODUCT = re.compile(any_of(PRODUCTS))
# What works are called that are of a place as often as of a firm: 平定新能源电池小镇.
PLACE_WORKS = re.compile(
    r"(?:园区?|小镇|新城|城|基地|电站|电厂|矿|水库|公路|道路|中心|学校|医院|广场|公园|工程|景区|小区|度假区|街区|旅游区|走廊|带|市场|港|枢纽|泵站|电网|输变电|(?<!生产)(?<!代)线|铁路|高速|大道|管道|隧道"
    r"|桥|码头|房|体系|平台|馆|宫|大学|学院|校区|渠|河|湖|核电|水电|抽水蓄能|抽蓄|航道|旅游开发|世界|家园|组团|片区|新区|示范区|集群|综合体|站|街|村|楼|区)(?:[一二三四]期)?(?:工程|项目)?$"
)
# Characters of coined names, which no place has.
COINED = frozenset(
    "屹乾璟璐琪琨瑾瑜璞玺钰铉镕昕晖曜烨焱骐翊翎彤韵甬盎珺璇晗佑昇骁珑琦喆铎钧泛彧"
    "泓鑫晟宸烁皓铂昊昱煜炜睿瀚诺沃迈拓捷誉弘芯铭铠锐赛优健维威微纳佳嘉豪"
)
# What a firm calls its works as often as a place does, and the characters firms like: 凯赛生物产业园.
FIRM_WORKS = re.compile(
    r"(?:产业园|工业园|(?:生产|制造|研发|储能|产业|养殖|种植|繁育|加工|物流)基地|(?:研发|物流|数据|购物|贸易|配送|仓储)中心|总部(?:基地)?|科技园|物流园|[商物贸农食]+[贸流品]?城|产业城|工业城|智慧城|综合体|生产线)(?:[一二三四]期)?(?:工程|项目)?$"
)
FIRM_CHARACTERS = frozenset(
    "福鑫凯德隆荣嘉瑞康丰利达力诺源盛通博思雄韬佳美新华科恒泰联宇宏天晟亚维拓奥捷创易优信诚润泽汇富威赛迈格立元众益合宝伟顺昌茂裕腾飞跃翔圣士特尔斯普贝莱欧雅迪克伦哈尚卓锐睿远航国信旭晶申佰微豫泓容尼"
)
# What a firm's name does not end with: what is made (石墨烯膜), and what is a place (窑街, 东坑).
NO_FIRM_END = frozenset(
    "膜板管线油酸酚腈肼酐唑啶萘钠铁铝铜纸布纱棉机车器泵阀灯药酒茶菜果米面粉糖盐肉奶蛋鱼虾木竹砖瓦石胶漆素醇醛酮酯烯烷苯碱肥料品件片屏网箱包袋瓶罐盒套剂液膏胺氟硅锂钴镍锰钒钛稀电牛羊猪鸡鸭鹅"
    "型式性化类级用产和与及的了至到旧老小高全多单双首第个项条座批种在等压纯体粒丝晶色固核热轴温频控身晚流尾废余储冷碳绿结带纶硒券业部段期制基质素系族作土水气煤矿动中大超一二三四五六七八九十两几"
)
PLACE_CHARACTERS = frozenset(
    "区县市镇乡村山河湖江岭沟湾岛港桥路庄店屯堡集城洲溪坪坝峡滩口头门塘浦川州原站厂园馆院校楼所场库坡崖垭岗坨旗盟寨寺湿地"
)
# How much of it a firm makes.
GOODS_SIZED = re.compile(r"\d[\d.]* ?[百千]?[万亿]?(?:吨|台|套|辆|只|片|头|羽|平方米|米|件|吉瓦|GW|立方米)")
# Of these, what a coined name has, too: 千川.
SHARED_PLACE_CHARACTERS = frozenset("山湖江川城洲溪岭湾浦原塘旗集")
NO_FIRM_START = frozenset(
    "好老旧全多单双首第各本该其和与及的在由对将被把让以从向为是有无不未下左右内外前后大小高低年月日市省县区镇乡村各等级型至到原两四五六七八九十黑白红软硬"
)
# What no coined name starts with, even among those of firms.
PLAIN_START = frozenset(
    "每最至院入已还将旧全单双首第各本该其与及的在由对将被把让以从向为是有无不未下左右内外前后低年月日市省县区镇乡村各等级型到原两"
)
COUNTRIES = frozenset(
    words(
        "日本 韩国 德国 美国 法国 英国 荷兰 瑞士 瑞典 意大利 新加坡 泰国 加拿大 澳大利亚 以色列 挪威 芬兰 丹麦 印度 俄罗斯 马来西亚 奥地利 西班牙 比利时 香港 台湾 澳门"
    )
)
# What stands before 公司 and 集团 where they are a kind of firms: 国有公司, 大型企业集团.
UNNAMED = re.compile(
    r"^(?:[一两几多各本该]|[大小分子母总]$)|(?:企业|国有|上市|跨国|平台|保险|担保|投资|龙头|大型|重点|专业|运营|服务|物业|融资|控股|股份|有限|管理|科技型|外资|合资|控制|组建|成立|引进|支持|家|基金|证券|新能源|大)$"
)
# Parts of the country, which are a firm's name with an end that only firms have: 华北制药.
WIDE = frozenset(words("华北 华东 华南 华中 东北 西北 西南 北方 南方 东方 西部 渤海 中国"))
# Heads that are no firm's: a quality, a process, a part of the country.
NO_FIRMS = words("""
    铝材 铜材 石材 钢材 结构 南水北调 微电子 微电 盐卡 高强钢 强钢 察哈尔 装潢 装饰 改装 藏毯 碳谷 钛谷 道北 轴齿 益生元 铁皮 氟钡 高纯 一般 高分子 冲压 飞轮 芳烃 钨钼 液压 数控 具身 人形 柔性 深海 海底 海洋 临港 临空 沿江 沿海 西南 西北 东北 东南 华北 华东 华南 华中 北方 南方 西部 东部 中部 北部 南部 中德 中韩 中日 中俄 中欧 中美
    中英 中荷 中缅 中外 中白 中哈 中意 海峡 两岸 东盟 亚欧 丝路 丝绸之路 京津 京津冀 长三角 川渝 成渝 粤港澳 环渤海 渤海 关停 核心 百万 千万 千亿 百亿 邮政 烟草 卷烟 国家级 国家 区域性 域性 天然
    特色 数字 信创 清洁 传统 现代 民族 民用 军民 循环 综合 重点 国际 国产 进口 出口 战略 新兴 未来 氢燃料 煤矸石 玄武岩 碳纤维 青稞 葡萄 花生 草莓 辣椒 枸杞 商用 工业 农业 生产 加工 加快 推进 推动 支持 建设 实施
    引进 重点加快 产业 认定 争取 洽谈 援建 废旧 一体化 第三代 第二代 自主 智慧 城市 市场 国有 民营 外资 合资 旅游 文化 教育 体育 商业 商贸 物流 航天 航运 航空 中药 中医 藏药 蒙药 苗药 畜牧 水产 渔业 林业
    氟化 盐化 磷化 硅化 精细 石油 天然气 风力 光热 光电子 电子信息 信息 通信 网络 卫星 北斗 精准 基因 细胞 分子 有机 无机 复合 纳米 特种 专用 通用 普通 标准 定制 木质 竹质 全铝 轻质 大型 中型 小型 成套 高档 优质 专业 超高 煤制 煤基 稀贵 贵重 铝合金 镁合金 钛合金 三氧化二 三元 三代 大功率
    功能 产能 太阳能 性能 潜能 核能 热能 风能 电力 火力 水力 算力 活力 人力 运力 能力 潜力 主力 得力 现役 稀有 钨合金 聚脂 煤经 功率 架空 耐磨 电解 电解法 超薄 期货 明清 皖疆 国家 三大 两大 五大 国道 省道 县道 乡道 光谱 分析 超强 超短 中央 汉口 赣鄱 沥青 微风 关闭 发挥 做大 做强 清理 吸引 安排 联供 涡旋 晶体 浮法 烧烤 直通 长途 热电联供 燕赵 高新 革新 更新 全新 崭新 扩大 重大 军工 化合物 沙漠 州直 区直 县直 流感 宠物 钠硫 韩国 日本 德国 美国 法国 英国 增资 如意 数智 混合 公募 异质结 窄带 国优 铜铟镓硒 莱赛尔 主板 中乌 中法 中美 中以 中巴 中老 中越 中印 中蒙 中亚 中国 辽西 辽东 冀东 冀中 豫东 豫南 豫北 鲁西 鲁南 皖北 皖南 苏北 苏南 浙中 闽南 赣南 湘南 湘西 鄂西 粤北 粤东 粤西 川南
    川东 川北 滇中 滇西 黔中 陕北 陕南 陇东 陇南 北疆 南疆 东疆 氦气 铝镁 铜铝铅锌 硅砂 电工 小微 超硬 活性炭 绿氢 入驻 新建 扩建 局部 港口 火车 汽车 轿车 客车 节能 减排 密闭 传统产业 飞地 攻坚 百亿元 千吨 万吨 万亩 万头 万只 一批 系列 电芯 花椒 变性 提取 粉煤灰 深汕 古雷 光谷 车谷 裕龙岛 长兴岛 西中岛 涡喷 涡扇 涡轴 涡轮 动态 浓缩 冷萃 空心 微细 球形 非常规 煤层气 制备 填埋 三硅 三冷 二冷 通用航空 支线""")
# What works of a place are, behind what a firm's name ends with, too: 独山子石化工业园区, 章山新材料产业园.
NO_FIRM_BEFORE = re.compile(
    r"(?:(?:精细|石油)?(?:产业|工业|科技|物流|循环|化工|新材料|循环经济)){0,3}(?:园|城|小镇|新区|开发区|港|集聚区|基地|走廊)|料"
)
PLACED_MAKERS = re.compile(
    r"(?:省|市|中国|[\u4e00-\u9fff]{2}(?:省|市))?(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|苏州|流域|水生|全省|全市|.{1,3}[县市区州旗镇])"
)
SHARED_NO_FIRM_BEFORE = re.compile(
    NO_FIRM_BEFORE.pattern
    + "|(?:一体化|纤维|光缆|幕墙|电池|储能|基|创新|产业|工业|中心|研究|研发|交易|服务|博物|博览|示范|展示|孵化|综合|学院|职业|大|小|公园|信息|产品|制造|材料|医药|技术|装备|设备|零部件|零配件|配件|动力小镇|厂|加工|城|馆|厂|站|线|项目|工程|综合体|枢纽|附属|教育|总部|商务|会展|国际|企业|运动|旅游|文化|生态|汽车|电子|物流|智能|节能|配套|设施|管网|改造|总站|客运|添加|成果|健康|中间体|洁净|全产业链|产业链|保供|转移|支撑|引领|合作|化|子信息|西|东|南|北|成套|特色|养生|保健|循环|应用|再生|协同|质|多样|药|标|纳米|高分子)"
)
# Regions by their short names, as the register has them: what stands before a firm's name, and is none itself.
COUNTIES = frozenset(words_of("projects/counties.txt"))
CITIES = frozenset(words_of("projects/cities.txt"))
# Common pairs that names of firms end with, too: 浒璃中科, 浒璃华联.
PAIRS_OF_FIRMS = frozenset(words("中科 华联 东方"))
# Pairs of characters of the language: what stands in reports of many provinces (benchmarks/common_pairs.py).
COMMON_PAIRS = frozenset(words_of("projects/common_pairs.txt"))
# What stands for regions in a name of several (渝黔, 闽台), and what only a place ends with (滨北).
REGIONS_SHORT = frozenset(
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇藏陕甘青宁新疆陇港澳台汉欧亚长成德绵合杭甬厦广深昌渭淮泛环沿海中"
)
DIRECTIONS = frozenset("东南西北内外上下侧畔岸")
# Characters of things, measures and tasks, which no coined name has.
OF_THINGS = frozenset(
    "氧氢氮氟硫磷氯碳变瞬倍率密癌病疫脑网船舰渔猪鸡鸭鹅参药民校疗警税费债办治污废渣粪洪涝旱咸碱泥沙滩礁溪峪甸垦耕菌螺枣椒蒜棚苗花叶梨柚橙柑薯"
)
# What is done to a place, and by no firm for itself.
TASK = re.compile(
    r"(?:治理|整治|修复|保护|保洁|湿地|碧道|填埋场|粮库|安置|绿化|扩容|移民|监测|培育|传承)(?:[一二三四]期)?(?:工程|项目)?$"
)
# What stands behind a name that is a firm's: 千川集团, 千川、沃康等龙头企业; and behind one of a place.
FIRM_BEHIND = re.compile(
    rf"(?:{any_of(FIRM_ONLY)}|科技(?![园城馆产企型成创人])|能源(?=、|,|。|等)|股份|公司|上市|(?:、[^,;。:、]{{2,8}}){{0,8}}等[^,;。:、]{{0,12}}(?:企业|公司|集团|厂商))"
)
PLACE_BEHIND = re.compile(
    "[镇乡村县区市旗山河湖江]|街道|大道|水库|新区|片区|大桥|景区|古镇|社区|高速|新城|经开区|开发区|灌区|流域|火车站|高铁站"
)
PLACE_END = re.compile(
    r"[^、\d]{1,4}?(?:经济技术开发区|经开区|高新区|开发区|工业园区?|产业园区?|[县市区镇乡旗])|(?:经开区|高新区|开发区)"
)
# The noun of a group whose works are those of firms: 等一批亿元以上工业项目.
OF_FIRMS = re.compile(
    r"[^,;。:、]{0,12}(?:工业|制造业?|[十百]?亿元|千万元|外资|产业(?!园)|[延补强建]链|签约|技改|技术改造|智能化改造|增资|扩产|央企|民企|外商|招商)[^,;。:、]{0,8}(?:项目|工程)"
)
