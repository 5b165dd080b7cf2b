"""The releases: what is in each, what is known to be wrong in it, and what differs between two."""

from functools import partial
from typing import Any

from api.http.links import link
from api.http.problems import NotComparable
from api.query.listing import normal
from api.routes.releases.comparison import compared, read_comparison
from api.routes.releases.listing import summary
from api.web.cells import in_words
from api.web.landings import about_release
from api.web.pages import page, render
from api.web.visit import Visit
from datasets.comparison.reasons import KINDS
from datasets.comparison.releases import CHANGES
from datasets.errors import ReleaseError
from schemas.tables import BY_NAME

MOST_DIFFERENCES = 50  # of a page
LONGEST_VALUE = 240  # characters of a cell


@page("/releases")
def list_releases(visit: Visit) -> str:
    """Every release, the newest first: why it was made, and what is known to be wrong in it."""
    releases, history = visit.library.releases(), visit.library.history
    listed = [summary(release, history, release is releases[0]) for release in releases]
    return render(visit, "releases.html", title=visit.choose("版本", "Releases"), listed=listed, errata=history.errata)


@page("/releases/{version:str}", about=about_release)
def get_release(visit: Visit) -> str:
    """A release: its files, why it was made, and what is known to be wrong in it."""
    store, history = visit.library.store(visit.key("version")), visit.library.history
    releases = visit.library.releases()
    place = next((n for n, one in enumerate(releases) if one.version == store.release.version), 0)
    return render(
        visit,
        "release.html",
        title=f"{visit.word('release_of')} {store.version}",
        release=summary(store.release, history, place == 0),
        manifest=store.release.manifest,
        before=str(releases[place + 1].version) if place + 1 < len(releases) else None,
        errata=[erratum for erratum in history.errata if erratum.affects(store.release.version)],
    )


@page("/releases/{version:str}/diff/{other:str}", lambda _: ("table", "change", "cursor"))
def get_differences(visit: Visit) -> str:
    """What differs from one release to another, row by row and cell by cell, and why."""
    old, new = (visit.library.store(visit.key(name)) for name in ("version", "other"))
    given = {name: value for name, value in visit.given.items() if name != "cursor"}
    asked = read_comparison(old, new, {**visit.given, "limit": str(MOST_DIFFERENCES)})
    difference = visit.library.difference(old.release, new.release)
    try:
        difference.refuse_incompatible(asked.table)
    except ReleaseError as error:
        raise NotComparable(str(error)) from error
    found = compared(asked, difference)
    cursor = (found.page.next or "").partition("cursor=")[2]
    api = link(f"/v1/releases/{old.version}/diff/{new.version}")
    return render(
        visit,
        "differences.html",
        title=f"{old.version} → {new.version}",
        old=old.version,
        new=new.version,
        found=found,
        changes=CHANGES,
        reason=lambda reason: visit.choose(*reversed(KINDS[reason.kind])),
        shown_of=lambda table: partial(shown, visit, table),
        title_of=lambda table: title_of(visit, table),
        first=visit.to(visit.path, **given),
        next=visit.to(visit.path, **given, cursor=cursor) if cursor else None,
        address=f"{api}?{normal(given)}" if given else api,
    )


def title_of(visit: Visit, table: str) -> str:
    """What a table is called; one that is not known, of a later release or a stranger's, by its name."""
    known = BY_NAME.get(table)
    return str(visit.choose(known.title_zh, known.title)) if known else table


def shown(visit: Visit, table: str, column: str, value: Any) -> str:
    """The value of a cell, in words."""
    if value is None:
        return "–"
    text = in_words(visit, table, column, value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


RELEASE_PAGES = [list_releases, get_release, get_differences]
