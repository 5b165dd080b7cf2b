"""What is asked of indicators in a comparison, and how each system is asked it."""

from typing import NamedTuple
from urllib.parse import quote

ALWAYS_TRUE = "char_end__lt={n}"  # `char_end` of no row is as large: another question with the same rows
FIRST = 10_000_000  # the least number for it


class Question(NamedTuple):
    """An operation, as each system is asked it. The body of ROAPI's is SQL."""

    name: str
    ours: str
    roapi: str
    datasette: str
    roapi_sql: str = ""
    roapi_accept: str = ""


MEAN = "select year, avg(value) from indicators where unit = '亿元' group by year"
OF_DATASETTE = "/rows/indicators.json?_shape=objects&_nocount=1"
QUESTIONS = (
    Question(
        "a: 100 rows",
        "/v1/indicators?limit=100",
        "/api/tables/indicators?limit=100",
        f"{OF_DATASETTE}&_size=100",
    ),
    Question(
        "b: of a report and year",
        "/v1/indicators?report_id={report}&year=2023",
        "/api/tables/indicators?filter[report_id]='{report}'&filter[year]=2023",
        f"{OF_DATASETTE}&report_id={{report}}&year=2023",
    ),
    Question(
        "c: largest 20 of a metric",
        "/v1/indicators?metric_id={metric}&sort=-value&limit=20",
        "/api/tables/indicators?filter[metric_id]='{metric}'&sort=-value&limit=20",
        f"{OF_DATASETTE}&metric_id={{metric}}&_sort_desc=value&_size=20",
    ),
    Question(
        "d: mean by year",
        f"/v1/indicators/aggregate?unit={quote('亿元')}&group_by=year&agg=avg(value)",
        "/api/sql",
        f"/rows.json?_shape=objects&sql={quote(MEAN)}",
        roapi_sql=MEAN,
    ),
    Question(
        "e: whole table as CSV",
        "/v1/indicators.csv?",
        "/api/tables/indicators",
        "/rows/indicators.csv?_size=max&_stream=on",
        roapi_accept="application/csv",
    ),
    Question(
        "f: a row by its id",
        "/v1/indicators?id={row}",
        "/api/tables/indicators?filter[id]='{row}'",
        f"{OF_DATASETTE}&id={{row}}",
    ),
)


class Names(NamedTuple):
    """What is asked for by name: of a large table another report, row and metric in every first-time question."""

    regions: int
    metrics: list[str]

    def fill(self, form: str, n: int = FIRST) -> str:
        """A question with the names of a number; the script of wrk does the same."""
        report = f"{100_000 + n % self.regions * 100}-2024" if self.regions else "211102-2024"
        row = f"{report}.i{n % 50 * 100}" if self.regions else "211102-2024.i566"
        names = {"n": n, "report": report, "row": row, "metric": self.metrics[n % len(self.metrics)]}
        for name, value in names.items():
            form = form.replace(f"{{{name}}}", str(value))
        return form
