"""Relations a report commits to without a figure. Shapes are for folded text."""

import re

from msgspec import Struct

from schemas.vocabulary import Comparator


class Relation(Struct, frozen=True):
    """The shape of a relation to something else, what it binds, and texts it must and must not fit."""

    name: str
    comparator: Comparator
    shape: re.Pattern[str]
    fits: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()  # one of them is in every text it fits: a sentence without any is not searched


AREA = r"(?:全国|全省|全市|全区|全县|全自治区|上级|省|市|上年|国家|本地区|经济增长|地区生产总值)"

RELATIONS = (
    Relation("in_step", "approx",
             re.compile(r"(?P<text>(?:与|和|同)(?P<to>[^,;。:与和同]{2,14}?)(?:保持)?(?:基本)?(?:保持)?同步(?:增长)?|同步于(?P<to2>[^,;。]{2,12}))(?=[,;。]|$)"),
             ("居民收入增长与经济增长基本同步",), ("与全国同步推进改革",), ("同步",)),
    Relation("above_average", "gt",
             re.compile(rf"(?P<text>(?:高于|超过|快于|好于|优于|不低于)(?P<to>{AREA}[^,;。\d]{{0,8}}?(?:水平|增速|平均数|均值)))"),
             ("各项主要经济指标增速要力争超过全市平均水平",), ("增速高于全国1.7个百分点",),
             ("高于", "超过", "快于", "好于", "优于", "不低于")),
    Relation("below_average", "lt",
             re.compile(rf"(?P<text>(?<!不)(?:低于|少于)(?P<to>{AREA}[^,;。\d]{{0,8}}?(?:水平|均值)))"),
             ("确保城镇调查失业率始终低于全省平均水平",), ("争取资金额度不低于全省平均水平",), ("低于", "少于")),
    Relation("within_limit", "le",
             re.compile(r"(?P<text>控制在(?P<to>[^,;。\d%]{2,16}?)(?:范围|目标|要求|指标|计划|任务)?(?:之|以)?内)"),
             ("主要污染物排放量控制在自治区要求范围内",), ("失业率控制在5.5%以内",), ("控制在",)),
)  # fmt: skip
ANY_CUE = re.compile("|".join(re.escape(cue) for relation in RELATIONS for cue in relation.cues))
