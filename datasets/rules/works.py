"""What works end with, and what is no works."""

from datasets.rules.words import words

# What works end with. An undertaking is known by such an end and a name of its own before it.
WORKS_ENDS = words("""
    项目 工程 基地 园区 产业园 工业园 科技园 示范园 物流园 创业园 创新园 制造园 中心 平台 医院 分院 院区
    门诊 学校 小学 中学 幼儿园 大学 校区 学院 博物馆 图书馆 体育馆 体育场 美术馆 科技馆 展览馆 纪念馆
    文化馆 公园 广场 商场 农贸市场 批发市场 交易市场 酒店 综合体 街区 集聚区 示范区 新城 小镇 公路 高速
    铁路 高铁 地铁 号线 大道 快速路 街路 道路 大桥 桥 隧道 枢纽 机场 航站楼 码头 港区 港 泊位 航道 运河
    水库 水电站 电站 核电 风电场 风电 光伏 泵站 管网 处理厂 水厂 电厂 工厂 钢厂 生产线 变电站 输变电
    灌区 食堂 养老院 福利院 服务站 农场 牧场 大厦 断头路 地块 迁建 征收 改造 修复 扩建 改扩建 总部
    实验室 研究院 储能 开发 农田 专线 通道 小区 提档升级 保健院 卫生院 敬老院 图书城 文化城 美食街
    步行街 路 线 店 库 馆 站 厂 材料 供热 管廊 主网架 机组""")
# Ends that say what is done, not what it is: they need a name of their own before them everywhere.
DEEDS = words("改造 修复 开发 扩建 改扩建 征收 迁建 提档升级")
# A name with one of these is no undertaking of its own.
NOT_PROJECTS = words("""
    活动 计划 行动 大会 政策 制度 试点项目 审计项目 惠民工程 专项 公司 国企 体系 机制 战略 规划 方案
    意见 条例 办法 改革 论坛 博览会 大赛 文化节 旅游节 艺术节 评选 称号 奖 培训 宣传 服务水平 能力 水平
    质量 效能 格局 氛围 作用 优势 经验 成果 问题 任务 目标 工作 模式 场景 品牌 市场主体 经营主体
    文明城市 先进 资格 资质 许可 资金 债券 贷款 标准 安全生产 满意度 便民生活圈 系列""")
