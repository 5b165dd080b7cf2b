"""The rows of the `regions` table: the regions of reports and those above them, as the register has them.

What the register does not have, such as a township, is as the origins of its reports state it.
"""

from collections.abc import Iterable, Iterator

from datasets.errors import SourceError
from datasets.library.regions import (
    FIRST,
    VINTAGE,
    RegisteredRegion,
    former_codes,
    line_of,
    nearest,
    register,
)
from datasets.library.sources import Origin, OriginRegion, Source
from schemas.registries import Region

Stated = dict[str, tuple[OriginRegion, str]]  # regions by code: as an origin states them, and whose report it is of


def region_rows(sources: Iterable[Source]) -> list[Region]:
    """The regions of all sources, each once, as in the year of the newest report that is of it or of one below.

    Raises SourceError when two origins disagree about one that the register does not have.
    """
    found: dict[str, Region] = {}
    stated: Stated = {}
    for source in sorted(sources, key=lambda one: (one.origin.year, one.report_id)):
        refuse_disagreement(source, stated)
        found |= {row.code: row for row in line_rows(source.origin)}
    return list(found.values())


def refuse_disagreement(source: Source, stated: Stated) -> None:
    """Raise SourceError when an origin states a region otherwise than another that is in `stated`."""
    for region in (source.origin.region, *source.origin.parents):
        known, where = stated.setdefault(region.code, (region, source.report_id))
        if region.code not in register() and known != region:
            raise SourceError(f"region {region.code}: {source.report_id} and {where} disagree; make the origins alike")


def line_rows(origin: Origin) -> Iterator[Region]:
    """The region of a report and those above it, in the year of the report."""
    line = [origin.region.code, *codes_of_line(origin)]
    stated = {one.code: one for one in (origin.region, *origin.parents)}
    for code, parent in zip(line, [*line[1:], None], strict=True):
        known = nearest(code, origin.year)
        yield registered_row(known, origin.year, parent) if known else stated_row(stated[code], parent)


def codes_of_line(origin: Origin) -> list[str]:
    """The codes above the region of a report, nearest first: those only the origin knows, then the register's."""
    own = [one.code for one in origin.parents if one.code not in register() and one.code != origin.region.code]
    last = own[-1] if own else origin.region.code
    return [*own, *(one.code for one in line_of(last, origin.year))]


def registered_row(region: RegisteredRegion, year: int, parent: str | None) -> Region:
    """A region as the register has it."""
    earlier = [one for one in register()[region.code] if (one.valid_to or VINTAGE) <= (region.valid_from or 0)]
    return Region(
        code=region.code,
        scheme=region.scheme,
        vintage=min(max(year - 1, FIRST), VINTAGE),
        name=region.name,
        name_en=region.name_en,
        level=region.level,
        parent_code=parent,
        iso_code=region.iso,
        valid_from=region.valid_from,
        valid_to=region.valid_to,
        former_names=[one.name for one in earlier],
        former_codes=sorted(former_codes(region.code)),
        became=[*region.became],
    )


def stated_row(region: OriginRegion, parent: str | None) -> Region:
    """A region as an origin states it."""
    return Region(
        code=region.code,
        scheme=region.scheme,
        vintage=region.vintage,
        name=region.name,
        name_en=region.name_en,
        level=region.level,
        parent_code=parent,
    )
