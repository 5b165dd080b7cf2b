"""The registry. A table is published because it has a line here."""

from msgspec import Struct

from schemas.coverage import Coverage
from schemas.figures import Figure
from schemas.glossary import GlossaryEntry, GlossaryMention
from schemas.indicators import Indicator
from schemas.located import PLACE, Located, Row
from schemas.outcomes import Outcome
from schemas.panel import PanelRow
from schemas.projects import Project
from schemas.registries import Metric, Region, Unit
from schemas.reports import Paragraph, Report
from schemas.series import Observation
from schemas.targets import Target
from schemas.undertakings import Undertaking

LOCATED = ("report_id", "char_start", "id")
OF_METRIC = ("region_code", "metric_id", "measure", "year", "id")


class Table(Struct, frozen=True, cache_hash=True):
    """A published table: its name, its row, the letter in its row ids, its key and its order.

    `has_paths` says that keys may have a slash (微克/立方米).
    """

    name: str
    row: type[Row]
    title: str
    title_zh: str
    letter: str = ""
    key: str = "id"
    sort: tuple[str, ...] = LOCATED
    has_paths: bool = False

    @property
    def is_located(self) -> bool:
        """Whether its rows can be traced to characters of a report."""
        return issubclass(self.row, Located)

    def report_of(self, key: str) -> str | None:
        """The report that the key of a row starts with; None of a table whose keys name none."""
        return key.rpartition(".")[0] if self.is_located else None

    @property
    def is_placed(self) -> bool:
        """Whether its rows say which region and year they are of, beside their report."""
        return self.is_located and set(PLACE) <= set(self.row.__struct_fields__)


TABLES = (
    Table("indicators",        Indicator,       "Indicators", "指标",       letter="i"),
    Table("targets",           Target,          "Targets", "目标",          letter="t"),
    Table("projects",          Project,         "Projects", "项目",         letter="p"),
    Table("glossary",          GlossaryEntry,   "Glossary", "名词解释",      letter="g"),
    Table("glossary_mentions", GlossaryMention, "Glossary mentions", "名词出处", letter="m"),
    Table("outcomes",          Outcome,         "Outcomes", "目标完成情况",  letter="o", sort=("report_id", "id")),
    Table("series",            Observation,     "Series", "指标序列",       sort=OF_METRIC),
    Table("panel",             PanelRow,        "Panel", "目标与结果面板",   sort=OF_METRIC),
    Table("coverage",          Coverage,        "Coverage", "覆盖情况",     sort=("region_code", "year")),
    Table("undertakings",      Undertaking,     "Undertakings", "项目脉络", sort=("id",), has_paths=True),
    Table("figures",           Figure,          "Figures", "数字台账",       letter="f"),
    Table("paragraphs",        Paragraph,       "Paragraphs", "段落",       letter="s"),
    Table("reports",           Report,          "Reports", "报告",          sort=("id",)),
    Table("metrics",           Metric,          "Metrics", "指标登记表",     sort=("id",)),
    Table("units",             Unit,            "Units", "单位",            sort=("id",), has_paths=True),
    Table("regions",           Region,          "Regions", "区划",          key="code", sort=("code",)),
)  # fmt: skip

BY_NAME = {table.name: table for table in TABLES}
REFERENCES = {  # columns that hold keys of another table
    "metric_id": BY_NAME["metrics"],
    "unit": BY_NAME["units"],
    "report_id": BY_NAME["reports"],
    "region_code": BY_NAME["regions"],
}
