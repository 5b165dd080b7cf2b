"""What must be true of the rule tables, whatever words they hold."""

from collections import Counter
from decimal import Decimal

import pytest

from datasets.extract.report import extract
from datasets.reading.document import Document
from datasets.releases.fingerprints import HERE, files_of
from datasets.rules.exclusions import EXCLUSIONS, Exclusion
from datasets.rules.grammar import any_of
from datasets.rules.links import LINKS
from datasets.rules.metrics.definitions import HEADLINES, METRICS
from datasets.rules.projects.categories import CATEGORIES
from datasets.rules.projects.shapes import COMMON_WORDS
from datasets.rules.projects.stages import OPENING, STAGES
from datasets.rules.projects.works import DEEDS, NOT_PROJECTS, WORKS_ENDS
from datasets.rules.registry import RULES, Example
from datasets.rules.relations import RELATIONS, Relation
from datasets.rules.units import UNITS, written_units
from datasets.rules.words import words
from schemas.located import Located

EXAMPLES = [pytest.param(rule.name, e, id=f"{rule.name}: {e.text}") for rule in RULES for e in rule.examples]


def repeated(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_a_written_form_means_one_unit() -> None:
    assert repeated([unit.form for unit in UNITS]) == []


def test_a_scaled_unit_is_worth_what_its_bare_form_says() -> None:
    units = written_units()
    for form in ("千瓦", "千克", "千米", "百分点"):
        assert units[form].rule.form == form
    assert units["万亿元"].factor == Decimal("1e12")
    assert units["亿元"].rule.base == "CNY"
    assert units["%"].rule.base != units["个百分点"].rule.base


def test_a_name_means_one_metric() -> None:
    assert repeated([name for metric in METRICS for name in (metric.name, *metric.aliases)]) == []
    assert repeated([metric.id for metric in METRICS]) == []


def test_headline_metrics_are_in_the_registry() -> None:
    assert {metric.id for metric in METRICS} >= HEADLINES


def test_a_word_is_listed_once() -> None:
    assert repeated(list(LINKS)) == []


@pytest.mark.parametrize("listed", [COMMON_WORDS, OPENING, WORKS_ENDS, DEEDS, NOT_PROJECTS])
def test_a_word_about_works_is_listed_once(listed: tuple[str, ...]) -> None:
    assert repeated(list(listed)) == []


@pytest.mark.parametrize("place", ["before", "behind", "before_planned", "behind_planned"])
def test_a_verb_at_one_place_states_one_stage(place: str) -> None:
    assert repeated([verb for stage in STAGES for verb in getattr(stage, place)]) == []


def test_a_word_tells_one_category() -> None:
    assert repeated([word for _, listed in CATEGORIES for word in listed]) == []
    assert repeated([category for category, _ in CATEGORIES]) == []


def test_words_are_read_between_blanks_and_comments_are_left() -> None:
    assert words("# two\n\n  铁路 公路\n机场") == ("铁路", "公路", "机场")


def test_the_words_in_files_are_part_of_what_a_release_is_made_with() -> None:
    read = {file.name for file in files_of(HERE / "rules")}
    assert {"grammar.py", "shapes.py", "common_words.txt"} <= read  # of inner folders too


def test_the_registry_has_the_metrics_reports_give_every_year() -> None:
    assert len(METRICS) >= 150
    assert all(metric.definition and metric.definition_en and metric.name_en for metric in METRICS)


def test_rule_names_are_unique() -> None:
    assert repeated([rule.name for rule in RULES]) == []


def test_a_longer_word_wins_whatever_the_order_of_the_table() -> None:
    assert any_of(["元", "亿元"]) == any_of(["亿元", "元"]) == "亿元|元"


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_rule_reads_its_own_examples(name: str, example: Example) -> None:
    rows = extract(Document(example.text, "x", year=2024, part="review")).indicators
    assert tuple((row.name, row.measure, row.value) for row in rows) == example.reads
    assert not example.reads or name in {row.rule for row in rows}


@pytest.mark.parametrize("rule", EXCLUSIONS, ids=lambda rule: rule.name)
def test_an_exclusion_fits_its_own_examples_and_leaves_the_others(rule: Exclusion) -> None:
    assert [text for text in rule.fits if not rule.shape.search(text)] == []
    assert [text for text in rule.leaves if rule.shape.search(text)] == []


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_a_relation_fits_its_own_examples_and_leaves_the_others(relation: Relation) -> None:
    assert [text for text in relation.fits if not relation.shape.search(text)] == []
    assert [text for text in relation.leaves if relation.shape.search(text)] == []


def test_every_row_carries_the_name_of_a_rule_that_is_explained(extraction: object) -> None:
    known = {rule.name for rule in RULES}
    rows: list[Located] = [row for name in extraction.__struct_fields__ for row in getattr(extraction, name)]
    assert {row.rule for row in rows} <= known
