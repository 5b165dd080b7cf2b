"""The glossary of the reports."""

from api.web.lists import paged
from api.web.pages import page, render
from api.web.visit import Visit

MOST_TERMS = 60


@page("/glossary", lambda _: ("q", "report_id", "cursor"))
def get_glossary(visit: Visit) -> str:
    """The terms that reports explain in their notes."""
    listed = paged(visit, "glossary", MOST_TERMS)
    reports = visit.reports({row["report_id"] for row in listed.rows})
    return render(visit, "glossary.html", title=visit.choose("名词解释", "Glossary"), listed=listed, reports=reports)
