"""Downloads in the OpenAPI document: addresses with a suffix, which are not routed, so that litestar knows none."""

from typing import Any

from msgspec import Struct

from api.formats.registry import FORMATS
from api.openapi.operations import ANYWHERE, FILTERS, PARAMETER, RESPONSE, TABLE, body, component
from api.query.parameters import AS_OF, DOWNLOAD, GROUPED, Parameter


class Download(Struct, frozen=True):
    """What can be downloaded of every table, at which address below it, and what can be asked."""

    below: str
    name: str
    summary: str
    asks: tuple[Parameter, ...]


DOWNLOADS = (
    Download("", "download_table", "Download rows · 下载数据", DOWNLOAD),
    Download("/aggregate", "download_aggregate", "Download an aggregate · 下载汇总", GROUPED),
)


def downloads() -> dict[str, Any]:
    """The addresses with a suffix, on the newest release and on the one an address names."""
    return {
        f"/v1{'/releases/{version}' if pinned else ''}/{{table}}{one.below}.{{suffix}}": {"get": operation(one, pinned)}
        for one in DOWNLOADS
        for pinned in (False, True)
    }


def operation(one: Download, pinned: bool) -> dict[str, Any]:
    """The operation of a download: all formats but JSON, which listings answer with."""
    place = ["version"] if pinned else []
    asked = [component(parameter, None) for parameter in (*one.asks, *(() if pinned else (AS_OF,)))]
    media_types = [format_.media_type for format_ in FORMATS if format_.write]
    answer = {
        "description": "The rows, in the format of the suffix. 所请求格式的数据。",
        "content": {media_type: {"schema": body(media_type).to_schema()} for media_type in media_types},
    }
    problems = {str(status): {"$ref": f"{RESPONSE}{status}"} for status in sorted({*ANYWHERE, 404, 409})}
    return {
        "tags": ["tables"],
        "summary": one.summary,
        "operationId": f"{one.name}_of_release" if pinned else one.name,
        "parameters": [{"$ref": PARAMETER + name} for name in (*place, TABLE, "suffix", *asked, FILTERS)],
        "responses": {"200": answer, **problems},
        "deprecated": False,
    }
