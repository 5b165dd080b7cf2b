"""How notes explain a term. Shapes are for folded text."""

import re

CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
# A quoted label with its meaning, up to the next: “一圈”,沈阳现代化都市圈;
COMPONENT = re.compile(
    r"(?:^|(?<=[;。,:、\n]))(?P<label>(?:第.个)?[“\"][^”\"]{1,30}[”\"])(?:,|:|是指|指|即|为|代表)(?P<meaning>[^;。]+?)(?=[;。]|,(?:第.个)?“[^”]{1,30}”(?:是指|指|即|为)|$)"
)
# A list of members stands behind 即, or is the whole definition.
NAMELY = re.compile(r"即:?(?P<list>[^;。:]+)")
WHOLE = re.compile(r"(?P<list>[^;。:]+)[;。]?")
# The quoted heart of a term (“1+3+3”现代化产业体系), by which the body may call it alone.
HEART = re.compile(r"“[^”]{0,20}[\d+一二三四五六七八九十两][^”]{0,20}”")
# A circled number, which is the mark of a note where there is one of that number.
CIRCLED_MARK = re.compile(r"[①-⑳]")
# What a mark stands behind: a quoted stretch, or the words up to the mark before; marks of Markdown between are blank.
MARKED = re.compile(r"(?P<words>“[^”]{1,30}”|[^,;。:、“”\n ][^,;。:、“”\n]{0,14}[^,;。:、“”\n ]) *$")
# A quoted stretch, so that marks inside quotes do not split a list; or a mark that does.
MARKS = ("、", ",")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\([^)]*\)")
FEWEST_ITEMS = 3
SHORTEST_ITEM, LONGEST_ITEM = 2, 25
LONGEST_MARKED = 32  # characters before the mark of a note
QUOTES = "“”\"‘’'《》 "
