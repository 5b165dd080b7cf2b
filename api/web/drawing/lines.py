"""Values over the years, as lines."""

from collections.abc import Sequence

from msgspec import Struct

from api.web.drawing.frame import Frame, Spec, shortened
from api.web.wording.numbers import number

TICKS = 8  # years that are all written
MOST_TICKS = 16  # of many years, those that are round
STEPS = (1, 2, 5, 10, 20, 50, 100)


class Point(Struct, frozen=True):
    """A value of a year. Those of one `line` are tied together; what is promised only is not."""

    line: str
    year: int
    value: float
    promised: bool = False


class Lines(Struct, frozen=True):
    """Values over the years: filled dots on a line are what came out, hollow ones what is promised."""

    title: str
    note: str
    source: str
    points: Sequence[Point]

    @property
    def names(self) -> list[str]:
        """The lines, in their order."""
        return [*dict.fromkeys(point.line for point in self.points)]

    @property
    def alternative(self) -> str:
        """The values of each line, year by year."""
        said = []
        for name in self.names:
            values = [f"{one.year} {number(one.value)}" for one in self.points if one.line == name]
            said.append(f"{name}: {', '.join(values)}" if len(self.names) > 1 else ", ".join(values))
        return shortened([f"{self.title} ({self.note})", *said], "; ")

    @property
    def height(self) -> int:
        """That of a picture which is wider than high."""
        return 340 if len(self.names) == 1 else 340 + 24 * (-(-len(self.names) // 2))  # of a legend in two columns

    def marks(self, frame: Frame) -> Spec:
        """Lines, and dots on them."""
        years = sorted({point.year for point in self.points})
        values = [{"line": p.line, "year": p.year, "value": p.value, "promised": p.promised} for p in self.points]
        across = {"format": "d", "grid": False, "labelOverlap": "greedy"}
        place = {
            "x": {
                "field": "year",
                "type": "quantitative",
                "scale": {"zero": False, "nice": False, "padding": frame.pixels(16)},
                "axis": across | {"values": years if len(years) <= TICKS else round_years(years)},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": False, "padding": frame.pixels(10)},
                "axis": {"tickCount": 5},
            },
        }
        line = {"type": "line", "strokeWidth": frame.pixels(2)}
        done, promised = (
            {"type": "point", "size": frame.pixels(9) ** 2, "opacity": 1, "strokeWidth": frame.pixels(2), "filled": one}
            for one in (True, False)
        )
        return {
            "data": {"values": values},
            "encoding": place,
            "layer": [
                {"transform": [{"filter": "!datum.promised"}], "mark": line, "encoding": self.colours(frame, False)},
                {"transform": [{"filter": "!datum.promised"}], "mark": done, "encoding": self.colours(frame, False)},
                {
                    "transform": [{"filter": "datum.promised"}],
                    "mark": promised | {"fill": frame.theme.paper},
                    "encoding": self.colours(frame, True),
                },
            ],
        }

    def colours(self, frame: Frame, promised: bool) -> Spec:
        """The colour of each line, where there are several; else that of what was done or is promised."""
        if len(self.names) == 1:
            colour = frame.theme.promised if promised else frame.theme.done
            return {"color": {"value": colour}}
        scale = {"domain": self.names, "range": [*frame.theme.several]}
        return {
            "color": {"field": "line", "type": "nominal", "scale": scale, "legend": {"columns": columns(frame)}},
        }


def round_years(years: Sequence[int]) -> list[int]:
    """The round ones among the years from the first to the last: none beside them, where nothing is known."""
    first, last = years[0], years[-1]
    step = next((one for one in STEPS if (last - first) // one < MOST_TICKS), last - first)
    return [*range(first + -first % step, last + 1, step)]


def columns(frame: Frame) -> int:
    """How many names of lines stand beside each other."""
    return max(1, frame.size.width // frame.pixels(170))
