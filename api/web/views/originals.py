"""The file that a report was published as, as it is kept.

It comes from anywhere: a page is shown within bounds (`ORIGINAL` of `api/middleware/security_headers.py`), and a file
that a browser would open with a program is saved.
"""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from api.http.conditional import SHORT, AnyRequest, file_answer
from api.http.problems import NotFound, Problem
from api.store.library import Library
from api.web.landings import report_named
from api.web.pages import problem_page, read_visit
from api.web.visit import Row
from datasets.library.documents.kept import Original, open_original, original_of, page_charset

PAGE = "HTML"  # the kind that a browser shows by itself
TYPES = {
    PAGE: "text/html",
    "PDF": "application/pdf",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OTHER = "application/octet-stream"


def original_kept(library: Library, report: Row) -> Original | None:
    """The original of a report of a release, if the library keeps it."""
    return original_of(library.home, report["id"], report["sha256"])


@get(
    "/reports/{report_id:str}/original",
    include_in_schema=False,
    sync_to_thread=True,
    exception_handlers={Problem: problem_page},
)
def get_original(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """The file as it is kept: a page within bounds, anything else to be saved."""
    visit = read_visit(request, library, ())
    report = report_named(visit)
    opened = open_original(library.home, report["id"], report["sha256"])
    if opened is None:
        raise NotFound(f"the library keeps no original of the text of report {visit.key('report_id')}")
    original, file = opened
    is_page = original.kind == PAGE
    media_type = TYPES.get(original.kind, OTHER) + (f"; charset={page_charset(file)}" if is_page else "")
    name = f"{visit.key('report_id')}.{original.kind.lower() or 'bin'}"
    headers = {
        "Cache-Control": SHORT,
        "Content-Disposition": f'{"inline" if is_page else "attachment"}; filename="{name}"',
        "Content-Type": media_type,  # litestar would say UTF-8 of any text
        "X-DNS-Prefetch-Control": "off",  # what no policy keeps a page from
    }
    tag = f'"{original.sha256}"'
    return file_answer(request, file, tag, headers, media_type)
