"""What the columns of a table are called in Stata, which has shorter names."""

import re
from collections.abc import Iterable
from itertools import chain, count

from api.formats.dta import LONGEST_NAME

SHORT_WORD = 3  # letters


def variable_names(names: Iterable[str]) -> dict[str, str]:
    """A name that Stata allows for each column: `avg(value)` is `avg_value`. No two are one."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
        plain = shortened(plain if plain[:1].isalpha() else f"v{plain}")
        numbered = (f"{plain[: LONGEST_NAME - 3]}_{n}" for n in count(2))
        found[name] = next(one for one in chain([plain], numbered) if one not in found.values())
    return found


def shortened(name: str) -> str:
    """A name that is no longer than Stata allows, the same whatever stands beside it: its first words are cut short."""
    words = name.split("_")
    for n, word in enumerate(words):
        if len("_".join(words)) <= LONGEST_NAME:
            break
        words[n] = word[:SHORT_WORD]
    return "_".join(words)[:LONGEST_NAME]
