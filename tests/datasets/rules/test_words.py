"""Tables of words, and what finds them in a text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.grammar import any_of
from datasets.rules.words import finder

FEW = st.text(alphabet="一中心园区路", min_size=1, max_size=4)


@given(st.lists(FEW, min_size=1, max_size=12), st.text(alphabet="一中心园区路，x", max_size=20))
def test_a_finder_finds_the_place_that_an_alternation_of_its_words_finds(listed: list[str], text: str) -> None:
    found, expected = finder(listed).search(text), re.search(any_of(listed), text)
    assert (found and found.start()) == (expected and expected.start())
