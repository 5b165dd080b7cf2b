"""Which rows of a report a person should look at, as far as a release tells."""

from api.web.visit import Row, Visit

UNKNOWN_VERB, UNRESOLVED = "unknown_verb", "unresolved"  # a rule and a reason of rows, as releases have them


def doubtful(visit: Visit, report: Row, read: dict[str, list[Row]]) -> set[str]:
    """The ids of rows that are in doubt.

    They are numerals that nothing understands, projects whose stage no verb tells, and figures of a metric and a year
    of which reports say different values.
    """
    asked = {"region_code": report["region_code"], "agrees": "false"}
    series = visit.rows("series", None, **asked, select="statements")
    disagreeing = {one["statement_id"] for row in series for one in row["statements"]}
    stages = {row["id"] for row in read["projects"] if row["rule"] == UNKNOWN_VERB}
    return disagreeing | stages | {row["id"] for row in read["figures"]}
