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
        behind=words("签约落地 成功签约 签约 正式签约 签订协议 达成协议"),
        behind_planned=words("签约落地 签约"),
    ),
    Stage(
        "landed",
        before=words("引进 落地 引进建设 招引 签约引进 引入"),
        behind=words("实现落户 选址落地 成功落户 落户 落地 顺利落地 成功落地 签约落户 落地建设"),
        before_planned=words("引进 招引 引入 落地"),
        behind_planned=words("选址落地 落户 落地 落地建设"),
    ),
    Stage(
        "planned",
        before=words("谋划 规划 规划建设 储备 争取 规划布局 推进前期 申报 核准 获批"),
        behind=words("""
            获批立项 获批 纳入规划 列入规划 立项 获批建设 批复 核准 通过审批 列入国家规划
            通过国家核准"""),
        before_planned=words("""
            谋划 全力建设 规划 规划建设 储备 争取 实施 开展 建设 改造 打造 高标准打造 扩建 创建
            布局 改扩建 深化 论证 升级 新建 新增建设 新增 翻建 新改建 规划布局 申报 筹建
            改建 重建 加固改造 改造提升 提升改造 美化 整治 改造美化 完善 布局建设 谋划建设
            谋划推进 谋划实施 规划实施 上马 高标准规划建设 策划 启动规划 高标准建设 迁建
            高水平建设 高质量建设"""),
        behind_planned=words("规划建设 立项 规划 选址"),
    ),
    Stage(
        "started",
        before=words("""
            开工建设 开工 新开工 启动建设 启动 动工 实现开工 全面开工 全面启动 启动实施
            集中开工 破土动工 开建 核准开工"""),
        behind=words("""
            落地开工 开工建设 集中开工 启动建设 破土动工 启动 奠基 动工 开工 正式开工 全面开工
            启动实施 开始建设 开始实施 相继开工 顺利开工 开建 全面启动 正式启动 实现开工
            进场施工 动工建设 全线开工 开始施工"""),
        before_planned=words("""
            开工建设 开工 新开工 启动建设 启动 动工 开建 核准开工 全面开工 实现开工 全面启动
            启动实施 动工建设 破土动工 集中开工"""),
        behind_planned=words("""
            落地开工 开工建设 启动建设 尽快开工 启动 开工 动工 全面开工 启动实施 正式开工
            早日开工 尽早开工 实现开工 开始建设 年内开工 全线开工 动工建设 实质性开工"""),
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
        before=words("""
            开展 加快建设 全面建设 实施 建设 全力建设 在建 抓紧建设 加紧建设 继续建设 继续实施
            稳步建设 正在建设 组织实施 深入实施 加快实施"""),
        behind=words("""
            顺利实施 加快建设 主体完工 主体封顶 封顶 全面铺开 在建 有序实施 加快实施 正在建设
            抓紧建设 正在抓紧建设 加紧建设 建设顺利 进入收尾阶段 主体完成 全面实施 加快施工
            主体竣工 全面施工 进入施工阶段 正在实施 组织实施 正在施工 稳步实施 扎实实施 有效实施
            深入实施 相继实施 抓紧实施 顺利建设 有序建设 稳步建设 快速建设 扎实建设"""),
        before_planned=words("加快建设 抓紧建设 加紧建设 加快实施 继续建设 在建 全面建设"),
        behind_planned=words("加快建设 主体完工 主体封顶 加快实施 抓紧建设 加紧建设 全面实施 主体建设"),
    ),
    Stage(
        "completed",
        before=words("""
            建成 完成 竣工 新建 搭建 打通 建立 维修改造 改造 组建 开发 修复 扩建 翻建
            新建成 贯通 联合建立 合作建立 新建改造 改扩建 修缮 新建及维修改造 高质量完成
            高标准完成 高标准建成 完工 初步建成 基本建成 全面建成 全面完成 基本完成 顺利完成
            重建 整治 加固 建设完成 建成投运 建成完工 开通建成 改建 新改建 搬迁 加固改造
            顺利建成 竣工验收 整修 建成通车 设立 成立 """),
        behind=words("""
            全面完工 全面竣工 竣工验收 通过验收 竣工交付 建成通车 全线贯通 全线通车 建成 竣工
            完工 贯通 通车 实现销号 完成布局 全线开通 全面建成 如期建成 主体工程完工 基本建成
            交付 全面完成 合龙 竣工通车 顺利完工 顺利竣工 相继建成 相继竣工 建设完成 改造完成
            全部完工 全部建成 全部完成 建成完工 顺利建成 投用建成 完成改造 完成建设 完成验收
            实现贯通 实现通车 全面贯通 胜利竣工 顺利贯通 顺利通车 通过竣工验收 建成验收 陆续建成
            联合试运转 实现连通"""),
    ),
    Stage(
        "in_production",
        before=words("投产 建成投产 竣工投产 投产达产 投产运营"),
        behind=words("""
            投产达效 竣工投产 建成投产 达产达效 投产 达产 达效 当年投产 并网发电 投运 点火
            下线 全面投产 投料试车 并网 达产稳产 全面达产 全面达产稳产 试生产 投产运行 顺利投产
            正式投产 并网运行 投入商运 投入生产 投入商业运行 投产发电 实现投产 竣工投用 建成并网
            投产见效 全部达产 点火成功 并网成功 量产 下线生产 达产达标 投产达标"""),
    ),
    Stage(
        "opened",
        before=words("""
            投用 启用 开放 开通 建成投用 建成开放 建成运营 建成启用 开通运营 投入使用 投入运营
            开馆 开业 改造投用 竣工投用 开通试运营 试运营 建成运行 运行 全线开放 开馆运营
            竣工运营"""),
        behind=words("""
            建成运行 建成投用 建成启用 投入使用 投入运营 开业运营 正式挂牌 实现开诊 正式运营
            正式启用 开通运营 启动运营 建成开放 建成运营 通车运营 开业 启用 开园 开诊 运营
            挂牌 开放 投用 开馆 开街 通航 开航 正式开通 开学 用上正式电 揭牌 封关运作 开通
            投入运行 正式运行 试运行 试运营 投入试运行 建成投入使用 投付使用 交付使用 正式投用
            对外开放 免费开放 建成开馆 建成开园 建成开业 开诊运营 通车运行 运行 开通运行
            启用运行 开航运营 挂牌成立 挂牌运营 揭牌运营 封关运营 开班 招生 正式开馆 正式开园
            正式开业 正式开放 全面投用 营业 正式营业 开门迎客 形成规模 建成使用 整体搬迁运营
            首航 复航 成立 顺利启用 开街运营 陆续运营 陆续开业 建成启动 落成 开港 封关运行
            通航运营 全线开放 运行良好"""),
    ),
    Stage(
        "revitalised",
        before=words("盘活 盘活建设 盘活改造"),
        behind=words("有效盘活 盘活 复工复产 复工 全面复工"),
    ),
    Stage(
        "to_complete",
        before_planned=words("""
            完成 建成 竣工 打通 投用 建成投用 开放 维修改造 高标准完成 搭建 实现 确保 力争
            贯通 全面完成 修缮 通车 建成投产 竣工投产 投产 开通 启用 开通运营 基本建成
            基本完成 建成投运 初步建成 建成开放 建成运营 全面建成 建成启用 全面竣工 完工
            投入使用 竣工投用 开通试运营 试运营 建成通车 竣工运营 投产运营"""),
        behind_planned=words("""
            竣工交付 按时投产 竣工投产 建成投产 建成投用 投入使用 投入运营 建成通车 竣工 完工
            建成 投产 开园 开业 通车 投用 开馆 交付 全线贯通 全面完成 主体工程 建成运营 通航
            启用 年内竣工 建成投入使用 投入运行 试运行 试运营 正式运营 开诊运营 投产运行
            并网发电 并网运行 并网 全部建成 建成开放 建成启用 实现通车 竣工验收 通过验收
            如期建成 基本建成 年内建成 年内投用 正式启用 开诊 开街 投运 交付使用 竣工投用
            竣工通车 全面建成 建成使用 建设完成 改造完成 如期完工 如期竣工 完成建设 开通运营
            开通 对外开放 正式投用 开航 开学 挂牌运营 运营使用 试生产 正式开馆 封关运行
            封关运营 开港 通航运营"""),
    ),
    Stage(
        "to_reach_full_output",
        behind_planned=words("""
            全面达效 达产达效 投产达效 达效 达产 满产达效 全部达产 尽快达产 满产 全面达产
            达产满产 投产达产 投产见效"""),
    ),
    Stage(
        "to_revitalise",
        before_planned=words("盘活"),
        behind_planned=words("有效盘活 盘活"),
    ),
    Stage(
        "advancing",
        before=words("""
            推进 推动 加快 全力推进 加快推进 统筹推进 统筹实施 稳步推进 有序推进 扎实推进
            深入推进 全面推进 持续推进 积极推进 一体推进 大力推进 强力推进 高质量推进 积极推动
            加快推动 推进建设 继续推进 支持 服务 保障 着力推进 突出抓好 打造 培育"""),
        behind=words("""
            提速 进展 推进 加快推进 有序推进 顺利推进 扎实推进 全面推进 稳步推进 进展顺利
            快速推进 全线推进 深入推进 开展前期工作 前期工作加快推进 前期工作 取得进展 有序开展
            积极推进 全力推进 持续推进 一体推进 推进顺利 加速推进 有力推进 高效推进 正在推进
            步伐加快 进度加快 建设提速 进展加快 前期工作有序推进 前期工作扎实推进 扎实开展
            开展前期 强力推进 大力推进"""),
        before_planned=words("""
            推进 推动 加快 加快推进 优化 抓好 做好 统筹推进 稳步推进 有序推进 扎实推进
            深入推进 全面推进 持续推进 积极推进 一体推进 大力推进 强力推进 积极推动 加快推动
            继续推进 着力推进 高质量推进 全力推进 加大 推进建设 跟进 服务 保障 建好 建强 办好
            支持 突出抓好 创新 重点推进 重点加快"""),
        behind_planned=words("""
            加快推进 推进 提速 扩容 落实落地 运营 前期工作 前期 有序推进 顺利推进 扎实推进
            积极推进 稳步推进 全面推进 持续推进 加速推进 前期工作取得突破 取得进展 进展
            开展前期工作"""),
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
    支撑 首次 初步 正在 抓紧 分步 分期 分批 因地制宜 加紧 尽早 早日 强力 大手笔 高位 一体 集中 共同 联合 先后 逐一 精心
    扩大 做优 全部 立足 分类 有效 多措并举 千方百计 全力以赴 全速 快速 加速 力促 促进 促成 促使 完善 围绕 重点抓好 抓实 抓紧抓好
    大力度 以此 进而 推行 我省 我市 我区 我县 我州 我国 今后五年 五年来 一年来 去年 上半年 下半年 年底前 全国率先 全省率先 着眼 组织
    一批 还 将 要 使 让 以 同步 主动 规范 狠抓 稳妥 积极稳妥 稳妥有序 有力 有力推动 有序推动 持续推动 大力推动 强力推动 全力推动
    加强 依法 按期 着手 谋划推动 协力 切实抓好 切实加快 切实推进 力保""")
# Adverbs that are made, not listed: 高质量高效率, 高水平.
ADVERB = r"(?:高(?:质量|标准|水平|效率|起点|品质|效能?|位|质效|强度)(?:地)?)+|(?:本|今|明|上|下)(?:年|月|半年)(?:底|末|初)?|年(?:底|内|末|中)前?|\d{1,2}月(?:底|份)?"
ADVERB_STARTS = frozenset("高本今明上下年0123456789")
# 加快X建设: it is being built.
SPEEDED = ("加快", "加快推进", "全力推进", "加快推动", "加速", "加大", "抓紧", "抓好", "做好")
# What tells that works were built with others: 与中科院联合建立…实验室.
JOINTLY = re.compile("联合建立|合作建立|共同建设|联合共建|牵头建设|联合组建")
# Adverbs and nouns between a name and its verb.
LOOSE = re.compile(
    r"(?:移址扩建|移址新建|异地新建|全部|顺利|成功|如期|已|均|正式|实现|当年|有效|按时|全面|相继|陆续|基本|也|都|并|今年|年内"
    r"|正在|即将|先后|初步|率先|加快|尽快|早日|按期|胜利|建设|工程建设|项目建设|的|尽早|提前|逐步"
    r"|整体|分别|全线|力争|确保|争取|要|将|年底前|年底|步伐|进度|成熟|有望|可|同步|于\d{1,2}月|再次|全力|抓紧|顺势|取得|提速)+$"
)
# Predicates that are more than a verb: what they end a statement with, and the stage in the review and in the plan.
PREDICATES: tuple[tuple[str, ProjectStatus, ProjectStatus], ...] = (
    (r"取得(?:了)?[^,、]{0,6}(?:进展|突破)", "advancing", "advancing"),
    (r"(?:有|呈现)[^,、]{0,6}进展", "advancing", "advancing"),
    (r"(?:步伐|进程|进度|速度)(?:明显|不断|进一步|持续|全面)?(?:加快|提速)", "advancing", "advancing"),
    (r"落户(?:于)?[^,、]{2,8}", "landed", "landed"),
    (r"(?:列|纳)入[^,、]{2,20}(?:规划|计划|项目|工程|清单|盘子)", "advancing", "planned"),
    (r"(?:成功)?获(?:得|国家|省|批)?[^,、]{0,10}(?:批复|批准|核准|审批|立项|批)", "advancing", "planned"),
    (
        r"(?:通过|完成)[^,、]{0,10}(?:审查|审批|评审|立项|核准|可研|环评|选址|勘察|初步设计|前期工作)",
        "advancing",
        "planned",
    ),
    (
        r"(?:累计|已|全年)?完成(?:总)?投资[约近超]?[\d.]+[万亿]?元?[^,、]{0,6}",
        "under_construction",
        "under_construction",
    ),
    (r"完成[^,、]{0,4}(?:主体|封顶|基础|土建|安装|桩基)[^,、]{0,6}", "under_construction", "under_construction"),
    (r"主体[^,、]{0,4}(?:完工|完成|封顶|建成|竣工)", "under_construction", "under_construction"),
    (r"(?:完成|实现)(?:升级|提升|整治|综合)?改造(?:提升)?", "completed", "to_complete"),
    (r"完成(?:修复|扩建|改扩建|建设|施工|验收|布局|搬迁|征收|整治|治理)", "completed", "to_complete"),
    (r"(?:建设)?进入[^,、]{2,12}(?:阶段|期)", "under_construction", "under_construction"),
    (r"(?:已)?具备[^,、]{2,10}(?:条件|能力)", "completed", "to_complete"),
    (r"投入(?:试|商业)?(?:运行|运营|生产|营运|使用|商运)", "opened", "to_complete"),
    (r"前期(?:各项|准备)?工作(?:全面|顺利|有序|扎实)?(?:启动|展开|完成|推进)?", "advancing", "advancing"),
)
# Verbs in the middle of a clause, behind who does it or where: 紫金矿业初步建成…, 在市中心城区实施了….
MIDDLE = words("""
    建成 初步建成 基本建成 开工建设 开工 启动建设 启动 新建 引进 实施 推进 续建 投资建设 加快建设 规划建设 合作建设 打通 完成 建成投用
    建成投产 联合建立 合作建立 共同建设 联合共建 牵头建设 联合组建 兴建 改建 扩建 改造 修建 共建 谋划 建设 推动""")
# Verbs that begin a further statement of a clause: 开工A、建成B, 新建A和迁建B.
FURTHER = words("""
    开工建设 开工 建成投用 建成投产 建成 启动建设 启动实施 启动 加快建设 加快推进 推进 推动 实施 续建 竣工 投用 谋划 完成 新建 迁建 改造
    改扩建 扩建 打造 规划建设 建设 修复 盘活 引进 投产 打通 开通 抓好 抓紧 争取 力争 确保 加快 基本建成 基本完成 全面建成 全面完成 支持""")
# The stages of one year: 实现当年签约、当年建设、当年投产.
SAME_YEAR = re.compile(r"(?:实现)?(?:当年.{2,4}?、)*当年(?P<verb>.{2,4})")
# Verbs of building: what they are said of is a thing, so that a plain name of one tells it.
BUILDING = frozenset(
    words("""
    建成 建设 新建 扩建 改扩建 加快建设 开工建设 开工 启动建设 续建 竣工 投用 建成投用 启用 迁建 重建 改建 规划建设 抓紧建设 加紧建设 新建成
    基本建成 初步建成 全面建成 开通 动工 破土动工 谋划 谋划建设 高标准建设 高标准规划建设 全面开工 完成 加固改造 打造 高标准打造 完工 通车 修缮
    上马 全力建设 继续建设 动工建设 实现开工 核准开工 开工新建 全面建设""")
)
