"""Words that say a figure is a change: which way it goes, and against what."""

from msgspec import Struct

from schemas.vocabulary import Basis


class Change(Struct, frozen=True):
    """A way to say that something rose or fell."""

    sign: int
    words: tuple[str, ...]


CHANGES = (
    Change(+1, ("增长", "增加", "提高", "上升", "提升", "上涨", "增", "涨", "攀升", "递增", "净增", "高出", "微增", "微涨", "略增", "小幅增长", "大幅增长", "快速增长", "平均增长", "实际增长", "增幅为", "增幅达", "增速达", "增速为", "扩大", "新增", "净增加", "增收", "增产", "翻", "翻了", "比增", "跃升", "攀高", "增支", "回升", "提升了", "前进", "前移", "进位", "总增")),
    Change(-1, ("下降", "减少", "降低", "回落", "下跌", "负增长", "压减", "削减", "压缩", "缩减", "缩短", "减", "降", "收窄", "下调", "微降", "略降", "比降", "精简", "减收", "减支", "减亏", "压降", "下滑", "缩小", "核减", "降幅", "降幅为", "降幅达", "减幅", "调减", "减产", "小幅下降", "大幅下降", "后退", "后移")),
)  # fmt: skip


# A change and its basis in one word.
YEARLY = ("年平均增长", "年平均递增", "年均增长率", "年平均增长率", "年递增", "年均递增")


class BasisWords(Struct, frozen=True):
    """What a change is measured against."""

    basis: Basis
    words: tuple[str, ...]


BASES = (
    BasisWords("year_on_year",   ("同比", "比上年", "比上年预算", "比去年", "较上年", "较去年", "比上年同期", "比去年同期", "同比分别", "比前年", "与上年相比", "比上一年")),
    BasisWords("annual_average", ("年均", "平均每年", "年平均", "每年平均", "年均分别")),
    BasisWords("cumulative",     ("累计", "比五年前", "五年累计")),
)  # fmt: skip

# A name that ends like this already says that its figure is a change.
GROWTH_NAMES = ("增速", "增幅", "涨幅", "降幅", "增长率", "下降率", "增长速度", "增长")
FALLING_NAMES = ("降幅", "下降率", "减幅")  # and these, that it is a fall
GROWTH_NAMES_KEPT_AS_RATE = ("自然增长率", "人口增长率")
# A name that ends like this says its figure is a part of a whole.
SHARE_NAMES = ("占比", "比重", "占", "份额", "贡献率")
SHARE_WORDS = ("占", "相当于")
