"""What a release says of itself: its manifest."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.described import described
from schemas.scalars import ReportId, Sha256

Version = Annotated[
    str,
    Meta(pattern=r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"),
    described("Version of the data: MAJOR.MINOR.PATCH.", "数据版本：主.次.修订。", "1.0.0"),
]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class ReleaseFile(Struct, kw_only=True, frozen=True):
    """A file of a release."""

    name: str
    table: str | None = None
    rows: int | None = None
    bytes: int
    sha256: Sha256


class ReleaseSource(Struct, kw_only=True, frozen=True):
    """A report a release was read from."""

    report_id: ReportId
    sha256: Sha256
    origin_sha256: Sha256


class Manifest(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """All that is needed to check a release, and to make it again.

    `created_on` is the newest date its sources carry, not the clock, so the same sources give the same bytes.
    `published_on` is the day its builder gave it, UTC; releases from before there was one have none.
    `has_sums` says that `SHA256SUMS` stands beside it.
    """

    version: Version
    created_on: Day
    published_on: Day | None = None
    schema_sha256: Sha256
    rules_sha256: Sha256
    sources: list[ReleaseSource]
    files: list[ReleaseFile]
    unresolved: int
    licence: str = "CC-BY-4.0"
    has_sums: bool = False
