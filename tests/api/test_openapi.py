"""The document keeps its word: what it allows is answered as it says, and what it does not is refused.

A table has more filters than one address can hold, so each of its operations takes a share of them, and together they
take all. The operations of the tables are made by the same lines: `make test` asks those of the smallest, which takes
seconds; `make fuzz` asks all, which takes minutes.
"""

import os
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

from api.app import create_app
from api.parameters import PARAMETERS
from datasets.home import BUILT_IN

FUZZ = int(os.environ.get("BAOGAO_FUZZ", "0"))  # examples of each operation, of all of them
TABLES_MADE_ALIKE = (
    r"^/v1/(releases/\{version\}/)?"
    r"(indicators|targets|projects|glossary|glossary_mentions|figures|paragraphs|reports|metrics|regions)\b"
)
SHARES = 8  # list, download, aggregate and facets of the newest and of a named release
GENERAL = {parameter.name for parameter in PARAMETERS}
SCHEMA = schemathesis.openapi.from_asgi("/schema/openapi.json", create_app(BUILT_IN))
SCHEMA.config.generation.update(allow_x00=False)  # NUL is refused everywhere; JSON Schema would say so in every text
shares: dict[str, int] = {}


@SCHEMA.hook
def before_init_operation(context: Any, operation: Any) -> None:  # noqa: ARG001
    """Leave an operation the general parameters, and its share of the filters of its table."""
    given = operation.query.items
    filters = [parameter for parameter in given if parameter.name not in GENERAL]
    share = shares[operation.label] = shares.get(operation.label, len(shares) % SHARES)
    operation.query.items = [one for one in given if one.name in GENERAL] + filters[share::SHARES]


@(SCHEMA if FUZZ else SCHEMA.exclude(path_regex=TABLES_MADE_ALIKE)).parametrize()
@settings(max_examples=FUZZ or 3, suppress_health_check=list(HealthCheck))
def test_an_answer_is_as_the_document_says(case: schemathesis.Case) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        # JSON Schema cannot say what a cursor or a group holds, nor that a column is sorted by once: tested elsewhere.
        for name in ("cursor", "or", "or2", "or3", "sort"):
            case.query.pop(name, None)
    case.call_and_validate()
