"""What is written as TOML is read back the same, by the parser of Python and by ours."""

import re
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from datasets import toml

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.one_of(
    WORDS, st.integers(-(2**63), 2**63 - 1), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    PLAIN, lambda one: st.one_of(st.lists(one), st.dictionaries(st.from_regex(r"\A[a-z_]{1,8}\Z"), one)), max_leaves=8
)


@given(VALUES)
def test_values_are_read_back_from_one_line_without_control_characters(value: object) -> None:
    line = f"key = {toml.encoded(value)}"
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)
    assert tomllib.loads(line) == {"key": value}
    if len(line) < 200:
        assert toml.decode(line.encode(), dict) == {"key": value}
