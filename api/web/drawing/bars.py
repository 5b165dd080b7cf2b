"""One value of each thing, as bars: a ranking, or how much there is of several kinds."""

from collections.abc import Sequence

from msgspec import Struct

from api.web.drawing.frame import Frame, Spec, cut, shortened
from api.web.wording.numbers import number

STEP, AROUND = 26, 96  # pixels of a bar; above and below all of them
PHONE = 500  # pixels: what is narrower has less room for names


class Bar(Struct, frozen=True):
    """A value. `kind` is the colour that says what it is of: `done`, `promised`, `built`, `meant`."""

    name: str
    value: float
    kind: str = "done"


class Bars(Struct, frozen=True):
    """Values from zero, in the order they are given."""

    title: str
    note: str
    source: str
    bars: Sequence[Bar]

    @property
    def alternative(self) -> str:
        """Each name with its value."""
        return shortened(
            [f"{self.title} ({self.note})", *(f"{one.name} {number(one.value)}" for one in self.bars)], "; "
        )

    @property
    def height(self) -> int:
        """As many steps as there are bars."""
        return AROUND + STEP * len(self.bars)

    def marks(self, frame: Frame) -> Spec:
        """Bars, and at the end of each its value."""
        theme = frame.theme
        most = names_width(frame)
        values = [
            {"name": f"{n}\n{cut(one.name, most)}", "value": one.value, "said": number(one.value), "kind": one.kind}
            for n, one in enumerate(self.bars)
        ]
        kinds = [*dict.fromkeys(one.kind for one in self.bars)]
        low, high = (end([0.0, *(one.value for one in self.bars)]) for end in (min, max))
        room = (high - low) * (0.16 if frame.size.width > PHONE else 0.26) or 1.0
        domain = [low - room if low < 0 else low, high + room if high > 0 else high]
        return {
            "data": {"values": values},
            "encoding": {
                "y": names_axis(),
                "x": {
                    "field": "value",
                    "type": "quantitative",
                    "scale": {"domain": domain, "nice": False},
                    "axis": None,
                },
            },
            "layer": [
                {
                    "mark": {"type": "bar", "height": {"band": 0.62}, "cornerRadiusEnd": frame.pixels(3)},
                    "encoding": {
                        "color": {
                            "field": "kind",
                            "type": "nominal",
                            "scale": {"domain": kinds, "range": [getattr(theme, kind) for kind in kinds]},
                            "legend": None,
                        }
                    },
                },
                *(value_labels(frame, test, side) for test, side in (("datum.value >= 0", 1), ("datum.value < 0", -1))),
            ],
        }


def value_labels(frame: Frame, test: str, side: int) -> Spec:
    """The values at the ends of bars that lead to one side."""
    mark = {
        "type": "text",
        "align": "left" if side > 0 else "right",
        "dx": side * frame.pixels(6),
        "baseline": "middle",
    }
    return {"transform": [{"filter": test}], "mark": mark, "encoding": {"text": {"field": "said"}}}


def names_axis() -> Spec:
    """Names at the left, in the order they are given. Each has its number before it, for two may be the same."""
    return {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"grid": False, "labelLimit": 0, "labelExpr": "split(datum.value, '\\n')[1]"},
    }


def names_width(frame: Frame) -> int:
    """How wide names at the left may be, in narrow characters."""
    return round(frame.size.width * 0.36 / frame.size.text * 2)
