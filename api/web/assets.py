"""The style sheet and the icon: files whose address has their checksum in it, and which never change."""

import hashlib
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from api.http.conditional import IMMUTABLE, AnyRequest
from api.http.links import link
from api.http.problems import NotFound, nearest
from api.http.responses import page_answer

FOLDER = Path(__file__).parent
TYPES = {"style.css": "text/css", "icon.svg": "image/svg+xml"}


def named(name: str, content: bytes) -> str:
    """The name of a file with its checksum."""
    stem, _, suffix = name.partition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"


CONTENT = {name: (FOLDER / name).read_bytes() for name in TYPES}
NAMES = {name: named(name, content) for name, content in CONTENT.items()}
ASSETS = {NAMES[name]: (content, TYPES[name]) for name, content in CONTENT.items()}


def asset_address(name: str) -> str:
    """Where a file is."""
    return link(f"/assets/{NAMES[name]}")


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
def get_asset(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A file of the pages. One of another version has another name."""
    if name not in ASSETS:
        raise NotFound(f"nothing is served at {request.url.path[:200]!r}", nearest=nearest(name, ASSETS))
    content, media_type = ASSETS[name]
    return page_answer(request, content, media_type, {"Cache-Control": IMMUTABLE})
