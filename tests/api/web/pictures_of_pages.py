"""Small pictures of pages, and how far two are apart where fonts and browsers differ.

`python -m tests.api.web.draw_pages` draws those of `tests/golden/pages`.

A page is drawn in Chromium on a screen and kept with a pixel for each square of `SQUARE` pixels: its mean colour. A line
of text that is a little longer or stands a little lower makes squares differ that have a like one near; a panel that is
gone, a colour that is lost or a broken grid makes squares differ that have none.
"""

import base64
import json
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

SQUARE = 6  # pixels of the screen, in both directions
NEAR = 4  # squares: how far up or down a like one may be
ASIDE = 1  # the same to the left and the right
ALIKE = 26.0  # distance of colours that look the same, fonts aside; hue counts more than lightness
HUE = 4.0
MOST = 0.25  # of squares that differ: of a page in other letters of the same font fewer do, of a broken one more
FOLDER = Path(__file__).parents[2] / "golden/pages"
COLOURED = 9.0  # how far a part of a colour is from its lightness, from which it has a hue
FEW = 40  # squares; fewer of a kind say little
Colour = tuple[int, int, int]
Picture = list[list[Colour]]
Kind = Callable[[Colour, Colour], bool]


class Scene(Struct, frozen=True):
    """A page on a screen: so many pixels of its height are looked at, from `top` on."""

    name: str
    address: str
    width: int
    height: int
    scheme: str = "light"
    top: int = 0


SCENES = (
    Scene("home", "/?lang=zh", 360, 1200),
    Scene("report", "/reports/211102-2024?lang=zh", 1440, 900, top=900),
    Scene("report-phone-dark", "/reports/211102-2024?lang=en", 360, 1200, "dark", top=1500),
    Scene("row", "/rows/211102-2024.i566?lang=zh", 360, 900),
    Scene("table", "/tables/targets?lang=zh", 1024, 900),
    Scene("region", "/regions/211102?lang=en", 768, 900),
)
MEANS = """
async ([data, square]) => {
  const image = new Image(); image.src = "data:image/png;base64," + data; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), on = canvas.getContext("2d");
  on.drawImage(image, 0, 0);
  const pixels = on.getImageData(0, 0, image.width, image.height).data, lines = [];
  for (let top = 0; top + square <= image.height; top += square) {
    const line = [];
    for (let left = 0; left + square <= image.width; left += square) {
      const sum = [0, 0, 0];
      for (let y = top; y < top + square; y++) for (let x = left; x < left + square; x++)
        for (let c = 0; c < 3; c++) sum[c] += pixels[4 * (y * image.width + x) + c];
      line.push(sum.map((one) => Math.round(one / square / square)));
    }
    lines.push(line);
  }
  return JSON.stringify(lines);
}
"""


@contextmanager
def screen(browser: Any, scene: Scene) -> Iterator[Any]:
    """A tab that has the width of a scene."""
    viewport = {"width": scene.width, "height": scene.height}
    context = browser.new_context(viewport=viewport, color_scheme=scene.scheme, bypass_csp=True)
    yield context.new_page()
    context.close()


def seen(tab: Any, scene: Scene) -> Picture:
    """What a tab shows, as squares. Pictures of numbers are hidden: whether they are there is tested elsewhere."""
    tab.add_style_tag(content=".picture img { visibility: hidden } * { font-family: 'Noto Sans CJK SC' !important }")
    clip = {"x": 0, "y": scene.top, "width": scene.width, "height": scene.height}
    shot = tab.screenshot(clip=clip, full_page=True)
    return squares(tab, shot)


def squares(tab: Any, png: bytes) -> Picture:
    """The mean colours of the squares of a picture; a browser decodes it."""
    blank = tab.context.new_page()  # whose policy forbids nothing
    lines = json.loads(blank.evaluate(MEANS, [base64.b64encode(png).decode(), SQUARE]))
    blank.close()
    return [[(red, green, blue) for red, green, blue in line] for line in lines]


def distance(one: Colour, other: Colour) -> float:
    """How far colours are apart: in lightness, and in hue, which counts more."""
    red, green, blue = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    mean = (red + green + blue) / 3
    return abs(mean) + HUE * max(abs(red - mean), abs(green - mean), abs(blue - mean))


def unlike(picture: Picture, golden: Picture) -> float:
    """The share of squares with something in them, or with colour in them, that one has and the other has none like near.

    Coloured ones are few, and a share of their own: a page that lost its colours has all its letters still.
    """
    both = ((picture, golden), (golden, picture))
    return max(missing(of, there, kind) for of, there in both for kind in (has_something, is_coloured))


def missing(of: Picture, there: Picture, kind: Kind) -> float:
    """The share of squares of a kind that have no like one near in another picture."""
    paper = Counter(colour for line in of for colour in line).most_common(1)[0][0]
    places = [(y, x) for y, line in enumerate(of) for x, colour in enumerate(line) if kind(colour, paper)]
    lost = sum(not has_like(of[y][x], there, y, x) for y, x in places)
    return lost / max(len(places), FEW)


def has_something(colour: Colour, paper: Colour) -> bool:
    """Whether a square is not of the colour of the paper."""
    return distance(colour, paper) > ALIKE


def is_coloured(colour: Colour, paper: Colour) -> bool:
    """Whether a square has a hue that the paper does not have."""
    return max(abs(a - b) for a, b in zip(hue(colour), hue(paper), strict=True)) > COLOURED


def hue(colour: Colour) -> tuple[float, ...]:
    """How far the parts of a colour are from its lightness."""
    mean = sum(colour) / 3
    return tuple(part - mean for part in colour)


def has_like(colour: Colour, there: Picture, y: int, x: int) -> bool:
    """Whether a picture has a colour near a place."""
    for line in there[max(0, y - NEAR) : y + NEAR + 1]:
        for other in line[max(0, x - ASIDE) : x + ASIDE + 1]:
            if colour == other or distance(colour, other) < ALIKE:
                return True
    return False


def written(picture: Picture) -> bytes:
    """A picture as PNG."""
    rows = b"".join(b"\0" + bytes(channel for pixel in line for channel in pixel) for line in picture)
    header = struct.pack(">IIBBBBB", len(picture[0]), len(picture), 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def read(png: bytes) -> Picture:
    """A picture that `written` made."""
    width, height = struct.unpack(">II", png[16:24])
    length = struct.unpack(">I", png[33:37])[0]
    rows = zlib.decompress(png[41 : 41 + length])
    stride = 1 + 3 * width
    return [
        [(line[n], line[n + 1], line[n + 2]) for n in range(1, stride, 3)]
        for line in (rows[y * stride : (y + 1) * stride] for y in range(height))
    ]
