"""Heads that lean on the one before them: its growth, its total, the same works at another stage."""

import re

from datasets.extract.names.heads import bare, is_measure, longest
from datasets.extract.names.verbs import is_kept_verb, verb_of, without_verb
from datasets.rules.changes import GROWTH_NAMES
from datasets.rules.grammar import DONE_FIRST, PLACE_FIRST, PLACES_ALONE
from datasets.rules.links import (
    HANDED_ON,
    LEVEL_WORDS,
    LOCALS,
    MEASURE_NOUNS,
    MOTIONS,
    RELATIVE_NOUNS,
    STAGES,
    SUGGESTIONS,
    SUMS_OF_WORKS,
    TOTALS,
    TRANSITIVES,
    UNLIKE,
    WORKS,
)

PROFITS = ("利润", "利润总额", "利税", "利税总额")
MADE = re.compile(r"(?<=..)(?:增加值|总产值|产值|(?:主营业务|营业|销售)收入)$")
HERDS = ("存栏", "出栏", "存栏量", "出栏量")
KEPT_ANIMALS = re.compile(
    r"^(?:出栏|存栏)?(?P<animal>[^的]{0,6}(?:牛|羊|猪|禽|鸡|鸭|鹅|驴|马|兔|畜))(?:存栏|出栏)?量?$"
)
OUTPUTS = ("产量", "总产量", "总产", "单产", "年产量")
WORTHS = ("产值", "总产值", "综合产值", "年产值")
OUTPUT = re.compile(r"(?<=..)(?:总产量?|年产量|产量|单产)$")
GROWN = re.compile(
    r"(?<=..)(?<!播种)(?<!种植)(?<!栽培)(?<!养殖)(?:(?:种植|播种|栽培|养殖|收获)?面积|种植|播种|栽培|养殖)$"
)
LARGER = re.compile(r"\d{1,4}[百千万亿]{1,2}元(?:及?以上)")


def completed(words: str, earlier: str, *, in_list: bool) -> str:
    """A head that leans on the one before it: 增幅, or 产值 behind 林下经济面积 in one list."""
    if words in RELATIVE_NOUNS and not earlier.endswith(words):
        earlier = earlier.removesuffix(longest(GROWTH_NAMES, earlier))
        return (without_verb(earlier.partition("占")[0]) if words in TOTALS else earlier) + words
    if in_list and words in SUGGESTIONS and earlier.endswith(MOTIONS):
        return earlier.removesuffix(MOTIONS) + words
    if (in_list or words == "新建") and is_kept_verb(words):
        begun = next((stage for stage in STAGES if earlier.startswith(stage)), "")
        if verb_of(earlier) or begun:
            return words + without_verb(earlier).removeprefix(begun)  # 新建学校263所、改扩建78所
    if whole := at_another_place(words, earlier):
        return whole
    if whole := of_same_thing(words, earlier):
        return whole
    if words in MEASURE_NOUNS and (measured := another_measure(words, earlier, in_list=in_list)):
        return measured
    leans = words in TRANSITIVES and earlier not in STAGES and not earlier.endswith(TRANSITIVES)
    return earlier + words if leans or (words in SUMS_OF_WORKS and earlier.endswith(WORKS)) else words


def another_measure(words: str, earlier: str, *, in_list: bool) -> str:
    """A measure of what the one before is of; nothing where that is told of nothing, or is no other."""
    if earlier in MEASURE_NOUNS:
        return words
    ending = next((noun for noun in MEASURE_NOUNS if earlier.endswith(noun) and len(earlier) > len(noun) + 1), None)
    if not in_list or not ending or words == ending or (ending, words) in UNLIKE:
        return ""
    return earlier.removesuffix(ending).removesuffix("总") + words


def of_same_thing(words: str, earlier: str) -> str:
    """A bare output, profit or herd of the thing before; nothing for other words."""
    if words in PROFITS and (made := MADE.search(earlier)):
        return earlier[: made.start()] + words  # 规上工业增加值增长8%,实现利润增长9%
    if words in HERDS and (kept := KEPT_ANIMALS.search(without_verb(earlier))):
        return kept["animal"] + words  # 新增肉牛10万头,存栏93万头
    if words in WORTHS and (output := OUTPUT.search(earlier)):
        return earlier[: output.start()] + words  # 油料产量2万吨,产值3亿元
    if words in OUTPUTS and (grown := GROWN.search(earlier)):
        return earlier[: grown.start()] + words  # 粮食播种面积8万亩、总产2万吨
    return ""


def leans_on_all(words: str) -> bool:
    """Whether a head says a share, a sum or a pace of each of the heads before: 分别占全国, 分别完成投资, 总量."""
    measured = bare(words.removeprefix("分别")) if words.startswith("分别") else ""
    return words.startswith("分别占") or measured in (*MEASURE_NOUNS, *SUMS_OF_WORKS) or words in RELATIVE_NOUNS


def leaning(words: str, earlier: str) -> str:
    """A share, a total or a pace of what was named before: 分别占全国, 总量分别."""
    if words.startswith("分别"):
        return earlier + bare(words[len("分别") :])
    return completed(words, earlier, in_list=False)


def at_another_place(words: str, earlier: str) -> str:
    """The thing before at another stage, level or place: 新开工630套, 省级75家, 其中市本级44亿元."""
    if words in STAGES and earlier:
        begun = max((stage for stage in STAGES if earlier.startswith(stage)), key=len, default="")
        if begun:
            works = DONE_FIRST.sub("", earlier)
            return words + works if works else ""  # 开工建设公租房4010套、竣工1813套
        stage = longest(STAGES, earlier)
        return earlier.removesuffix(stage) + words if stage else words + without_verb(earlier)
    if PLACES_ALONE.fullmatch(words) and (measured := PLACE_FIRST.match(earlier)) and is_measure(measured["rest"]):
        return words + measured["rest"]
    if words in HANDED_ON:
        return words + DONE_FIRST.sub("", earlier)  # 新开工住房5万套,供应3万套
    if words in LOCALS and earlier:
        return words + earlier.removeprefix(words)
    if LARGER.fullmatch(words) and earlier:
        return words + (earlier.partition("以上")[2].lstrip("的") or earlier)  # 其中10亿元以上55个
    other = next((level for level in LEVEL_WORDS if level in earlier), None) if words in LEVEL_WORDS else None
    return earlier.replace(other, words, 1) if other else ""
