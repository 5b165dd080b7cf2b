"""How notes explain a term. Shapes are for folded text."""

import re

CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
# A quoted label with its meaning, up to the next: “一圈”,沈阳现代化都市圈;
COMPONENT = re.compile(
    r"(?:^|(?<=[;。,:]))[“\"](?P<label>[^”\"]{1,30})[”\"](?:,|:|是指|指|即)(?P<meaning>[^;。]+?)(?=[;。]|$)"
)
# A list of members stands behind 即, or is the whole definition.
NAMELY = re.compile(r"即:?(?P<list>[^;。:]+)")
WHOLE = re.compile(r"(?P<list>[^;。:]+)[;。]?")
# A quoted stretch, so that marks inside quotes do not split a list; or a mark that does.
MARKS = ("、", ",")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\([^)]*\)")
FEWEST_ITEMS = 3
LONGEST_ITEM = 25
QUOTES = "“”\"‘’'《》 "
