"""The feed of releases and errata."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from api.http.conditional import AnyRequest
from api.http.links import link
from api.http.responses import page_answer
from api.openapi.operations import operation
from api.query.parameters import read_parameters
from api.store.library import Library
from datasets.metadata.atom import MEDIA_TYPE, atom

ADDRESS = "/v1/feed.atom"


def feed_link() -> dict[str, str]:
    """The header that leads to the feed."""
    return {"Link": f'<{link(ADDRESS)}>; rel="alternate"; type="{MEDIA_TYPE}"'}


@get(
    "/feed.atom",
    operation_id="get_feed",
    tags=["releases"],
    summary="Releases and errata as an Atom feed · 版本与勘误订阅",
    operation_class=operation(media_types=(MEDIA_TYPE,)),
    sync_to_thread=True,
)
def get_feed(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """What was published and what was found wrong, the newest first (RFC 4287). Its entries keep their ids."""
    read_parameters(request.scope["query_string"], ())
    library.store()  # when there is nothing to serve, that is the answer
    return page_answer(request, atom(library.releases(), library.history, library.site, ADDRESS), MEDIA_TYPE)
