"""What reports say of projects over the years."""

from collections.abc import Sequence

from msgspec import Struct

from api.web.drawing.bars import AROUND, STEP, names_axis, names_width
from api.web.drawing.frame import Frame, Spec, cut, shortened

PHASES = ("planned", "under_way", "finished")


class Stage(Struct, frozen=True):
    """What the report of a year says of a project: which of the three phases it is in."""

    name: str
    year: int
    phase: str


class Stages(Struct, frozen=True):
    """A line for each project, and on it a mark for each year. `words` are the names of the phases."""

    title: str
    note: str
    source: str
    words: Sequence[str]
    stages: Sequence[Stage]

    @property
    def names(self) -> list[str]:
        """The projects, in their order."""
        return [*dict.fromkeys(stage.name for stage in self.stages)]

    @property
    def alternative(self) -> str:
        """Each project with its years."""
        words = dict(zip(PHASES, self.words, strict=True))
        said = []
        for name in self.names:
            years = [f"{one.year} {words[one.phase]}" for one in self.stages if one.name == name]
            said.append(f"{name}: {', '.join(years)}")
        return shortened([f"{self.title} ({self.note})", *said], "; ")

    @property
    def height(self) -> int:
        """As many steps as there are projects, an axis and a legend."""
        return AROUND + STEP * (len(self.names) + 2)

    def marks(self, frame: Frame) -> Spec:
        """Lines, and marks that differ by phase: hollow, half, full."""
        theme = frame.theme
        words = dict(zip(PHASES, self.words, strict=True))
        order = {name: n for n, name in enumerate(self.names)}
        most = names_width(frame)
        values = [
            {"name": f"{order[one.name]}\n{cut(one.name, most)}", "year": one.year, "phase": words[one.phase]}
            for one in self.stages
        ]
        years = sorted({one.year for one in self.stages})
        across = {
            "field": "year",
            "type": "quantitative",
            "scale": {"domain": [years[0] - 0.4, years[-1] + 0.4], "nice": False},
            "axis": {"format": "d", "values": years, "grid": False, "labelOverlap": "greedy"},
        }
        phase = {"field": "phase", "type": "nominal"}
        colours = {"domain": [*self.words], "range": [theme.promised, theme.built, theme.done]}
        shapes = {"domain": [*self.words], "range": ["circle", "diamond", "square"]}
        return {
            "data": {"values": values},
            "encoding": {"y": names_axis(), "x": across},
            "layer": [
                {
                    "mark": {"type": "line", "strokeWidth": frame.pixels(3), "color": theme.line},
                    "encoding": {"detail": {"field": "name"}},
                },
                {
                    "mark": {"type": "point", "filled": True, "opacity": 1, "size": frame.pixels(11) ** 2},
                    "encoding": {
                        "color": phase | {"scale": colours},
                        "shape": phase | {"scale": shapes},
                    },
                },
            ],
        }
