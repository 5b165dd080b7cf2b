"""Pictures: their addresses, and how pages show them. What is drawn is in `picture_kinds`, how in `drawing`."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from api.http.conditional import AnyRequest, content_tag
from api.http.links import link
from api.http.problems import NotFound, nearest
from api.http.responses import ENCODER
from api.query.listing import normal
from api.query.values import read_choice
from api.store.library import Library
from api.web.drawing.frame import SIZES, THEMES, Drawing, Frame, height_of, specification
from api.web.drawing.renderer import RENDERER, is_available
from api.web.pages import answer_in_language, read_visit
from api.web.picture_kinds import KINDS
from api.web.visit import Visit
from api.web.wording.language import PARAMETER

TYPES = {"svg": "image/svg+xml", "png": "image/png", "vl.json": "application/json"}
SHARP = 2.0  # pixels of a PNG for each of the picture, but for a card, which has the size that is asked of it
PLAIN = {"theme": "light", "size": "wide"}


class Picture(Struct, frozen=True):
    """A picture on a page: its addresses, its text alternative and its sizes."""

    kind: str
    asked: dict[str, str]
    language: str
    title: str
    alternative: str
    heights: dict[str, int]

    def address(self, suffix: str = "svg", **how: str) -> str:
        """Where it is, in a size and a theme."""
        return link(self.path(suffix, **how))

    def path(self, suffix: str = "svg", **how: str) -> str:
        """The same, without what a proxy puts before it."""
        return f"/pictures/{self.kind}.{suffix}?{normal({**self.asked, **how, PARAMETER: self.language})}"

    @property
    def card(self) -> str:
        """The path of the picture as a card."""
        return card(self.language, self.kind, self.asked)

    @property
    def data(self) -> str:
        """Where the API has its rows."""
        return link(KINDS[self.kind].data_address(self.asked))


def card(language: str, kind: str, asked: dict[str, str]) -> str:
    """The path of the picture that stands for a page where it is linked to."""
    return f"/pictures/{kind}.png?{normal({**asked, 'size': 'card', PARAMETER: language})}"


def picture(visit: Visit, kind: str, **asked: Any) -> Picture | None:
    """A picture for a page; None where there is too little to see, or nothing that renders it."""
    if not is_available():
        return None
    given = {name: str(value) for name, value in asked.items() if value not in (None, "")}
    return shown(visit, kind, given, KINDS[kind].drawing(visit, given))


def shown(visit: Visit, kind: str, given: dict[str, str], drawing: Drawing | None) -> Picture | None:
    """The picture of what is drawn, which an address with these parameters gives again."""
    if drawing is None or not is_available():
        return None
    heights = {name: height_of(drawing, Frame(size=size)) for name, size in SIZES.items()}
    return Picture(kind, given, visit.language, drawing.title, drawing.alternative, heights)


@get("/pictures/{name:str}", include_in_schema=False, sync_to_thread=True)
def get_picture(request: AnyRequest, library: NamedDependency[Library], name: FromPath[str]) -> Response[Any]:
    """A picture as SVG or PNG, or its specification. It is not rendered for a client that has it."""
    kind, _, suffix = name.partition(".")
    if kind not in KINDS or suffix not in TYPES:
        raise NotFound(f"there is no picture {name[:80]!r}", nearest=nearest(name, names()), known=names())
    visit = read_visit(request, library, [*KINDS[kind].known, *PLAIN])
    frame = read_frame(visit.given)
    drawing = drawing_of(visit, kind)
    if suffix != "vl.json" and not is_available():
        detail = "pictures are not rendered here; see the group `pictures` in pyproject.toml"
        raise NotFound(detail, nearest=link(f"/pictures/{kind}.vl.json"))
    spec = specification(drawing, frame)
    tag = content_tag(ENCODER.encode([suffix, spec]))

    def make() -> bytes:
        return ENCODER.encode(spec) if suffix == "vl.json" else rendered(spec, suffix, frame)

    return answer_in_language(visit, tag, TYPES[suffix], make)


def read_frame(given: dict[str, str]) -> Frame:
    """The theme and the size that are asked for. Raises BadParameter."""
    theme = read_choice("theme", given.get("theme", PLAIN["theme"]), THEMES)
    size = read_choice("size", given.get("size", PLAIN["size"]), SIZES)
    return Frame(THEMES[theme], SIZES[size])


def drawing_of(visit: Visit, kind: str) -> Drawing:
    """What a picture shows. Raises NotFound when that is nothing."""
    asked = {name: value for name, value in visit.given.items() if name not in PLAIN}
    drawing = KINDS[kind].drawing(visit, asked)
    if drawing is None:
        raise NotFound(f"release {visit.store.version} has too few rows for this picture")
    return drawing


def rendered(spec: dict[str, Any], suffix: str, frame: Frame) -> bytes:
    """A picture. Raises Busy when it takes too long."""
    return RENDERER.render(spec, suffix, 1.0 if frame.size.height else SHARP)


def names() -> list[str]:
    """The names of all pictures."""
    return [f"{kind}.{suffix}" for kind in KINDS for suffix in TYPES]
