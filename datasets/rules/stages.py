"""Stages of works: the verbs that state them, and the words around such verbs."""

import re

from msgspec import Struct

from datasets.rules.words import words
from schemas.vocabulary import ProjectStatus


class Stage(Struct, frozen=True):
    """A stage, and the verbs that state it: before the name (启动…) or behind it (…落地开工), in the review or the plan."""

    status: ProjectStatus
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    before_planned: tuple[str, ...] = ()
    behind_planned: tuple[str, ...] = ()


STAGES = (
    Stage(
        "signed",
        before=words("签约 签订"),
        behind=words("签约落地 成功签约 签约"),
        behind_planned=words("签约落地 签约"),
    ),
    Stage(
        "landed",
        before=words("引进 落地"),
        behind=words("实现落户 选址落地 成功落户 落户 落地"),
        before_planned=words("引进"),
        behind_planned=words("选址落地 落户 落地"),
    ),
    Stage(
        "planned",
        before=words("谋划 规划 规划建设 储备 争取"),
        behind=words("获批立项 获批 纳入规划 列入规划"),
        before_planned=words("""
            谋划 规划 规划建设 储备 争取 实施 开展 建设 改造 打造 高标准打造 支持 扩建 创建 布局 改扩建
            深化 论证 升级 新建 新增建设 新增 翻建 新改建"""),
        behind_planned=words("规划建设 立项"),
    ),
    Stage(
        "started",
        before=words("开工建设 开工 新开工 启动建设 启动 动工"),
        behind=words("落地开工 开工建设 集中开工 启动建设 破土动工 启动 奠基 动工 开工"),
        before_planned=words("开工建设 开工 新开工 启动建设 启动 动工 开建"),
        behind_planned=words("落地开工 开工建设 启动建设 尽快开工 启动 开工 动工"),
    ),
    Stage(
        "continuing",
        before=words("续建"),
        behind=words("续建"),
        before_planned=words("续建"),
        behind_planned=words("续建"),
    ),
    Stage(
        "under_construction",
        before=words("开展 加快建设 全面建设 实施 建设 全力建设"),
        behind=words("顺利实施 加快建设 主体完工 主体封顶 封顶 全面铺开 在建 有序实施 加快实施"),
        before_planned=words("加快建设"),
        behind_planned=words("加快建设 主体完工 主体封顶"),
    ),
    Stage(
        "completed",
        before=words("""
            建成 完成 竣工 新建 搭建 打通 建立 维修改造 改造 组建 开发 修复 扩建 翻建 新建成 贯通
            联合建立 合作建立 新建改造 改扩建 修缮 新建及维修改造 高质量完成 高标准完成 高标准建成"""),
        behind=words("""
            全面完工 全面竣工 竣工验收 通过验收 竣工交付 建成通车 全线贯通 全线通车 建成 竣工 完工 贯通
            通车 实现销号 完成布局 全线开通 全面建成 如期建成 主体工程完工 基本建成 交付 全面完成 合龙"""),
    ),
    Stage(
        "in_production",
        before=words("投产"),
        behind=words("""
            投产达效 竣工投产 建成投产 达产达效 投产 达产 达效 当年投产 并网发电 投运 点火 下线 全面投产
            投料试车 并网"""),
    ),
    Stage(
        "opened",
        before=words("投用 启用 开放 开通"),
        behind=words("""
            建成运行 建成投用 建成启用 投入使用 投入运营 开业运营 正式挂牌 实现开诊 正式运营 正式启用
            开通运营 启动运营 建成开放 建成运营 通车运营 开业 启用 开园 开诊 运营 挂牌 开放 投用 开馆
            开街 通航 开航 正式开通 开学 用上正式电 揭牌 封关运作 开通"""),
    ),
    Stage(
        "revitalised",
        before=words("盘活 盘活建设 盘活改造"),
        behind=words("有效盘活 盘活 复工复产 复工"),
    ),
    Stage(
        "to_complete",
        before_planned=words("""
            完成 建成 竣工 打通 投用 建成投用 开放 维修改造 高标准完成 搭建 实现 确保 力争 贯通 全面完成
            修缮 通车"""),
        behind_planned=words("""
            竣工交付 按时投产 竣工投产 建成投产 建成投用 投入使用 投入运营 建成通车 竣工 完工 建成 投产
            开园 开业 通车 投用 开馆 交付 全线贯通 全面完成 主体工程 建成运营 通航 启用 年内竣工"""),
    ),
    Stage(
        "to_reach_full_output",
        behind_planned=words("全面达效 达产达效 投产达效 达效 达产 满产达效"),
    ),
    Stage(
        "to_revitalise",
        before_planned=words("盘活"),
        behind_planned=words("有效盘活 盘活"),
    ),
    Stage(
        "advancing",
        before=words("推进 推动 加快 全力推进 加快推进"),
        behind=words("""
            提速 进展 推进 加快推进 有序推进 顺利推进 扎实推进 全面推进 稳步推进 进展顺利 快速推进
            全线推进 深入推进 开展前期工作 前期工作加快推进 前期工作"""),
        before_planned=words("推进 推动 加快 加快推进 优化 抓好 做好 统筹推进"),
        behind_planned=words("加快推进 推进 提速 扩容 落实落地 运营 前期工作 前期"),
    ),
)
BEFORE = {verb: stage.status for stage in STAGES for verb in stage.before}
BEHIND = {verb: stage.status for stage in STAGES for verb in stage.behind}
BEFORE_PLANNED = {verb: stage.status for stage in STAGES for verb in stage.before_planned}
BEHIND_PLANNED = {verb: stage.status for stage in STAGES for verb in stage.behind_planned}
# How a statement opens, before its verb.
OPENING = words("""
    其中 同时 目前 今年 年内 全年 确保 力争 争取 努力 全力 加快 大力 积极 着力 高标准 高质量 持续 稳步
    扎实 深入 全面 统筹 有序 抓好 做好 优化 优化完善 推动 推进 实现 支持 以及 并 成功 圆满 顺利 率先
    正式 全国首个 全国首家 全省首个 全省首家 全区首家 全市首家 首个 首家 唯一 一企一策 下大力气 科学
    依托 我们 和 与 基本 如期 提前 已 逐步 协同 重点 启动 全市 全省 全区 陆续 相继 累计 坚持 加大 强化
    进一步 继续 更好 切实 务必 尽快 积极争取 积极推进 积极争创 争创 配合 协调 帮助 督促 服务 保障 助力
    支撑""")
# 加快X建设: it is being built.
SPEEDED = ("加快", "加快推进", "全力推进")
# What tells that works were built with others: 与中科院联合建立…实验室.
JOINTLY = re.compile("联合建立|合作建立|共同建设|联合共建|牵头建设|联合组建")
# Adverbs between a name and its verb.
LOOSE = re.compile(
    r"(?:移址扩建|移址新建|异地新建|全部|顺利|成功|如期|已|均|正式|实现|当年|有效|按时|全面|相继|陆续|基本|也|都|并|今年|年内)+$"
)
# The stages of one year: 实现当年签约、当年建设、当年投产.
SAME_YEAR = re.compile(r"(?:实现)?(?:当年.{2,4}?、)*当年(?P<verb>.{2,4})")
