"""What is looked at before a pattern is tried is in everything that the pattern fits."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.extract.exclusions import around_cues
from datasets.extract.projects.openings import OPENING_CHARACTERS, OPENS
from datasets.rules.calendar import TIME
from datasets.rules.exclusions import EXCLUSIONS
from datasets.rules.projects.stages import ADVERB, ADVERB_STARTS
from datasets.rules.relations import ANY_CUE, RELATIONS

WITH_CUES = [rule for rule in EXCLUSIONS if rule.cues]
TEXTS = sorted({text for rule in EXCLUSIONS for text in (*rule.fits, *rule.leaves)})
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


@pytest.mark.parametrize("rule", WITH_CUES, ids=lambda rule: rule.name)
@given(texts=st.lists(st.sampled_from(TEXTS) | st.sampled_from(("。", "，", "甲乙丙丁" * 40, "、")), max_size=12))
def test_what_is_near_the_cues_of_a_rule_has_all_that_it_fits(rule, texts: list[str]) -> None:  # noqa: ANN001
    text = "".join([*texts, *rule.fits])
    near = [
        match.span() for part in around_cues(text, rule.cues, rule.reach) for match in rule.shape.finditer(text, *part)
    ]
    assert near == [match.span() for match in rule.shape.finditer(text)]


@given(st.text("月年甲", max_size=400), st.integers(1, 30))
def test_stretches_around_cues_are_in_order_and_apart(text: str, reach: int) -> None:
    parts = list(around_cues(text, ("月", "年"), reach))
    assert all(end < start for (_, end), (start, _) in pairwise(parts))
    assert all(any(start <= n < end for start, end in parts) for n, c in enumerate(text) if c in "月年")
