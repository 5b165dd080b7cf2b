"""All releases as a DuckLake, which DuckDB attaches by its address."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from api.http.conditional import AnyRequest
from api.openapi.operations import operation
from api.routes.answers import attachment, made_answer, requested_store
from api.routes.routing import PINNED
from api.store.library import Library

NAME = "baogao.ducklake"  # the name that DuckDB gives what it attaches, too
MEDIA_TYPE = "application/octet-stream"


@get(
    f"/{NAME}",
    operation_id="get_ducklake",
    tags=["releases"],
    summary="All releases, for DuckDB to attach · DuckLake目录",
    operation_class=operation(media_types=(MEDIA_TYPE,)),
    sync_to_thread=True,
)
def get_ducklake(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """A frozen DuckLake: tables of the newest release in the schema `main`, of each in one such as `v8_0_0`."""
    return ducklake_answer(request, library)


@get(
    f"{PINNED}/{NAME}",
    operation_id="get_ducklake_of_release",
    tags=["releases"],
    summary="A release and those before it, for DuckDB to attach · 某版本及以前的DuckLake目录",
    operation_class=operation(pinned=True, media_types=(MEDIA_TYPE,)),
    sync_to_thread=True,
)
def get_ducklake_of_release(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
    """A frozen DuckLake: tables of this release in the schema `main`, of each up to it in one such as `v8_0_0`."""
    return ducklake_answer(request, library)


def ducklake_answer(request: AnyRequest, library: Library) -> Response[Any]:
    """A catalogue, as a download. It is kept shortly, even of a release: where its files are may change."""
    store = requested_store(request, library)
    return made_answer(request, store, library.ducklake(store), MEDIA_TYPE, attachment(store, "lake", "ducklake"))


DUCKLAKE_ROUTES = [get_ducklake, get_ducklake_of_release]
