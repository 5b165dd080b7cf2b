"""How well reports are read, as last measured."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from api.http.conditional import AnyRequest
from api.http.responses import ENCODER, page_answer
from api.openapi.operations import operation
from api.query.parameters import read_parameters
from api.routes.routing import ACCURACY
from datasets.metadata.accuracy import Accuracy, read_accuracy


class AccuracyAnswer(Struct, frozen=True):
    """What was measured against hand labels, by question; which rules it is of is in every line."""

    data: list[Accuracy]


@get(
    f"/coverage/{ACCURACY}",
    operation_id="accuracy",
    tags=["coverage"],
    summary="How well reports are read, as measured · 识读准确率",
    operation_class=operation(),
    sync_to_thread=True,
)
def get_accuracy(request: AnyRequest) -> Response[AccuracyAnswer]:
    """Precision and recall by question, with how many there are by the labels, and the day.

    It is of the rules of this server, and of no release: one that the same rules read has their `rules_sha256` in its
    manifest.
    """
    read_parameters(request.scope["query_string"], ())
    content: Any = AccuracyAnswer(read_accuracy())
    return page_answer(request, ENCODER.encode(content), "application/json")


ACCURACY_ROUTES: list[HTTPRouteHandler] = [get_accuracy]
