"""The ledger of a report as a strip: how many of its numerals each table uses, and why others are used by none."""

from msgspec import Struct

from api.web.annotation.doubts import UNRESOLVED
from api.web.annotation.passages import LETTERS
from api.web.pages import label
from api.web.visit import Visit
from schemas.tables import BY_NAME

TABLES = ("indicators", "targets", "projects")


class Share(Struct, frozen=True):
    """Some numerals of a report: what they are, how many, where they stand on the strip in percent, and their rows."""

    kind: str
    name: str
    count: int
    at: float
    width: float
    href: str


def ledger(visit: Visit, report_id: str) -> list[Share]:
    """The numerals of a report: those of the tables, those nothing understands, and the others, the most first."""
    counts = visit.counts_of("figures", ("table", "reason"), report_id=report_id)
    total = sum(counts.values())
    order = sorted(counts, key=lambda of: (place_of(*of), -counts[of]))
    found: list[Share] = []
    before = 0
    for table, reason in order:
        count = counts[table, reason]
        asked = {"table": table, "reason": reason, "report_id": report_id}
        found.append(
            Share(
                kind=LETTERS["figures"] if reason == UNRESOLVED else LETTERS.get(table or "", ""),
                name=name_of(visit, table, reason),
                count=count,
                at=round(100 * before / total, 2),
                width=round(100 * count / total, 2),
                href=visit.to("/tables/figures", **asked),
            )
        )
        before += count
    return found


def place_of(table: str | None, reason: str | None) -> int:
    """Where some numerals stand on the strip."""
    if table in TABLES:
        return TABLES.index(table)
    return len(TABLES) + (reason != UNRESOLVED)


def name_of(visit: Visit, table: str | None, reason: str | None) -> str:
    """What some numerals are."""
    if table:
        return str(visit.choose(BY_NAME[table].title_zh, BY_NAME[table].title))
    return label(visit, "figures", "reason", reason)
