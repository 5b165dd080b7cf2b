"""Fields of works, and the words of a name that tell them."""

from datasets.rules.words import words
from schemas.vocabulary import ProjectCategory

# The first line that has a word of the name wins.
CATEGORIES: tuple[tuple[ProjectCategory, tuple[str, ...]], ...] = (
    ("research",              words("中试 实验室 研究院 创新中心 科研 检测中心")),
    ("elderly_care",          words("养老 康养 适老化 辅具")),
    ("health",                words("医院 卫生 保健 医疗")),
    ("education",             words("学校 小学 中学 幼儿园 教育 校区 学院")),
    ("environment",           words("公园 湿地 生态 绿化 污染 垃圾 矿山修复 环境")),
    ("water",                 words("泵站 管网 水库 供水 排水 防洪 灌区 河道 水利 引水")),
    ("energy",                words("供热 取暖 电站 核电 风电 光伏 储能 电网 热力 能源 抽水蓄能")),
    ("transport",             words("公路 高速 铁路 高铁 街路 道路 桥 机场 港 码头 泊位 航道 地铁 轨道交通 大道 停车 路")),
    ("urban_renewal",         words("老旧小区 棚改 棚户区 城中村 危楼")),
    ("housing",               words("安置 迁建 保障房 住房 小区")),
    ("agriculture",           words("农田 农业 种植 养殖 乡村 香菇 粮食 农产品")),
    ("digital",               words("数字 智慧 数据 5G 算力 平台")),
    ("culture_sport_tourism", words("文化 旅游 体育 博物馆 文创 艺术 景区")),
    ("commerce",              words("商贸 商场 市场 物流 商旅 酒店 跨境电商 广场 商业")),
    ("social_service",        words("食堂 服务中心 救助 便民")),
    ("industry",              words("材料 化工 制造 产业园 烯烃 钢铁 汽车 生产 技改 催化 水泥 铝 装备 电子 芯片 柴油 产业")),
)  # fmt: skip
