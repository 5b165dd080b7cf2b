"""Answers of the layers around the application, which litestar does not send."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from litestar import Response
from litestar.types import HTTPScope, Send

from api.http.problems import MEDIA_TYPE, Problem
from api.routes.answers import ENCODER
from api.routes.routing import path_of


async def send_problem(send: Send, scope: HTTPScope, problem: Problem) -> None:
    """Answer a request with a problem, in the shape that all have."""
    body = ENCODER.encode(problem.body(path_of(scope)[:200]))
    await send_whole(send, problem.status, problem.headers | typed(MEDIA_TYPE, body), body)


async def send_response(send: Send, response: Response[Any]) -> None:
    """Answer a request with what the application would have answered: bytes, at once."""
    status, body = response.status_code or HTTPStatus.OK.value, response.content
    described = {} if status == HTTPStatus.NOT_MODIFIED else typed(str(response.media_type), body)
    await send_whole(send, status, response.headers | described, body)


def typed(media_type: str, body: bytes) -> dict[str, str]:
    """The headers that say of what kind and how long a body is."""
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return {"Content-Type": media_type + charset, "Content-Length": str(len(body))}


async def send_whole(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Answer a request at once."""
    encoded = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body, "more_body": False})
