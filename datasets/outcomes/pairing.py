"""Targets of a government to the figures of its later reports: one row of `outcomes` each.

A wrong pair is worse than none: a figure of another kind, unit, scope or time is told as a candidate and not taken.
"""

from collections.abc import Iterator

from msgspec import Struct, structs

from datasets.outcomes.bases import as_growth, base, is_restated
from datasets.outcomes.candidates import body, has_same_unit, is_far, kind
from datasets.outcomes.governments import Government, ReportRows, facts_of
from datasets.outcomes.names import likeness
from datasets.outcomes.periods import last_year, mismatch
from datasets.outcomes.relations import other_side, own_side, status_of_relation
from datasets.outcomes.verdicts import difference_between, difference_of, status_of
from datasets.reading.text import fold
from datasets.rules.outcomes import OTHER_BASIS, OTHER_SCOPE, SURE_ENOUGH, THRESHOLD
from schemas.indicators import Indicator
from schemas.outcomes import Candidate, Lost, Method, Outcome
from schemas.targets import Target
from schemas.vocabulary import Level

MOST_CANDIDATES = 8
EXACT, ROUNDED = "eq", ("gt", "lt", "approx")
SURENESS = 2  # digits of a score that tell one candidate from another
SHARED = tuple(name for name in Target.__struct_fields__ if name in Outcome.__struct_fields__ and name != "id")
NOT_COMPARABLE: frozenset[Lost] = frozenset({
    "other_kind", "other_unit", "other_scope", "span", "part_of_year", "ambiguous",
})  # fmt: skip
BY_NAME: frozenset[Method] = frozenset({"same_name", "similar_name"})


class Judged(Struct, frozen=True):
    """An indicator about the same thing as a target: how that is known, how sure it is, why it is not the outcome.

    `fit` says how its unit, its size and its name are beside those of the target: the lowest is the nearest.
    """

    indicator: Indicator
    method: Method
    score: float
    lost: Lost | None
    fit: tuple[bool, bool, float] = (True, True, 0.0)

    @property
    def rank(self) -> tuple[bool, float, bool, bool, bool, tuple[bool, bool, float]]:
        """What is surest comes first: then firm before rounded, the headline, exact before a bound, the best fit.

        An estimate is no worse: a firm figure beside it that differs is of a part of the place, or of several years.
        """
        one = self.indicator
        return (
            self.lost is not None,
            -round(self.score, SURENESS),
            one.comparator in ROUNDED,
            not one.is_headline,
            one.comparator != EXACT,
            self.fit,
        )


def outcomes_of(government: Government) -> Iterator[Outcome]:
    """The outcomes of all targets of one government that a later report of it may tell of, oldest report first."""
    for report in government.reports[:-1]:
        for target in report.targets:
            if last_year(target) is not None:
                yield outcome(target, government)


def outcome(target: Target, government: Government) -> Outcome:
    """What the later reports of a government say of a target.

    The report for the year after tells of a year; a target stays pending without it.
    """
    known = row_of(target)
    closing = government.by_year.get(known.year + 1)
    if closing is None or closing.report_id <= target.report_id:
        return structs.replace(known, status="pending", progress_id=progress(target, government))
    if target.value is None:
        return related(known, target, closing, government)
    target = as_growth(target)
    candidates = judged(target, closing)
    shown = [
        Candidate(outcome_id=one.indicator.id, method=one.method, score=round(one.score, 3), lost=one.lost)
        for one in candidates[:MOST_CANDIDATES]
    ]
    if not candidates or candidates[0].lost:
        comparable = any(one.lost in NOT_COMPARABLE for one in candidates)
        return structs.replace(known, status="not_comparable" if comparable else "not_reported", candidates=shown)
    found = structs.replace(paired(known, target, candidates[0]), candidates=shown)
    return restated(found, candidates[0].indicator, government)


def row_of(target: Target) -> Outcome:
    """The row of a target of which nothing is known."""
    return Outcome(
        id=target.id.replace(".t", ".o", 1),
        target_id=target.id,
        status="not_reported",
        **{name: getattr(target, name) for name in SHARED} | {"year": last_year(target)},
    )


def related(known: Outcome, target: Target, closing: ReportRows, government: Government) -> Outcome:
    """The row of a relation: its own figure, and the one it refers to, in the closing reports."""
    own = best_of(own_side(target), closing)
    if own is None:
        return known

    def find_above(level: Level, question: Target) -> Indicator | None:
        report = government.figures_above(level, closing.year)
        return best_of(question, report) if report else None

    other = other_side(target, lambda question: best_of(question, closing), find_above)
    if other is None or other.id == own.id or other.base_unit != own.base_unit:
        return structs.replace(known, status="not_comparable")
    difference, unit = difference_between(own, other)
    return structs.replace(
        with_outcome(known, own),
        status=status_of_relation(target, difference),
        method="relation",
        difference=difference,
        difference_unit=unit,
        reference_id=other.id,
    )


def best_of(question: Target, report: ReportRows) -> Indicator | None:
    """The figure of a report that states what a target asks for."""
    found = judged(question, report)
    return found[0].indicator if found and not found[0].lost else None


def judged(target: Target, report: ReportRows) -> list[Judged]:
    """The figures of a report about the same thing as a target, the outcome first if there is one.

    Where names alone tell of several that are as sure and say something else (投入, 项目), none of them is it.
    """
    found = [one for one in (judge(target, *about) for about in report.figures.about(target)) if one]
    found.sort(key=lambda one: (one.rank, one.indicator.figure_start))
    if not found or found[0].lost:
        return found
    best = found[0]
    rivals = [one for one in found if one.rank == best.rank and base(one.indicator) != base(best.indicator)]
    if rivals and best.method in BY_NAME:
        return [one if one.lost else structs.replace(one, lost="ambiguous") for one in found]
    return [best, *(one if one.lost else structs.replace(one, lost=why_lost(one, best)) for one in found[1:])]


def judge(target: Target, indicator: Indicator, method: Method, score: float) -> Judged | None:
    """One figure about the same thing as a target; None for one of another year."""
    told = as_growth(indicator)
    alike, of_body = kind(target, told), body(target, told)
    time = mismatch(target, told)
    if time == "other_year":
        return None
    if not alike or score * alike < THRESHOLD:
        return Judged(indicator, method, score, "other_kind")
    if not has_same_unit(target, told):
        return Judged(indicator, method, score, "other_unit")
    if target.scope != told.scope or not of_body:
        return Judged(indicator, method, score * OTHER_SCOPE, "other_scope")
    sure = score * alike * of_body * (OTHER_BASIS if is_restated(target, told) else 1)
    lost = "less_alike" if time is None and sure < SURE_ENOUGH else time
    return Judged(indicator, method, sure, lost, fit(target, told))


def fit(target: Target, indicator: Indicator) -> tuple[bool, bool, float]:
    """How a figure is beside a target: in another unit, many times as large, and how unlike its name is."""
    has_other_size = target.measure != "growth" and is_far(target, indicator)
    is_named = fold(target.name) in fold(indicator.name)
    unlike = 0.0 if is_named else 1 - likeness(target.name, indicator.name)
    return target.base_unit != indicator.base_unit, has_other_size, round(unlike, SURENESS)


def why_lost(one: Judged, best: Judged) -> Lost:
    """Why a figure that could be the outcome is not the best."""
    if one.indicator.base_value == best.indicator.base_value:
        return "said_again"
    if round(one.score, SURENESS) < round(best.score, SURENESS):
        return "less_alike"
    if one.indicator.is_estimated or one.indicator.is_preliminary:
        return "preliminary"
    return "rounded" if one.indicator.comparator != EXACT else "less_alike"


def paired(known: Outcome, target: Target, best: Judged) -> Outcome:
    """The row of a target with the figure that answers it."""
    told = as_growth(best.indicator)
    difference, unit = difference_of(target, told)
    return structs.replace(
        with_outcome(known, best.indicator),
        status=status_of(target, told),
        method=best.method,
        score=round(best.score, 3),
        difference=difference,
        difference_unit=unit,
    )


def with_outcome(known: Outcome, indicator: Indicator) -> Outcome:
    """The row of a target with the figure that tells what came of it."""
    return structs.replace(
        known,
        outcome_id=indicator.id,
        outcome_report_id=indicator.report_id,
        outcome_value=indicator.value,
        outcome_unit=indicator.unit,
        outcome_is_estimated=indicator.is_estimated or indicator.is_preliminary,
    )


def restated(found: Outcome, first: Indicator, government: Government) -> Outcome:
    """An outcome with the first figure of a still later report that says the same of the same year."""
    again = (one for fact in facts_of(first) for one in government.stated[fact] if one.report_id > first.report_id)
    alike = (one for one in again if mismatch(first, one) is None)
    later = min(alike, key=lambda one: (one.report_id, one.figure_start), default=None)
    if later is None:
        return found
    return structs.replace(found, restated_id=later.id, restated_value=later.value)


def progress(target: Target, government: Government) -> str | None:
    """The newest indicator on the way to a target that is not over."""
    first, last = int(target.report_id[-4:]) + 1, min(last_year(target) or 0, government.reports[-1].year)
    for report in (government.by_year[year] for year in range(last, first - 1, -1) if year in government.by_year):
        for indicator, method, _ in report.figures.about(target):
            same_kind = kind(target, indicator) and has_same_unit(target, indicator) and target.scope == indicator.scope
            if method != "similar_name" and same_kind and indicator.period == str(report.year - 1):
                return indicator.id
    return None
