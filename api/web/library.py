"""The glossary of the reports, and the releases."""

from api.routes.releases import summary
from api.web.lists import paged
from api.web.pages import Visit, page, render
from schemas.tables import BY_NAME

MOST_TERMS = 60


@page("/glossary", lambda _: ("q", "report_id", "cursor"))
def get_glossary(visit: Visit) -> str:
    """The terms that reports explain in their notes."""
    listed = paged(visit, "glossary", MOST_TERMS)
    ids = sorted({row["report_id"] for row in listed.rows})
    reports = visit.store.rows_by_key(BY_NAME["reports"], ids) if ids else {}
    return render(visit, "glossary.html", title=visit.choose("名词解释", "Glossary"), listed=listed, reports=reports)


@page("/releases")
def list_releases(visit: Visit) -> str:
    """Every release, the newest first: why it was made, and what is known to be wrong in it."""
    releases, history = visit.library.releases(), visit.library.history
    listed = [summary(release, history, release is releases[0]) for release in releases]
    return render(visit, "releases.html", title=visit.choose("版本", "Releases"), listed=listed)
