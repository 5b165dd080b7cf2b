"""Answers that follow from no release: problems, pages of the documentation, and what layers send themselves."""

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec
from litestar import Response
from litestar.types import HTTPScope, Send

from api.http.conditional import SHORT, AnyRequest, content_tag, not_modified
from api.http.problems import MEDIA_TYPE, Problem
from api.http.scope import path_of

ENCODER = msgspec.json.Encoder()


async def send_problem(send: Send, scope: HTTPScope, problem: Problem) -> None:
    """Answer a request with a problem, in the shape that all have."""
    body = ENCODER.encode(problem.body(path_of(scope)[:200]))
    await send_body(send, problem.status, problem.headers | content_headers(MEDIA_TYPE, body), body)


async def send_response(send: Send, response: Response[Any]) -> None:
    """Answer a request with what the application would have answered: bytes, at once."""
    status, body = response.status_code or HTTPStatus.OK.value, response.content
    described = {} if status == HTTPStatus.NOT_MODIFIED else content_headers(str(response.media_type), body)
    await send_body(send, status, response.headers | described, body)


def content_headers(media_type: str, body: bytes) -> dict[str, str]:
    """The headers that say of what kind and how long a body is."""
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return {"Content-Type": media_type + charset, "Content-Length": str(len(body))}


@lru_cache(maxsize=100)
def field_name(name: str) -> bytes:
    """The name of a header as it is sent (ASGI, in lower case)."""
    return name.lower().encode()


async def send_body(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Answer a request at once."""
    encoded = [(field_name(name), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def page_answer(
    request: AnyRequest, content: bytes, media_type: str, more: Mapping[str, str] = MappingProxyType({})
) -> Response[Any]:
    """An answer that is the same for all data, such as a page of the documentation; its tag is that of its content."""
    headers = {"Cache-Control": SHORT, **more}
    tag = content_tag(content)
    return not_modified(request, tag, headers) or Response(
        content, media_type=media_type, headers=headers | {"ETag": tag}
    )
