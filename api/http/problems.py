"""Every problem the API answers with: RFC 9457, one class each. `/problems/{slug}` shows this list to the reader."""

import difflib
from collections.abc import Iterable
from typing import Any, ClassVar

from api.http.links import link

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something wrong with a request. `meaning` and `remedy` are shown on the page its type leads to."""

    slug: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]
    title_zh: ClassVar[str]
    meaning: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, detail: str, headers: dict[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = {"Cache-Control": "no-store"} | (headers or {})  # what is wrong may be right in a moment
        self.members = {name: value for name, value in members.items() if value is not None}

    def body(self, instance: str) -> dict[str, Any]:
        """The problem details object."""
        return {
            "type": link(f"/problems/{self.slug}"),
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": link(instance),
            **self.members,
        }


class UnknownParameter(Problem):
    slug, status = "unknown-parameter", 400
    title, title_zh = "Unknown query parameter", "未知的查询参数"
    meaning = "The URL has a query parameter that this address does not know. A filter that is ignored would answer with rows nobody asked for."
    remedy = "Use the parameter named in `nearest`, or one of `known`. A filter is `column` or `column__operator`."


class BadParameter(Problem):
    slug, status = "bad-parameter", 400
    title, title_zh = "Bad query parameter", "查询参数的值不可用"
    meaning = "A query parameter has a value that it cannot have: a word for a number, a value outside a closed list or a limit."
    remedy = (
        "`parameter` names it; `detail` says what is expected, and `allowed` lists the values where there is a list."
    )


class BadCursor(Problem):
    slug, status = "bad-cursor", 400
    title, title_zh = "Bad cursor", "游标无效"
    meaning = "The cursor was not made for this query and this release. Cursors are opaque and belong to the page they came with."
    remedy = "Follow `page.next` as given, or start again without a cursor."


class BadRequest(Problem):
    slug, status = "bad-request", 400
    title, title_zh = "Bad request", "请求有误"
    meaning = "The request cannot be read."
    remedy = "`detail` says why."


class NotFound(Problem):
    slug, status = "not-found", 404
    title, title_zh = "No such address", "地址不存在"
    meaning = "Nothing is served at this address."
    remedy = "`nearest` names the closest address there is; `GET /v1` lists them all."


class RowNotFound(Problem):
    slug, status = "row-not-found", 404
    title, title_zh = "No such row", "没有该行"
    meaning = "The table of this release has no row with this id."
    remedy = "Row ids are stable within a release; look in another release, or list the table."


class ReleaseNotFound(Problem):
    slug, status = "release-not-found", 404
    title, title_zh = "No such release", "没有该版本"
    meaning = "There is no release with this version, and none whose version starts with it."
    remedy = "`known` lists the versions there are; `latest` is the newest."


class NotComparable(Problem):
    slug, status = "not-comparable", 409
    title, title_zh = "Releases cannot be compared", "版本无法逐格比较"
    meaning = "A column has another type in the other release, or rows are told apart by another column, so that cells cannot be set against each other."
    remedy = "`detail` names the column. Download both tables and compare what you need."


class MethodNotAllowed(Problem):
    slug, status = "method-not-allowed", 405
    title, title_zh = "Method not allowed", "不支持该方法"
    meaning = "Baogao is read-only: addresses answer GET, HEAD and OPTIONS."
    remedy = "Use a method of the `Allow` header."


class NotAcceptable(Problem):
    slug, status = "not-acceptable", 406
    title, title_zh = "No such format", "没有该格式"
    meaning = "None of the formats asked for is offered here."
    remedy = "`offered` lists the formats. Ask by suffix (`.csv`), by `?format=csv`, or by `Accept`."


class MixedUnits(Problem):
    slug, status = "mixed-units", 409
    title, title_zh = "Different units", "单位不一致"
    meaning = "A sum, mean, least, largest or median was asked of values that have different units."
    remedy = "Use `base_value`, narrow the rows to one `unit`, or group by the unit as well. `units` lists those found."


class TooManyGroups(Problem):
    slug, status = "too-many-groups", 409
    title, title_zh = "Too many groups", "分组过多"
    meaning = "The aggregate would have more groups than one answer holds. An answer is never cut silently."
    remedy = "Group by fewer columns, narrow the rows with filters, or download the table and group it yourself."


class TooManyRows(Problem):
    slug, status = "too-many-rows", 409
    title, title_zh = "Too many rows", "行数过多"
    meaning = "The format cannot hold all rows that match. A download is never cut silently."
    remedy = "Narrow the rows with filters, ask for a `limit`, or take another format: CSV and Parquet hold any number."


class PreconditionFailed(Problem):
    slug, status = "precondition-failed", 412
    title, title_zh = "Precondition failed", "前提条件不成立"
    meaning = "`If-Match` or `If-Unmodified-Since` asks for an answer that is no longer given: a release came since. What was read before and what is here now are parts of two."
    remedy = (
        "Begin again without the condition, or read from an address with a whole version in it, which never changes."
    )


class ContentTooLarge(Problem):
    slug, status = "content-too-large", 413
    title, title_zh = "Content too large", "请求内容过大"
    meaning = "The request brings content. Baogao is read-only and takes none; so much is not even read."
    remedy = "Send no content; put what you ask for into the query string."


class UriTooLong(Problem):
    slug, status = "uri-too-long", 414
    title, title_zh = "Address too long", "地址过长"
    meaning = "The path or the query string is longer than any question needs."
    remedy = "Ask for less at once: split a long list of values over several requests, or download the table."


class UnsupportedContent(Problem):
    slug, status = "unsupported-content", 415
    title, title_zh = "Content not supported", "不支持请求内容"
    meaning = "The request brings content, of whatever media type. No address here reads any."
    remedy = "Send no content; put what you ask for into the query string."


class RangeNotSatisfiable(Problem):
    slug, status = "range-not-satisfiable", 416
    title, title_zh = "Range not satisfiable", "请求的范围无法满足"
    meaning = "The `Range` asks for bytes behind the end of the file."
    remedy = "`Content-Range` says how long the file is; ask for bytes within it, or for the whole file."


class HeadersTooLarge(Problem):
    slug, status = "headers-too-large", 431
    title, title_zh = "Headers too large", "请求头过大"
    meaning = "The headers of the request are longer than any question needs."
    remedy = "Send fewer and shorter headers; `Accept` and `If-None-Match` need few entries."


class InternalError(Problem):
    slug, status = "internal-error", 500
    title, title_zh = "Internal error", "内部错误"
    meaning = "Something went wrong on our side; the request may be fine."
    remedy = "Try again, and report it with the time of the request."


class TooManyRequests(Problem):
    slug, status = "too-many-requests", 429
    title, title_zh = "Too many requests", "请求过于频繁"
    meaning = "This client has asked more than this server allows in a minute."
    remedy = "Wait as long as `Retry-After` says. Whole tables come in one download, everything in `bundle.zip`."


class QueryTooSlow(Problem):
    slug, status = "query-too-slow", 503
    title, title_zh = "Query too slow", "查询超时"
    meaning = "The query took longer than this server allows, and was interrupted."
    remedy = "Narrow the rows with filters, ask for fewer columns or groups, or download the table and ask it yourself."


class QueryTooLarge(Problem):
    slug, status = "query-too-large", 503
    title, title_zh = "Query too large", "查询所需内存过大"
    meaning = "The query needs more memory than this server gives to one: many rows sorted by something else than their own order, or many groups."
    remedy = "Narrow the rows with filters, ask for fewer columns or for the order of the table, or download the table and ask it yourself."


class Busy(Problem):
    slug, status = "busy", 503
    title, title_zh = "Busy", "服务繁忙"
    meaning = "More is asked at this moment than this server can answer, and the queue is full or took too long."
    remedy = "Try again after as many seconds as `Retry-After` says."


class NotReady(Problem):
    slug, status = "not-ready", 503
    title, title_zh = "Not ready", "尚未就绪"
    meaning = "There is no release to serve."
    remedy = "Run `baogao build`, or point BAOGAO_HOME at a folder with releases."


class ReleaseDamaged(Problem):
    slug, status = "release-damaged", 503
    title, title_zh = "Release damaged", "版本文件已损坏"
    meaning = "The files of this release are not those its builder wrote, or nobody trusted signed them. What cannot be trusted is not served."
    remedy = (
        "Take another release; whoever runs the service sees the reason in `/health/ready` and with `baogao verify`."
    )


PROBLEMS: tuple[type[Problem], ...] = tuple(Problem.__subclasses__())  # in the order in which they stand above


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a mistyped one, if any is much like it."""
    return next(iter(difflib.get_close_matches(name[:100], list(known), n=1, cutoff=0.6)), None)
