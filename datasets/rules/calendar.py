"""How reports say years, spans of years and parts of a year. Shapes are for folded text."""

import re

from datasets.rules.numerals import ALPHABET

# The last year of each five-year plan, by its name.
PLAN_ENDS = {
    "一五": 1957, "二五": 1962, "三五": 1970, "四五": 1975, "五五": 1980, "六五": 1985, "七五": 1990, "八五": 1995,
    "九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030,
}  # fmt: skip
PLAN_LENGTH = 5
PLAN_NAME = r"[“\"]?(?<![一二三四五六七八九十第])(?P<plan>十[一二三四五]五|[一二三四五六七八九十]五)[”\"]?"
YEAR = r"(?:[12](?: ?\d){3}|一九[〇○零一二三四五六七八九]{2}|二[〇○零]{1,2}[〇○零一二三四五六七八九]{1,2})"
STATED_YEAR = re.compile(rf"(?<![\d比较由从是于])(?P<year>{YEAR}) ?年(?!不变价|的?预算)")
SPAN_YEARS = re.compile(
    rf"(?:过去|近|这)?(?P<count>[{ALPHABET}]{{1,2}}|\d{{1,2}})年来|(?:过去|这)(?P<past>[{ALPHABET}]{{1,2}})年|“?(?P<plan>十?[一二三四]?五)”?(?:时期|期间|以来|五年)"
)
# A stretch of a year: 上半年, 三季度, 前三季度, 1-11月; 全年 ends it.
WITHIN_YEAR = re.compile(
    r"(?<![比较与])(?:(?P<half>[上下])半年|前(?P<first>[一二三四1-4])个?季度|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?<!\d)(?P<from>1[0-2]|[1-9])(?:月份?)?[-至到](?P<to>1[0-2]|[1-9])月份?)|(?P<whole>全年)"
)
