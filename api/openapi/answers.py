"""The answers of the OpenAPI document: their headers, and the problems there are."""

from typing import Any

from msgspec import Struct

from api.http.links import link
from api.http.problems import MEDIA_TYPE, PROBLEMS
from api.openapi.operations import SCHEMA
from datasets.metadata.documents import BY_NAME as DOCUMENTS

HEADER = "#/components/headers/"


class Header(Struct, frozen=True):
    """A header of answers; one that is `always` there is in every answer that names it."""

    name: str
    meaning: str
    meaning_zh: str
    example: str
    always: bool = True


HEADERS = (
    Header("ETag",                "The tag of this answer; send it as `If-None-Match`.", "回答的标识，可作If-None-Match。", '"5c9cde5deab73ceb1e72cccf44df7f68"'),
    Header("Cache-Control",       "How long the answer may be kept; for ever when the address has a whole version.", "缓存期限；含完整版本号的地址永不过期。", "public, max-age=60"),
    Header("Last-Modified",       "When the answer last changed; send it as `If-Modified-Since`.", "上次变动时间。", "Tue, 24 Nov 2026 03:46:36 GMT"),
    Header("Dataset-Version",     "The release that answered.", "作答的数据版本。", "5.2.0"),
    Header("Vary",                "The request headers the answer depends on.", "回答所依据的请求头。", "Accept, Accept-Encoding"),
    Header("Content-Encoding",    "The coding, when `Accept-Encoding` asks for one: zstd, br or gzip.", "压缩方式。", "zstd", always=False),
    Header("Link",                'The next page, `rel="next"`; of CSV with all columns, `rel="describedby"`: its CSVW metadata; of releases, `rel="alternate"`: the feed; of a file of a release, `rel="collection"`: its page.', "下一页；CSV的描述文件；版本订阅；文件所属版本的页面。", '</v1/releases/5.2.0/units?cursor=WyJh>; rel="next"', always=False),
    Header("X-Total-Count",       "How many rows there are in all; downloads with a `limit` have it.", "总行数；带limit的下载附此头。", "1460", always=False),
    Header("Dataset-Warnings",    "What may be wrong with the question, as JSON has it in `warnings`: a list of strings (RFC 9651). Downloads have it when there is something.", "查询可能有误之处，同JSON中的warnings。", '"metric_id: metrics has no \'gpd\'; the nearest is gdp"', always=False),
    Header("Content-Disposition", "A good name for the file; JSON pages have none.", "建议的文件名。", 'attachment; filename="baogao-units-5.2.0.csv"', always=False),
    Header("Accept-Ranges",       "`bytes` when parts of the file can be asked for with `Range`; `none` of a download that is made while it is sent.", "可否分段下载。", "bytes"),
    Header("Repr-Digest",         "The SHA-256 of the whole file (RFC 9530). Files of the manifest have it.", "整个文件的SHA-256。", "sha-256=:Yg==:", always=False),
    Header("Content-Range",       "Which bytes of how many (RFC 9110, 14.4).", "所返回的字节范围。", "bytes 0-99/28057"),
)  # fmt: skip
OF_PAGES = ("ETag", "Cache-Control", "Vary", "Content-Encoding")
OF_DATA = ("ETag", "Cache-Control", "Last-Modified", "Dataset-Version", "Vary", "Content-Encoding")
OF_TWO = ("ETag", "Cache-Control", "Dataset-Version", "Vary", "Content-Encoding")  # releases
OF_LISTINGS = (*OF_DATA, "Link")
OF_DOWNLOADS = (*OF_LISTINGS, "X-Total-Count", "Dataset-Warnings", "Content-Disposition", "Accept-Ranges")
OF_FILES = ("ETag", "Cache-Control", "Last-Modified", "Dataset-Version", "Vary", "Accept-Ranges", "Repr-Digest", "Link")
NEVER_KEPT = ("/health/live", "/health/ready")
OF_WHOLE = (*OF_DATA, "Content-Disposition", "Accept-Ranges")  # one file of a whole release
WHOLE = ("/bundle.zip", "/baogao.ducklake")
DESCRIBED = "/v1/releases/{version}/"
LINKED = ("/v1", "/v1/releases")  # to the feed
PAGES = (
    "/v1/releases",
    "/v1/errata",
    "/v1/coverage/accuracy",
    "/v1/feed.atom",
    "/problems",
    "/problems/{slug}",
    "/llms.txt",
)


def headers() -> dict[str, Any]:
    """Every header, by component name."""
    return {
        one.name: {
            "description": f"{one.meaning} {one.meaning_zh}",
            "required": one.always,
            "schema": {"type": "string"},
            "example": one.example,
        }
        for one in HEADERS
    }


def headers_of(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The headers of the answer of an operation."""
    if path in NEVER_KEPT:
        names: tuple[str, ...] = ("Cache-Control", "Vary", "Content-Encoding")
    elif path.endswith(WHOLE):
        names = OF_WHOLE
    elif path in PAGES or path.endswith("/history") or is_document(path):
        names = OF_PAGES
    elif "/diff/" in path:
        names = OF_TWO
    elif "416" in operation["responses"]:
        names = OF_FILES
    elif path.endswith(".{suffix}"):
        names = OF_DOWNLOADS
    else:
        names = OF_LISTINGS if operation["operationId"].startswith("list_") else OF_DATA
    linked = ("Link",) if path in LINKED else ()
    return {name: {"$ref": HEADER + name} for name in (*names, *linked)}


def is_document(path: str) -> bool:
    """Whether an address is of a document about a release."""
    name = path.removeprefix(DESCRIBED)
    return name != path and (name in DOCUMENTS or name == "metadata" or name.startswith("csvw/"))


def with_headers(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The answers of an operation: with headers, 304 and 412 where there is a tag, and parts of files."""
    responses: dict[str, Any] = dict(operation["responses"])
    found = headers_of(path, operation)
    responses["200"] = responses["200"] | {"headers": found}
    if "ETag" in found:
        responses |= {status: {"$ref": f"#/components/responses/{status}"} for status in ("304", "412")}
    if "Accept-Ranges" in found:
        part = {**found, "Content-Range": {"$ref": HEADER + "Content-Range"}}
        responses["206"] = {"description": "The part asked for. 所请求的部分。", "headers": part}
        responses["416"] = {"$ref": "#/components/responses/416"}
    return dict(sorted(responses.items()))


def problem_responses() -> dict[str, Any]:
    """The answers that have no rows, by status."""
    unchanged = {
        "description": "What the client has is still good. 未变动。",
        "headers": {"ETag": {"$ref": f"{HEADER}ETag"}},
    }
    statuses = sorted({problem.status for problem in PROBLEMS} - {405})  # of a method that no operation has
    return {"304": unchanged, **{str(status): problem_response(status) for status in statuses}}


def problem_schema() -> dict[str, Any]:
    """RFC 9457 problem details, with the members ours may have."""
    text = {"type": "string"}
    names = {"type": "array", "items": text}
    return {
        "title": "Problem",
        "description": "Problem details (RFC 9457). `type` leads to a page that says what it means.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": [link(f"/problems/{problem.slug}") for problem in PROBLEMS]},
            "title": text,
            "title_zh": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": text,
            "parameter": text,
            "nearest": text,
            "known": names,
            "allowed": names,
            "offered": names,
            "units": names,
        },
        "required": ["type", "title", "status", "detail", "instance"],
    }


def problem_response(status: int) -> dict[str, Any]:
    """The answer for a status, with the problems it may be."""
    meant = "; ".join(f"{p.title} · {p.title_zh}" for p in PROBLEMS if p.status == status)
    return {"description": meant, "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMA + "Problem"}}}}
