"""Where a download is from, as a file that is passed on should say."""

from typing import Any

from api.http.links import link
from api.query.listing import read_query
from api.routes.answers import ABOUT
from api.store.library import Library
from api.store.store import Store
from datasets.metadata.citation import citation
from schemas.tables import BY_NAME, Table

REPORT_SAYS = ("region_name", "title", "publisher", "url")


def about(library: Library, store: Store, table: Table, address: str) -> dict[str, str]:
    """The release with its day, the address that answers the same for ever, the citation, and the reports behind it."""
    edition = library.edition(store)
    path = address.rstrip("?")
    permalink = library.site + path if library.site else link(path)
    return {
        "source 来源": f"Baogao: {ABOUT}",
        "release 版本": edition.version,
        "published on 发布日期": str(edition.published_on),
        "address 地址": permalink,
        "licence 许可": edition.licence,
        "citation 引用": citation(edition, f"{edition.title}: {table.title.lower()}", permalink),
        **{f"report 报告 {report['id']}": report_line(report) for report in reports(store)},
    }


def publication_state(library: Library, store: Store) -> tuple[str, str]:
    """What is told of a release that does not follow from its files: an answer that says so has another tag with it."""
    return str(library.edition(store).published_on), library.site


def reports(store: Store) -> list[dict[str, Any]]:
    """The reports of a release."""
    table = BY_NAME["reports"]
    return store.rows(read_query(table, {}, store.version, store.columns[table.name]), None)


def report_line(report: dict[str, Any]) -> str:
    """A report in a line: whose it is, what it is called, who published it and where, as far as that is known."""
    return " ".join(report[name] for name in REPORT_SAYS if report.get(name))
