"""How the tables combine around a figure. Words belong in the tables; only shapes belong here.

A figure is read outward from its numeral: to the right its unit and closing bound, to the left the words that
tie it to its name, peeled off one by one, and what is left is the name.
"""

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from datasets.rules.changes import BASES, CHANGES
from datasets.rules.comparators import BOUNDS
from datasets.rules.links import DISTRIBUTED, LEADS, LINKS
from datasets.rules.numerals import ALPHABET, DIGITS
from datasets.rules.units import SCALES, UNITS, written_units
from schemas.vocabulary import Basis, Comparator


def any_of(words: Iterable[str]) -> str:
    """Match any of the words, longest first: the order of a table never matters."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


class Tie(Struct, frozen=True):
    """What a word between a name and its figure says: nothing, a change, a basis, a bound, or that heads are shared."""

    sign: int = 0
    basis: Basis | None = None
    comparator: Comparator | None = None
    distributed: bool = False


@cache
def ties() -> dict[str, Tie]:
    """Every word that may stand between a name and its figure."""
    return {
        **{word: Tie() for word in LINKS},
        **{word: Tie(distributed=True) for word in DISTRIBUTED},
        **{word: Tie(basis=basis.basis) for basis in BASES for word in basis.words},
        **{word: Tie(comparator=bound.comparator) for bound in BOUNDS for word in bound.before},
        **{word: Tie(sign=change.sign) for change in CHANGES for word in change.words},
    }


LONGEST_TIE = max(map(len, ties()))
LEAD = re.compile(
    rf"(?:{any_of(LEADS)}|[“\"]?[12]\d{{3}}年(?:底|末|初|度)?|到[12]\d{{3}}年(?:底|末)?|[ ]|前?[一二三四1-4]季度|[一二三四五六七八九十]年来)"
)
SHARED_SCALES = any_of(SCALES)
AFTER = {form: bound.comparator for bound in BOUNDS for form in bound.after}
UNIT = re.compile(
    rf" *(?P<more>余|多)? *(?:(?P<scale>{SHARED_SCALES})(?P<some>余|多)|) *(?P<unit>{any_of(written_units())})(?![A-Za-z])"
)
SUFFIX = {rule.form: rule for rule in UNITS}
BOUND_AFTER = re.compile(rf" *\(?(?:含)?\)? *(?P<after>{any_of(AFTER)})")
RANGE = re.compile(r" *(?:-{1,2}|~|至|到) *(?=[\d" + ALPHABET + "])")
RANK = re.compile(
    rf"(?P<field>全国|全省|全市|全区|全县|全州|全盟|全球|世界|亚洲|东北|东部|中部|西部|西北|西南|同类|[位居列排]|名列|排名|跃居|升至|上升至|{any_of(['首次进入', '提升至'])})"
    rf"[^,;。:、第\d]{{0,6}}第(?P<place>\d{{1,3}}|[{ALPHABET}]{{1,3}})(?P<unit>位|名)?(?![^,;。:、]{{0,1}}(?:产业|批|届|个|次|家|条))"
)
BARE_ZERO = re.compile(r"(?<=实现)零(?=的突破)|(?<=为)零(?=[,;。、])|(?<=归)零(?=[,;。、])")
BARE_SCALE = re.compile(r"(?<![破超过达关])[百千万亿]+(?![百千万亿" + "".join(DIGITS) + "])")
NOUN = re.compile(r"(?![,;。:、!?)]|的[,;。]|[在到以为被向与和从由于比]|以上|以内|左右)[^,;。:、!?()\d]{2,30}+(?!\d)")
STATED_YEAR = re.compile(r"(?<!\d)(?P<year>[12]\d{3})年")
CLAUSE = re.compile(r"[,;:、!?。]")
STRONG_CLAUSE = re.compile(r"[,;:!?。]")
