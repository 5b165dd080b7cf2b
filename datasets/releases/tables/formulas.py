"""Which texts a spreadsheet would run, by one regular expression in the two notations of those who match it.

After OWASP, CSV Injection: a text that begins with a sign of a formula, in half or full width; one that begins with a
tab or the end of a line, at which some programs begin another cell; and one that has only invisible characters before
the sign, which programs trim or pass over.
"""

import re

SIGNS = "=+-@" + "＝＋－＠" + "﹦﹢﹣﹫"  # half, full and small width
OTHER_CELL = "\t\r\n"
INVISIBLE = (  # white space, controls, and what Unicode has no shape for (Default_Ignorable_Code_Point); first and last
    (0x0000, 0x0020), (0x007F, 0x00A0), (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160),
    (0x1680, 0x1680), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F),
    (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip


def pattern(character: str) -> str:
    """The expression, anchored at the start; `character` is how its notation writes a code point."""

    def one_of(*ranges: tuple[int, int]) -> str:
        return f"[{''.join(f'{character % first}-{character % last}' for first, last in ranges)}]"

    signs, ends = (one_of(*((ord(one), ord(one)) for one in some)) for some in (SIGNS, OTHER_CELL))
    return rf"\A(?:{ends}|{one_of(*INVISIBLE)}*{signs})"


RE2 = pattern(r"\x{%X}")  # DuckDB's
FORMULA = re.compile(pattern(r"\U%08X"))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would, or might, run a text that stands in a cell without a type."""
    return FORMULA.match(text) is not None
