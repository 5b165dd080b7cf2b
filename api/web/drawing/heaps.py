"""How often each value is promised, as dots one above the other."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from api.web.drawing.frame import Frame, Spec, shortened
from api.web.wording.numbers import number

DOT, AROUND, HIGHEST = 15, 150, 600  # pixels: of a dot, around all of them, of a heap; dots of higher ones are smaller
LEAST = 4  # dots that there is room for
MOST_VALUES = 14  # that are all written


class Heaps(Struct, frozen=True):
    """The values of things, by their names: a dot for each, above its value."""

    title: str
    note: str
    source: str
    values: Mapping[str, float]

    @property
    def alternative(self) -> str:
        """Each value with how many there are of it, and of whom."""
        said = []
        for value in sorted({*self.values.values()}):
            names = [name for name, own in self.values.items() if own == value]
            said.append(f"{number(value)}: {len(names)} ({', '.join(names)})")
        return shortened([f"{self.title} ({self.note})", *said], "; ")

    @property
    def height(self) -> int:
        """As many dots as the highest heap has."""
        return AROUND + round(self.dot * self.most)

    @property
    def most(self) -> int:
        """How many dots there is room for, one above the other."""
        return max(LEAST, *Counter(self.values.values()).values())

    @property
    def dot(self) -> float:
        """How high a dot is, in pixels."""
        return min(DOT, HIGHEST / self.most)

    def marks(self, frame: Frame) -> Spec:
        """Dots, and above each heap how many there are."""
        counts: Counter[float] = Counter()
        dots = []
        for value in sorted(self.values.values()):
            counts[value] += 1
            dots.append({"value": value, "place": counts[value]})
        heaps = [{"value": value, "place": count, "said": str(count)} for value, count in counts.items()]
        span = (max(counts) - min(counts)) or abs(max(counts)) or 1.0
        axis = {"grid": False, "labelOverlap": "greedy"}
        across = {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [min(counts) - 0.1 * span, max(counts) + 0.1 * span], "nice": False},
            "axis": axis | ({"values": sorted(counts)} if len(counts) <= MOST_VALUES else {}),
        }
        up = {
            "field": "place",
            "type": "quantitative",
            "scale": {"domain": [0, self.most + 1], "nice": False},
            "axis": None,
        }
        dot = {"type": "point", "filled": False, "opacity": 1, "size": (frame.pixels(self.dot) * 0.65) ** 2}
        dot |= {"color": frame.theme.promised, "strokeWidth": frame.pixels(self.dot / 7.5)}
        text = {"type": "text", "dy": -frame.pixels(15), "color": frame.theme.soft}
        return {
            "encoding": {"x": across, "y": up},
            "layer": [
                {"data": {"values": dots}, "mark": dot},
                {"data": {"values": heaps}, "mark": text, "encoding": {"text": {"field": "said"}}},
            ],
        }
