"""The `metrics`, `units` and `regions` tables: what the figures refer to."""

from schemas.located import Row
from schemas.scalars import (
    Aliases,
    BaseUnit,
    Became,
    CodeScheme,
    CodeVintage,
    ExplanationEn,
    ExplanationZh,
    Factor,
    FormerCodes,
    FormerNames,
    IsoCode,
    Name,
    NameEn,
    ParentCode,
    RegionCode,
    RegionName,
    RegionNameEn,
    RegistryId,
    ValidFrom,
    ValidTo,
    WrittenUnit,
)
from schemas.vocabulary import Dimension, Direction, Level


class Metric(Row, kw_only=True, frozen=True):
    """Something that reports measure again and again."""

    id: RegistryId
    name: Name
    name_en: NameEn
    aliases: Aliases
    definition: ExplanationZh
    definition_en: ExplanationEn
    dimension: Dimension
    direction: Direction


class Unit(Row, kw_only=True, frozen=True):
    """A unit as reports write it, and what one of it is in the base unit."""

    id: WrittenUnit
    name_en: NameEn
    dimension: Dimension
    base_unit: BaseUnit
    factor: Factor


class Region(Row, kw_only=True, frozen=True):
    """A region: of a report, or above one."""

    code: RegionCode
    scheme: CodeScheme
    vintage: CodeVintage
    name: RegionName
    name_en: RegionNameEn
    level: Level
    parent_code: ParentCode | None = None
    iso_code: IsoCode | None = None
    valid_from: ValidFrom | None = None
    valid_to: ValidTo | None = None
    former_names: FormerNames = []
    former_codes: FormerCodes = []
    became: Became = []
