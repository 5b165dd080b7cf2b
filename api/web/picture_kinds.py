"""The kinds of pictures: which rows each is of, as the API answers them, and how they become what is drawn."""

from collections import Counter
from collections.abc import Callable, Mapping

from msgspec import Struct

from api.http.problems import BadParameter
from api.query.listing import normal
from api.query.parameters import REPORTS
from api.query.where import read_where
from api.query.words import read_listed
from api.routes.phrases import counted
from api.store.phrases import phrase_counts
from api.web.drawing.bars import Bar, Bars
from api.web.drawing.frame import Drawing
from api.web.drawing.heaps import Heaps
from api.web.drawing.lines import Lines, Point
from api.web.drawing.pairs import Pair, Pairs
from api.web.drawing.stages import Stage, Stages
from api.web.pages import brief
from api.web.visit import Row, Visit

MOST_LINES = 6
MOST_BARS = 40
MOST_PAIRS = 24
MOST_PROJECTS = 18
MOST_ROWS = 2000  # that a picture is made of
MOST_PHRASES = 6
VALUES = "region_code,year,value,unit,base_value,base_unit,value_kind"  # columns of the series
TARGETS = "region_code,metric_id,year,measure,target_value,target_unit,outcome_value,outcome_unit"  # of the panel
PHASE_OF = {  # of the stages that reports state; what only goes on is under way
    **dict.fromkeys(("signed", "landed", "planned", "to_revitalise"), "planned"),
    **dict.fromkeys(("completed", "in_production", "opened", "revitalised"), "finished"),
}
CONTENTS = {"indicators": "done", "targets": "promised", "projects": "built", "glossary": "meant"}
Asked = Mapping[str, str]


class Kind(Struct, frozen=True):
    """A kind of picture. `data` is where the API has its rows; `draw` gives None where there is too little to see."""

    known: tuple[str, ...]
    required: tuple[str, ...]
    data: str
    draw: Callable[[Visit, Asked], Drawing | None]

    def drawing(self, visit: Visit, asked: Asked) -> Drawing | None:
        """What is drawn. Raises BadParameter when what it needs is not said."""
        for name in self.required:
            if not asked.get(name):
                raise BadParameter(f"{name} is missing; this picture needs {', '.join(self.required)}", parameter=name)
        return self.draw(visit, asked)

    def data_address(self, asked: Asked) -> str:
        """Where the API has the rows of a picture."""
        return f"{self.data}?{normal(dict(asked))}" if asked else self.data


def source(visit: Visit) -> str:
    """Where a picture is from."""
    site = visit.library.site.partition("//")[2]
    return f"{visit.word('source')} {visit.store.version}{f' ({site})' if site else ''}"


def note(visit: Visit, measure: str, unit: str | None, marks: tuple[str, ...] = ()) -> str:
    """Of which kind the figures are, in which unit, and what the marks mean."""
    signs = {"done": "●", "promised": "○"}
    said = [*filter(None, (brief(visit, "series", "measure", measure), visit.speech.unit(unit)))]
    return "　".join([visit.choose("，", ", ").join(said), *(f"{signs[one]} {visit.word(one)}" for one in marks)])


def in_one_unit(rows: list[Row], value: str = "value") -> tuple[list[tuple[Row, float]], str | None]:
    """Rows with their values in one unit: that of the newest, where what others are in can be converted to it."""
    newest = max((row for row in rows if row[value]), key=lambda row: row["year"], default=None)
    if newest is None:
        return [(row, row[value]) for row in rows], rows[0]["unit"] if rows else None
    factor = newest["base_value"] / newest[value] if newest.get("base_value") else None
    found = []
    for row in rows:
        if row["unit"] == newest["unit"]:
            found.append((row, row[value]))
        elif factor and row.get("base_value") is not None and row["base_unit"] == newest["base_unit"]:
            found.append((row, float(f"{row['base_value'] / factor:.10g}")))
    return found, newest["unit"]


def draw_series(visit: Visit, asked: Asked) -> Drawing | None:
    """A metric of some regions over the years."""
    rows, unit = in_one_unit(visit.rows("series", MOST_ROWS, **asked, sort="region_code,year", select=VALUES))
    codes = [*dict.fromkeys(row["region_code"] for row, _ in rows)][:MOST_LINES]
    names = visit.named("regions", codes)
    points = [
        Point(names[row["region_code"]], row["year"], value, row["value_kind"] == "target")
        for row, value in rows
        if row["region_code"] in names
    ]
    if len({point.year for point in points}) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    metric = visit.named("metrics", [asked["metric_id"]])[asked["metric_id"]]
    title = titled(visit, names[codes[0]], metric) if len(codes) == 1 else metric
    return Lines(title, note(visit, asked["measure"], unit, ("done", "promised")), source(visit), points)


def draw_outcomes(visit: Visit, asked: Asked) -> Drawing | None:
    """Targets of the panel, and what came of them: of metrics, regions or years, whatever there are several of."""
    rows = [
        row
        for row in visit.rows("panel", MOST_ROWS, **asked, sort="region_code,metric_id,year", select=TARGETS)
        if None not in (row["target_value"], row["outcome_value"]) and row["target_unit"] == row["outcome_unit"]
    ]
    if not rows:
        return None
    ((unit, measure), _), *_ = Counter((row["target_unit"], row["measure"]) for row in rows).most_common(1)
    rows = [row for row in rows if (row["target_unit"], row["measure"]) == (unit, measure)][:MOST_PAIRS]
    columns = {
        "region_code": visit.named("regions", {row["region_code"] for row in rows}),
        "metric_id": visit.named("metrics", {row["metric_id"] for row in rows}),
        "year": {row["year"]: str(row["year"]) for row in rows},
    }
    several = {name for name, values in columns.items() if len(values) > 1} or {"metric_id"}
    pairs = [
        Pair(
            " ".join(columns[name][row[name]] for name in columns if name in several),
            row["target_value"],
            row["outcome_value"],
        )
        for row in rows
    ]
    one = [next(iter(values.values())) for name, values in columns.items() if name not in several]
    about = visit.choose(" ", ", ").join(one)
    title = visit.choose("：", ": ").join(filter(None, [about, visit.word("promised_and_done")]))
    return Pairs(title, note(visit, measure, unit, ("promised", "done")), source(visit), pairs)


def draw_ranking(visit: Visit, asked: Asked) -> Drawing | None:
    """A metric in a year, region by region, the largest first."""
    rows, unit = in_one_unit(visit.rows("series", MOST_ROWS, **asked, value_kind__ne="target", select=VALUES))
    names = visit.named("regions", {row["region_code"] for row, _ in rows})
    bars = sorted((Bar(names[row["region_code"]], value) for row, value in rows), key=lambda bar: -bar.value)
    if len(bars) < 2:  # noqa: PLR2004 - one is first of nothing
        return None
    metric = visit.named("metrics", [asked["metric_id"]])[asked["metric_id"]]
    title = titled(visit, metric, asked["year"])
    return Bars(title, note(visit, asked["measure"], unit), source(visit), bars[:MOST_BARS])


def draw_targets(visit: Visit, asked: Asked) -> Drawing | None:
    """What regions promise for a metric in a year, and how many promise the same."""
    rows = [row for row in visit.rows("panel", MOST_ROWS, **asked, select=TARGETS) if row["target_value"] is not None]
    if not rows:
        return None
    (unit, _), *_ = Counter(row["target_unit"] for row in rows).most_common(1)
    names = visit.named("regions", {row["region_code"] for row in rows})
    values = {names[row["region_code"]]: row["target_value"] for row in rows if row["target_unit"] == unit}
    if len(values) < 2:  # noqa: PLR2004 - one is no distribution
        return None
    metric = visit.named("metrics", [asked["metric_id"]])[asked["metric_id"]]
    title = titled(visit, f"{visit.word('distribution')}{visit.choose('：', ': ')}{metric}", asked["year"])
    return Heaps(title, note(visit, asked["measure"], unit), source(visit), values)


def draw_projects(visit: Visit, asked: Asked) -> Drawing | None:
    """The projects of a region that most is said of, and their stages."""
    rows = visit.rows(
        "undertakings", MOST_PROJECTS, **asked, sort="-statement_count,-last_year,id", select="name,stages"
    )
    stages = []
    for row in rows:
        newest = {one["report_year"]: PHASE_OF.get(one["status"], "under_way") for one in row["stages"]}
        stages += [Stage(row["name"], year, phase) for year, phase in newest.items()]
    if len({stage.year for stage in stages}) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    region = visit.named("regions", [asked["region_code"]])[asked["region_code"]]
    words = tuple(visit.word(name) for name in ("planned", "under_construction", "finished"))
    title = f"{region}{visit.choose('：', ': ')}{visit.word('stages')}"
    return Stages(title, visit.choose("报告所述阶段", "as the reports of each year say"), source(visit), words, stages)


def draw_phrases(visit: Visit, asked: Asked) -> Drawing | None:
    """How often phrases are said, year by year."""
    words = dict(read_listed(asked["q"])[:MOST_PHRASES])
    where = read_where(REPORTS, {name: value for name, value in asked.items() if name != "q"})
    return phrase_lines(visit, [counted(row) for row in phrase_counts(visit.store, words, where, ["year"])])


def phrase_lines(visit: Visit, rows: list[Row]) -> Drawing | None:
    """Counts of phrases by year, as the API answers them."""
    words = [*dict.fromkeys(row["phrase"] for row in rows)][:MOST_PHRASES]
    drawn = [row for row in rows if row["phrase"] in words and row["per_10000"] is not None]
    points = [Point(row["phrase"], row["year"], row["per_10000"]) for row in sorted(drawn, key=lambda row: row["year"])]
    if len({point.year for point in points}) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    return Lines(visit.choose("、", ", ").join(words), visit.word("per_10000"), source(visit), points)


def draw_contents(visit: Visit, asked: Asked) -> Drawing | None:
    """How much was read from a report, or from all."""
    bars = [
        Bar(
            visit.word(table), visit.store.count(visit.query(table, **asked)) if visit.store.columns[table] else 0, kind
        )
        for table, kind in CONTENTS.items()
    ]
    if "report_id" in asked:
        report = next(iter(visit.rows("reports", 1, id=asked["report_id"])), None)
        if report is None:
            return None
        name = visit.choose(report["region_name"], report["region_name_en"])
        title = titled(visit, name, str(report["year"]))
    else:
        title = visit.choose("政府工作报告开放数据", "Chinese government work reports as open data")
    return Bars(title, visit.word("what_was_read"), source(visit), bars)


def titled(visit: Visit, first: str, second: str) -> str:
    """Two names, as a title has them."""
    return f"{first} {second}" if visit.language == "zh" else f"{first}, {second}"


REGIONS = ("region_code", "region_code__in")
OF_METRIC = ("metric_id", "measure")
OF_YEAR = (*OF_METRIC, "year")
SERIES, PANEL = "/v1/series.csv", "/v1/panel.csv"
KINDS = {
    "series": Kind((*OF_METRIC, *REGIONS, "year__gte"), OF_METRIC, SERIES, draw_series),
    "outcomes": Kind((*OF_METRIC, *REGIONS, "year", "year__in", "level"), ("measure",), PANEL, draw_outcomes),
    "ranking": Kind((*OF_YEAR, "level"), OF_YEAR, SERIES, draw_ranking),
    "targets": Kind((*OF_YEAR, "level"), OF_YEAR, PANEL, draw_targets),
    "projects": Kind(("region_code",), ("region_code",), "/v1/undertakings.csv", draw_projects),
    "phrases": Kind(("q", "region_name", "region_code", "level"), ("q",), "/v1/phrases", draw_phrases),
    "contents": Kind(("report_id",), (), "/v1/coverage.csv", draw_contents),
}
