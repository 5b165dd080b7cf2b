"""Words that bind a figure, before it and behind it."""

from msgspec import Struct

from schemas.vocabulary import Comparator


class Bound(Struct, frozen=True):
    """What a figure is bound to by a word that stands before it or behind it."""

    comparator: Comparator
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


BOUNDS = (
    Bound("ge",     ("不低于", "不少于", "不小于", "至少", "高于或等于", "不下", "≥", "⩾", "≧"),                ("以上", "及以上", "(含)以上", "或以上")),
    Bound("le",     ("不高于", "不超过", "不突破", "控制在", "不大于", "稳定控制在", "严格控制在", "控制到", "最多", "≤", "⩽", "≦"), ("以内", "以下", "之内", "及以下", "内")),
    Bound("gt",     ("超过", "突破", "超", "逾", "高于", "大于", "双超", "均超", "超出", "已超过", "已突破", "首次突破", "跨过", "迈过", "跨上", "迈上", "站上", "登上", "跃上", "越过", "跨越", "冲破", "突破了", "超过了", ">", "﹥"), ("强", "多", "余")),
    Bound("lt",     ("低于", "少于", "小于", "不到", "不足", "未达", "<", "﹤"),                          ("弱",)),
    Bound("approx", ("近", "约", "接近", "大约", "将近", "约为", "大概", "左右", "基本达到", "约占", "逼近"), ("左右", "上下", "左右的", "上下的")),
)  # fmt: skip
