"""What is looked at before a pattern is tried is in everything that the pattern fits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.extract.projects.works import OPENING_CHARACTERS, OPENS
from datasets.rules.calendar import TIME
from datasets.rules.projects.stages import ADVERB, ADVERB_STARTS
from datasets.rules.relations import ANY_CUE, RELATIONS

FIRST_LOOK = re.compile(r"^\(\?=.*?\)\(\?:")  # what TIME looks at, before its ways
WAYS = FIRST_LOOK.sub("(?:", TIME.pattern, count=1)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_every_text_that_a_relation_fits_has_one_of_its_cues(relation) -> None:  # noqa: ANN001
    for text in relation.fits:
        assert any(cue in text for cue in relation.cues)
        assert ANY_CUE.search(text)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
@given(data=st.data())
def test_whatever_a_relation_fits_has_a_cue(relation, data: st.DataObject) -> None:  # noqa: ANN001
    text = data.draw(st.from_regex(relation.shape))
    assert any(cue in text for cue in relation.cues)


@given(st.from_regex(ADVERB, fullmatch=True))
def test_every_adverb_of_works_begins_with_one_of_the_characters_looked_at(adverb: str) -> None:
    assert adverb[0] in ADVERB_STARTS or not adverb[0].isascii()


@pytest.mark.parametrize("planned", [False, True])
@given(data=st.data())
def test_every_opening_of_works_begins_with_one_of_the_characters_looked_at(planned: bool, data: st.DataObject) -> None:
    words = data.draw(st.from_regex(OPENS[planned]))
    found = OPENS[planned].search(words)
    assert found is None or found[0][0] in OPENING_CHARACTERS[planned] or found[0][0].isdigit()


@given(st.from_regex(WAYS))
def test_every_time_is_found_in_spite_of_what_is_looked_at_first(words: str) -> None:
    assert [found.span() for found in TIME.finditer(words)] == [found.span() for found in re.finditer(WAYS, words)]
