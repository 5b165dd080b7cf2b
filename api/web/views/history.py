"""What releases did to a row, and what is known to be wrong in it."""

from functools import partial

from api.http.problems import RowNotFound
from api.routes.tables.history import moments_of, with_rows
from api.web.pages import page, render
from api.web.views.releases import shown
from api.web.views.rows import BY_LETTER, ROW_ID, title_of
from api.web.visit import Visit
from datasets.comparison.reasons import KINDS


@page("/rows/{row_id:str}/history")
def get_row_history(visit: Visit) -> str:
    """What each release did to a row, oldest first, and its errata. A row that is gone has this page still."""
    key = visit.key("row_id")
    match = ROW_ID.fullmatch(key)
    table = BY_LETTER.get(match["letter"]) if match else None
    stores = visit.library.every_store()[::-1]
    moments = list(moments_of(visit.library, stores, table, key)) if table else []
    if table is None or not moments:
        raise RowNotFound(f"no release has a row {key[:80]!r}")
    errata = (with_rows(visit.library, one, []) for one in visit.library.history.errata if one.table == table.name)
    row = visit.store.row(table, key) if visit.store.columns[table.name] else None
    return render(
        visit,
        "history.html",
        title=title_of(visit, row or next(moment.row for moment in moments if moment.row)),
        table=table,
        key=key,
        is_there=row is not None,
        moments=moments,
        errata=[erratum for erratum in errata if key in (erratum.rows or ())],
        reason=lambda reason: visit.choose(*reversed(KINDS[reason.kind])),
        shown=partial(shown, visit, table.name),
    )
