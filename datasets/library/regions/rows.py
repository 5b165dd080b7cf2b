"""The rows of the `regions` table: the regions of reports and those above them, as the register has them.

A row follows from the code alone, so that a report more changes no row that was published: it has the last name of the
code, and names before it. What the register does not have, such as a township, is as origins state it.
"""

from collections.abc import Iterable

from msgspec import Struct

from datasets.errors import SourceError
from datasets.library.regions.register import VINTAGE, former_codes, former_names, line_of, register
from datasets.library.sources import Origin, OriginRegion, Source
from schemas.region_codes import codes_above
from schemas.registries import Region


class Statement(Struct, frozen=True):
    """What an origin states of a region that the register does not have: the region, and the code above it."""

    region: OriginRegion
    parent_code: str | None


Stated = dict[str, tuple[Statement, str]]  # by code: what is stated of a region, and of which report


def region_rows(sources: Iterable[Source]) -> list[Region]:
    """The regions of all sources, and all above them, each once.

    Raises SourceError when two origins disagree about one that the register does not have.
    """
    known = sorted(sources, key=lambda one: one.report_id)
    stated, vintages = statements(known), stated_vintages(known)
    found: dict[str, Region] = {}
    waiting = [one.origin.region.code for one in known]
    while waiting:
        if (code := waiting.pop()) in found:
            continue
        row = found[code] = (
            stated_row(stated[code]) if code in stated else registered_row(code, vintages.get(code, VINTAGE))
        )
        waiting += [row.parent_code] if row.parent_code else []
    return list(found.values())


def statements(sources: Iterable[Source]) -> dict[str, Statement]:
    """What origins state of the regions that the register does not have. Raises SourceError when two disagree."""
    found: Stated = {}
    for source in sources:
        refuse_disagreement(source, found)
    return {code: statement for code, (statement, _) in found.items()}


def refuse_disagreement(source: Source, stated: Stated) -> None:
    """Raise SourceError when an origin states a region otherwise than another that is in `stated`."""
    for one in own_statements(source.origin):
        known, where = stated.setdefault(one.region.code, (one, source.report_id))
        if known != one:
            raise SourceError(
                f"region {one.region.code}: {source.report_id} and {where} disagree; make the origins alike"
            )


def own_statements(origin: Origin) -> list[Statement]:
    """What one origin states: each below the next, and the last below what its digits say."""
    own = [one for one in (origin.region, *origin.parents) if one.code not in register()]
    if not own:
        return []
    above = [one.code for one in own[1:]] + [one.code for one in line_of(own[-1].code, VINTAGE)][:1]
    return [Statement(region, parent) for region, parent in zip(own, above, strict=True)]


def stated_vintages(sources: Iterable[Source]) -> dict[str, int]:
    """The oldest list that an origin has a region from: a report that comes later does not change it.

    Regions above that an origin does not state are from the same list as its region.
    """
    found: dict[str, int] = {}
    for origin in (source.origin for source in sources):
        stated = dict.fromkeys(codes_above(origin.region.code), origin.region.vintage)
        for code, vintage in (stated | {one.code: one.vintage for one in (origin.region, *origin.parents)}).items():
            found[code] = min(vintage, found.get(code, vintage))
    return found


def registered_row(code: str, vintage: int) -> Region:
    """A region as the register has it."""
    last = register()[code][-1]
    above = line_of(code, last.last_year)
    return Region(
        code=code,
        scheme=last.scheme,
        vintage=vintage,
        name=last.name,
        name_en=last.name_en,
        level=last.level,
        parent_code=above[0].code if above else None,
        iso_code=last.iso,
        valid_from=last.valid_from,
        valid_to=last.valid_to,
        former_names=former_names(code),
        former_codes=sorted(former_codes(code)),
        became=[*last.became],
    )


def stated_row(one: Statement) -> Region:
    """A region as an origin states it."""
    region = one.region
    return Region(
        code=region.code,
        scheme=region.scheme,
        vintage=region.vintage,
        name=region.name,
        name_en=region.name_en,
        level=region.level,
        parent_code=one.parent_code,
    )
