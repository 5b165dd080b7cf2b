"""A text as it is searched: each character by itself in small letters, wherever it stands."""

from hypothesis import example, given
from hypothesis import strategies as st

from datasets.reading.text import fold
from datasets.releases.index.search_index import searchable


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("ΣσİIＧＤＰ元"))))
@example("ΟΔΟΣ 2024")
@example("İstanbul GDP")
def test_each_character_is_made_small_by_itself_and_stays_in_its_place(text: str) -> None:
    found = searchable(text)
    assert len(found) == len(text)
    for before, after in zip(fold(text), found, strict=True):
        assert after == (before.lower() if len(before.lower()) == 1 else before)
