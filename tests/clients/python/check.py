"""A client made from the OpenAPI document asks a server: what it gets has the types that it was promised."""

import sys

from baogao_client import Client
from baogao_client.api.indicators import get_indicators, list_indicators
from baogao_client.api.search import search
from baogao_client.api.tables import aggregate_table, download_table, evidence_table, list_table_of_release
from baogao_client.api.units import list_units
from baogao_client.models import (
    AggregateAnswer,
    AggregateTableFilters,
    AggregateTableTable,
    DownloadTableSuffix,
    DownloadTableTable,
    EvidenceAnswer,
    EvidenceTableTable,
    Indicator,
    IndicatorAnswer,
    IndicatorPage,
    ListIndicatorsMeasure,
    ListTableOfReleaseTable,
    Problem,
    RowPage,
    SearchAnswer,
    UnitPage,
)


def check(client: Client) -> None:
    """Ask for a listing, a row, its evidence, groups, a named release, a search, downloads, and something wrong."""
    page = list_indicators.sync(
        client=client, metric_id_in=["gdp", "cpi"], measure=ListIndicatorsMeasure.LEVEL, year_gte=0, limit=5
    )
    assert isinstance(page, IndicatorPage), page
    for row in page.data:
        assert isinstance(row, Indicator)
        value: float | None = row.value
        assert value is not None
    units = list_units.sync(client=client, limit=1, total=False)
    assert isinstance(units, UnitPage)
    assert units.page.total is None

    one = get_indicators.sync("211102-2024.i566", client=client)
    assert isinstance(one, IndicatorAnswer)
    assert one.data.unit == "亿元"
    evidence = evidence_table.sync(EvidenceTableTable.INDICATORS, "211102-2024.i566", client=client)
    assert isinstance(evidence, EvidenceAnswer)

    filters = AggregateTableFilters.from_dict({"metric_id": "gdp"})
    groups = aggregate_table.sync(
        AggregateTableTable.INDICATORS,
        client=client,
        group_by=["measure"],
        agg=["count", "max(value)"],
        filters=filters,
    )
    assert isinstance(groups, AggregateAnswer)
    assert sorted(group["measure"] for group in groups.data) == ["growth", "level"]
    pinned = list_table_of_release.sync("1", ListTableOfReleaseTable.TARGETS, client=client, limit=1)
    assert isinstance(pinned, RowPage)
    assert pinned.release == "1.0.0"
    found = search.sync(client=client, q="ＧＤＰ")
    assert isinstance(found, SearchAnswer)
    assert found.data[0].id == "gdp"

    for suffix, start in ((DownloadTableSuffix.PARQUET, b"PAR1"), (DownloadTableSuffix.CSV, b"code,")):
        download = download_table.sync_detailed(DownloadTableTable.REGIONS, suffix, client=client)
        assert download.content.startswith(start)
    wrong = list_indicators.sync(client=client, cursor="x")
    assert isinstance(wrong, Problem)
    assert wrong.status == 400


if __name__ == "__main__":
    check(Client(base_url=sys.argv[1]))
    sys.stdout.write("the Python client was answered as the document says\n")
