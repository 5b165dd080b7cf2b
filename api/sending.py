"""A problem as an answer of a layer around the application."""

from litestar.types import HTTPScope, Send

from api.answers import ENCODER
from api.problems import MEDIA_TYPE, Problem


async def send_problem(send: Send, scope: HTTPScope, problem: Problem) -> None:
    """Answer a request with a problem, in the shape that all have."""
    body = ENCODER.encode(problem.body(scope["path"][:200]))
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **problem.headers}
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body, "more_body": False})
