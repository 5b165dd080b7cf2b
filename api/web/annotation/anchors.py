"""Links to rows and paragraphs that are in other stretches of a long report than the one that is shown.

A fragment is not sent to the server: an address such as `/reports/211102-2024#i566` says nothing of the stretch that
has the row. The page that such an address opens has a link for each, which shows when the fragment names it.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from api.web.annotation.passages import anchor_of
from api.web.annotation.stretches import Stretch
from api.web.visit import Row, Visit


class Anchor(Struct, frozen=True):
    """The id of a row or of a paragraph, and its address. The note of a row that has one is meant by the same link."""

    id: str
    href: str
    has_note: bool


def elsewhere(visit: Visit, parts: Sequence[Stretch], shown: Stretch, read: dict[str, list[Row]]) -> Iterator[Anchor]:
    """The links of all stretches but the one that is shown."""
    starts = {row["paragraph"]: row for part in parts if part is not shown for row in part.paragraphs}
    pages = {number: visit.to(visit.path, paragraph=number) for number in starts}
    for number in starts:
        yield Anchor(f"s{number}", f"{pages[number]}#s{number}", has_note=False)
    for table, rows in read.items():
        for row in rows:
            if row["paragraph"] in pages:
                anchor = anchor_of(row["id"])
                yield Anchor(anchor, f"{pages[row['paragraph']]}#{anchor}", has_note=table != "figures")
