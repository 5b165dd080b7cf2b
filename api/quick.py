"""What is answered from memory is answered at once; what is not waits for nobody: it is computed in a thread.

A thread takes longer to begin than a small table to be asked.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from anyio.to_thread import run_sync
from litestar import Response

from api.conditional import AnyRequest
from api.library import Library
from api.parameters import AS_OF
from datasets.release import LATEST


class Asked(Protocol):
    """A question that was understood."""

    @property
    def is_ready(self) -> bool:
        """Whether its answer is in memory."""


One = TypeVar("One", bound=Asked)


async def answer_quickly(
    request: AnyRequest, library: Library, read: Callable[[], One], answer: Callable[[One], Response[Any]]
) -> Response[Any]:
    """Understand a question and answer it, beside the event loop but for what takes no time."""
    takes_time = AS_OF.name.encode() in request.scope["query_string"]  # every release is looked at
    if takes_time or not library.is_open(request.path_params.get("version", LATEST)):
        return await run_sync(lambda: answer(read()))
    asked = read()
    return answer(asked) if asked.is_ready else await run_sync(answer, asked)
