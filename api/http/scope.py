"""What the layers of the application note in the scope of a request (ASGI, HTTP connection scope) for each other."""

from litestar.types import Scope

UNLIMITED = ("/health/live", "/health/ready", "/metrics")  # whoever watches the service is not kept waiting
SUFFIX = "baogao.suffix"  # the format that the path was asked with: `csv` of `/v1/units.csv`
ROUTE = "baogao.route"  # where the application notes the template of the path it answers


def suffix_of(scope: Scope) -> str | None:
    """The suffix an address was asked with: the name of a format."""
    found: str | None = scope.get(SUFFIX)  # type: ignore[assignment]
    return found


def path_of(scope: Scope) -> str:
    """The path as it was asked, with its suffix."""
    suffix = suffix_of(scope)
    return f"{scope['path']}.{suffix}" if suffix else scope["path"]
