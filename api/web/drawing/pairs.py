"""What was promised, and what came of it, as two marks on a line."""

from collections.abc import Sequence

from msgspec import Struct

from api.web.drawing.bars import AROUND, PHONE, STEP, names_axis, names_width
from api.web.drawing.frame import Frame, Spec, cut, shortened
from api.web.wording.numbers import number


class Pair(Struct, frozen=True):
    """A target and its outcome, in one unit."""

    name: str
    promised: float
    done: float


class Pairs(Struct, frozen=True):
    """A line for each pair: a hollow dot is what was promised, a filled one what came out."""

    title: str
    note: str
    source: str
    pairs: Sequence[Pair]

    @property
    def alternative(self) -> str:
        """Each name with its target and its outcome."""
        said = (f"{one.name} {number(one.promised)} → {number(one.done)}" for one in self.pairs)
        return shortened([f"{self.title} ({self.note})", *said], "; ")

    @property
    def height(self) -> int:
        """As many steps as there are pairs, and an axis."""
        return AROUND + STEP * (len(self.pairs) + 1)

    def marks(self, frame: Frame) -> Spec:
        """Lines, dots, and at the right the two values."""
        theme = frame.theme
        most = names_width(frame)
        values = [
            {
                "name": f"{n}\n{cut(one.name, most)}",
                "promised": one.promised,
                "done": one.done,
                "last": max(one.promised, one.done),
                "said": f"{number(one.promised)} → {number(one.done)}",
            }
            for n, one in enumerate(self.pairs)
        ]
        places = [value for one in self.pairs for value in (one.promised, one.done)]
        span = max(places) - min(places) or abs(max(places)) or 1.0
        room = 0.34 if frame.size.width > PHONE else 0.62
        scale = {"domain": [min(places) - 0.06 * span, max(places) + room * span], "nice": False}
        dot = {"type": "point", "size": frame.pixels(10) ** 2, "opacity": 1, "strokeWidth": frame.pixels(2.5)}
        across = {"type": "quantitative", "scale": scale, "axis": {"tickCount": 5}}
        return {
            "data": {"values": values},
            "encoding": {"y": names_axis()},
            "layer": [
                {
                    "mark": {"type": "rule", "strokeWidth": frame.pixels(6), "strokeCap": "round", "color": theme.line},
                    "encoding": {"x": {"field": "promised", **across}, "x2": {"field": "done"}},
                },
                {
                    "mark": dot | {"filled": True, "color": theme.done},
                    "encoding": {"x": {"field": "done", **across}},
                },
                {
                    "mark": dot | {"filled": False, "color": theme.promised, "fill": theme.paper},
                    "encoding": {"x": {"field": "promised", **across}},
                },
                {
                    "mark": {"type": "text", "align": "left", "dx": frame.pixels(14)},
                    "encoding": {"x": {"field": "last", **across}, "text": {"field": "said"}},
                },
            ],
        }
