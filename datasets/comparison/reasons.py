"""Why rows and cells differ between two releases, as far as the releases themselves tell."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pyarrow.parquet as pq
from msgspec import Meta, Struct

from datasets.releases.release import Release
from schemas.located import CURATED
from schemas.tables import BY_NAME, Table

FIGURES = BY_NAME["figures"]
REGISTRIES = ("metrics", "units")
FOLLOWING = ("outcomes", "series", "panel", "coverage", "undertakings")  # from the rows of all reports together

Kind = Literal["first", "source", "curated", "reviewed", "rule", "registry", "origin", "unknown"]
KINDS: dict[Kind, tuple[str, str]] = {
    "first": ("Nothing is before it: the row is in the first release.", "首个版本即有"),
    "source": ("The report itself is new, gone, or another text.", "报告为新增、移除或原文已变"),
    "curated": ("A person corrected the row; `because` says why.", "人工订正，because为理由"),
    "reviewed": ("A person has read the row through and found it right.", "已经人工核对"),
    "rule": ("The rules read the text otherwise: `rule` now, `was_rule` before.", "规则读法改变"),
    "registry": ("The registry of metrics or units changed.", "指标或单位登记表改变"),
    "origin": ("What is said of the report and its region changed, not its text.", "报告来源信息改变，原文未变"),
    "unknown": ("Sources, rules and origins are the same; the releases do not say why.", "版本未说明原因"),
}

Row = Mapping[str, Any]


class ChangeReason(Struct, frozen=True, omit_defaults=True):
    """Why a row or a cell differs. `rule` and `was_rule` name the rules that read the row, now and before."""

    kind: Annotated[Kind, Meta(description=" ".join(f"`{kind}`: {en} {zh}。" for kind, (en, zh) in KINDS.items()))]
    rule: str | None = None
    was_rule: str | None = None
    because: str | None = None


class Circumstances(Struct, frozen=True):
    """What differs between two releases as a whole, by which changes of rows are explained.

    `ledger` has the entries of the newer ledger that a person corrected, by id.
    """

    sources: frozenset[str]
    origins: frozenset[str]
    rules: bool
    ledger: Mapping[str, Row] = {}

    def why(self, table: Table, column: str | None, old: Row | None, new: Row | None) -> ChangeReason:
        """Why a cell differs; without a column, why a row was added or removed."""
        row = new or old or {}
        rules = ((new or {}).get("rule"), (old or {}).get("rule"))
        if self.report_of(table, row) in self.sources:
            return ChangeReason("source")
        if table.name in REGISTRIES:
            return ChangeReason("registry" if self.rules else "unknown")
        if column == "review":
            return ChangeReason("reviewed")
        if correction := self.correction(table, old, new):
            return ChangeReason("curated", *rules, correction.get("because"))
        if table.name in FOLLOWING and (self.sources or self.rules):
            return ChangeReason("source" if self.sources else "rule")
        if not table.is_located:
            return ChangeReason("origin" if self.origins else "unknown")
        if self.rules:
            return ChangeReason("rule", *rules)
        return ChangeReason("origin" if row["report_id"] in self.origins else "unknown", *rules)

    def report_of(self, table: Table, row: Row) -> str | None:
        """The report a row is about."""
        return row["id"] if table.name == "reports" else row.get("report_id")

    def correction(self, table: Table, old: Row | None, new: Row | None) -> Row | None:
        """What a person corrected: the row; or, where it was taken out, its entry in the ledger.

        A row that was corrected before, in an origin that is still the same, differs for another reason.
        """
        if new is not None:
            was = old is not None and old.get("rule") == CURATED and new.get("report_id") not in self.origins
            return new if new.get("rule") == CURATED and not was else None
        if old is None or not table.is_located:
            return None
        report, letter, place = old["id"].rpartition(table.letter)
        return self.ledger.get(report + FIGURES.letter + place) if letter else None


def circumstances(old: Release, new: Release) -> Circumstances:
    """What differs between two releases as a whole."""
    had = {source.report_id: source for source in old.manifest.sources}
    has = {source.report_id: source for source in new.manifest.sources}
    both = had.keys() & has.keys()
    return Circumstances(
        sources=frozenset((had.keys() ^ has.keys()) | {name for name in both if had[name].sha256 != has[name].sha256}),
        origins=frozenset(name for name in both if had[name].origin_sha256 != has[name].origin_sha256),
        rules=old.manifest.rules_sha256 != new.manifest.rules_sha256,
        ledger=corrected(new),
    )


def corrected(release: Release) -> dict[str, Row]:
    """The entries of the ledger of a release that a person corrected, by id."""
    ledger = pq.read_table(release.table_file(FIGURES.name), filters=[("rule", "=", CURATED)])
    return {row[FIGURES.key]: row for row in ledger.to_pylist()}
