"""What all pictures have in common: their sizes, their colours, and the specification around their marks."""

import re
import unicodedata
from typing import Any, Protocol

from msgspec import Struct

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
TITLE = 1.4  # how much wider letters of a title are than those below it: larger, and bold
# What no page and no picture has: what XML 1.0 (2.2) and HTML forbid, and what turns the order of letters about for all
# that follows (UAX 9, 2.1, 2.4), so that a name would change what stands beside it.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 600  # characters of a text alternative
Spec = dict[str, Any]


class Theme(Struct, frozen=True):
    """Colours by meaning, those of the style sheet; `several` tell lines apart that mean the same."""

    paper: str
    ink: str
    soft: str
    line: str
    done: str
    promised: str
    built: str
    meant: str
    several: tuple[str, ...]


class Size(Struct, frozen=True):
    """A width in pixels; the height that follows from what is drawn, or `height` whatever that is."""

    width: int
    text: int
    height: int = 0
    padding: int = 12


THEMES = {
    "light": Theme(
        *("#ffffff", "#22211e", "#635f57", "#e4dfd3", "#1b6670", "#ab311b", "#7d590b", "#57518f"),
        ("#1b6670", "#ab311b", "#57518f", "#a3740f", "#4d7a2a", "#8c3f78"),
    ),
    "dark": Theme(
        *("#211f1c", "#e9e5dc", "#aca699", "#38352f", "#74c6cf", "#f2907a", "#dbb055", "#b0aaee"),
        ("#74c6cf", "#f2907a", "#b0aaee", "#dbb055", "#a5cf83", "#dd9acb"),
    ),
}
SIZES = {
    "wide": Size(720, 13),
    "narrow": Size(350, 13),
    "card": Size(1200, 24, height=630, padding=48),  # what OpenGraph and others show of a page
}


class Frame(Struct, frozen=True):
    """How a picture is drawn."""

    theme: Theme = THEMES["light"]
    size: Size = SIZES["wide"]

    @property
    def scale(self) -> float:
        """How much larger letters, marks and steps are than on a page."""
        return self.size.text / SIZES["wide"].text

    def pixels(self, length: float) -> int:
        """A length on a page, on this picture."""
        return round(length * self.scale)


class Drawing(Protocol):
    """What is drawn. `title` says of what, `note` in which unit and which mark is which, `source` where it is from."""

    @property
    def title(self) -> str: ...

    @property
    def note(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def alternative(self) -> str:
        """What is seen, in words, for those who do not see it."""

    @property
    def height(self) -> int:
        """Its height in pixels, when that follows from what is drawn."""

    def marks(self, frame: Frame) -> Spec:
        """Data, layers and encodings."""


def height_of(drawing: Drawing, frame: Frame) -> int:
    """The height of a picture in pixels."""
    return frame.size.height or drawing.height


def specification(drawing: Drawing, frame: Frame) -> Spec:
    """A picture as a Vega-Lite specification: what is drawn, with all its data, below its title, note and source."""
    theme, size = frame.theme, frame.size
    most = (size.width - 2 * size.padding) / size.text * 2  # narrow characters of a line
    whole = {
        "$schema": SCHEMA,
        "description": drawing.alternative,
        "width": size.width,
        "height": height_of(drawing, frame),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": size.padding,
        "background": theme.paper,
        "title": {
            "text": wrapped(drawing.title, most / TITLE),
            "subtitle": [*wrapped(drawing.note, most), *wrapped(drawing.source, most)],
        },
        **drawing.marks(frame),
        "config": configuration(frame),
    }
    return dict(printable(whole))


def printable(value: Any) -> Any:
    """A specification without what is not printed: some such characters would end the process that renders."""
    match value:
        case str():
            return UNPRINTABLE.sub("\ufffd", value)
        case dict():
            return {printable(name): printable(one) for name, one in value.items()}
        case list() | tuple():
            return [printable(one) for one in value]
    return value


def configuration(frame: Frame) -> Spec:
    """How axes, legends and titles look."""
    theme, text = frame.theme, frame.size.text
    lines = {"gridColor": theme.line, "domain": False, "ticks": False}
    words = {"labelColor": theme.soft, "labelFontSize": text, "titleColor": theme.soft, "titleFontSize": text}
    return {
        "font": FONTS,
        "view": {"stroke": None},
        "axis": {**lines, **words, "title": None, "labelPadding": 8},
        "legend": {**words, "title": None, "labelLimit": 0, "orient": "top", "symbolStrokeWidth": 2},
        "text": {"color": theme.ink, "fontSize": text},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": theme.ink,
            "fontSize": round(text * 1.2),
            "fontWeight": 600,
            "subtitleColor": theme.soft,
            "subtitleFontSize": text,
            "subtitleFontWeight": 400,
            "subtitlePadding": 4,
            "subtitleLineHeight": round(text * 1.35),
            "offset": 10,
        },
    }


def width_of(text: str) -> int:
    """How wide a text is, in narrow characters: Chinese ones are two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def cut(text: str, most: int) -> str:
    """A text that is no wider than so many narrow characters."""
    if width_of(text) <= most:
        return text
    while width_of(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, most: float) -> list[str]:
    """A text in lines that are no wider than so many narrow characters, broken at blanks where there are any."""
    lines: list[str] = []
    while width_of(text) > most:
        end = next(n for n in range(len(text), 0, -1) if width_of(text[:n]) <= most)
        blank = text.rfind(" ", 1, end + 1)
        end = blank if blank > 0 else end
        lines.append(text[:end])
        text = text[end:].lstrip()
    return [*lines, text] if text else lines


def shortened(parts: list[str], join: str) -> str:
    """A text alternative of some parts, as many as there is room for."""
    text = parts[0]
    for part in parts[1:]:
        if len(text) + len(join) + len(part) > LONGEST_TEXT:
            return f"{text}{join}…"
        text += join + part
    return text
