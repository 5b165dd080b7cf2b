"""Downloads in the OpenAPI document: addresses with a suffix, which are not routed, so that litestar knows none."""

import re
from typing import Any

from msgspec import Struct

from api.formats.registry import FORMATS
from api.openapi.operations import (
    ANYWHERE,
    PARAMETER,
    RESPONSE,
    TABLE,
    Part,
    body,
    component,
    filters,
    operation_id,
)
from api.openapi.parameters import in_path
from api.query.parameters import AS_OF, DOWNLOAD, GROUPED, PHRASES, Parameter
from schemas.tables import BY_NAME


class Download(Struct, frozen=True):
    """What can be downloaded at which address, what can be asked, and whose rows it has."""

    path: str
    name: str
    summary: str
    asks: tuple[Parameter, ...]
    tag: str = "tables"
    of: Part = Part(None)


DOWNLOADS = (
    Download("/{table}", "download_table", "Download rows · 下载数据", DOWNLOAD),
    Download("/{table}/aggregate", "download_aggregate", "Download an aggregate · 下载汇总", GROUPED),
    Download("/metrics/{metric_id}/series", "download_series", "Download a series · 下载序列", DOWNLOAD,
             "series", Part(BY_NAME["series"], ("metric_id",))),
    Download("/projects/{project_key}/timeline", "download_timeline", "Download a timeline · 下载项目脉络", DOWNLOAD,
             "projects", Part(BY_NAME["projects"], ("project_key", "sort"))),
    Download("/phrases", "download_phrases", "Download counts of phrases · 下载词频", PHRASES, "search"),
)  # fmt: skip


def downloads() -> dict[str, Any]:
    """The addresses with a suffix, on the newest release and on the one an address names."""
    return {
        f"/v1{'/releases/{version}' if pinned else ''}{one.path}.{{suffix}}": {"get": operation(one, pinned)}
        for one in DOWNLOADS
        for pinned in (False, True)
    }


def operation(one: Download, pinned: bool) -> dict[str, Any]:
    """The operation of a download: all formats but JSON, which listings answer with."""
    parts = [TABLE if name == "table" else name for name in re.findall(r"\{(\w+)\}", one.path)]
    place = [*(["version"] if pinned else []), *(name for name in parts if name == TABLE)]
    own = [in_path(name, one.tag) for name in parts if name != TABLE]
    asks = (parameter for parameter in one.asks if parameter.name not in one.of.fixed)
    asked = [component(parameter, one.of.table) for parameter in (*asks, *(() if pinned else (AS_OF,)))]
    filtered = filters(one.of.table, one.of.fixed) if one.asks is not PHRASES else []
    media_types = [format_.media_type for format_ in FORMATS if format_.write]
    answer = {
        "description": "The rows, in the format of the suffix. 所请求格式的数据。",
        "content": {media_type: {"schema": body(media_type).to_schema()} for media_type in media_types},
    }
    problems = {str(status): {"$ref": f"{RESPONSE}{status}"} for status in sorted({*ANYWHERE, 404, 409})}
    return {
        "tags": [one.tag],
        "summary": one.summary,
        "operationId": operation_id(one.name, pinned=pinned),
        "parameters": [*own, *({"$ref": PARAMETER + name} for name in (*place, "suffix", *asked, *filtered))],
        "responses": {"200": answer, **problems},
        "deprecated": False,
    }
