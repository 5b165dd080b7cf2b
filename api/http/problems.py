"""Every problem the API answers with: RFC 9457, one class each. `/problems/{slug}` shows this list to the reader."""

import difflib
from collections.abc import Iterable
from typing import Any, ClassVar

from api.http.links import link
from api.http.problem_words import WORDS, Words

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something wrong with a request. Its words are those of its slug; the page its type leads to shows them."""

    slug: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]
    title_zh: ClassVar[str]
    meaning: ClassVar[str]
    meaning_zh: ClassVar[str]
    remedy: ClassVar[str]
    remedy_zh: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Give a problem its words."""
        for name in Words.__struct_fields__:
            setattr(cls, name, getattr(WORDS[cls.slug], name))

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
            "title_zh": self.title_zh,
            "status": self.status,
            "detail": self.detail,
            "instance": link(instance),
            **self.members,
        }


class UnknownParameter(Problem):
    slug, status = "unknown-parameter", 400


class BadParameter(Problem):
    slug, status = "bad-parameter", 400


class BadCursor(Problem):
    slug, status = "bad-cursor", 400


class BadRequest(Problem):
    slug, status = "bad-request", 400


class NotFound(Problem):
    slug, status = "not-found", 404


class RowNotFound(Problem):
    slug, status = "row-not-found", 404


class ReleaseNotFound(Problem):
    slug, status = "release-not-found", 404


class NotComparable(Problem):
    slug, status = "not-comparable", 409


class MethodNotAllowed(Problem):
    slug, status = "method-not-allowed", 405


class NotAcceptable(Problem):
    slug, status = "not-acceptable", 406


class MixedUnits(Problem):
    slug, status = "mixed-units", 409


class TooManyGroups(Problem):
    slug, status = "too-many-groups", 409


class TooManyRows(Problem):
    slug, status = "too-many-rows", 409


class PreconditionFailed(Problem):
    slug, status = "precondition-failed", 412


class ContentTooLarge(Problem):
    slug, status = "content-too-large", 413


class UriTooLong(Problem):
    slug, status = "uri-too-long", 414


class UnsupportedContent(Problem):
    slug, status = "unsupported-content", 415


class RangeNotSatisfiable(Problem):
    slug, status = "range-not-satisfiable", 416


class HeadersTooLarge(Problem):
    slug, status = "headers-too-large", 431


class InternalError(Problem):
    slug, status = "internal-error", 500


class TooManyRequests(Problem):
    slug, status = "too-many-requests", 429


class QueryTooSlow(Problem):
    slug, status = "query-too-slow", 503


class QueryTooLarge(Problem):
    slug, status = "query-too-large", 503


class Busy(Problem):
    slug, status = "busy", 503


class NotReady(Problem):
    slug, status = "not-ready", 503


class ReleaseDamaged(Problem):
    slug, status = "release-damaged", 503


PROBLEMS: tuple[type[Problem], ...] = tuple(Problem.__subclasses__())  # in the order in which they stand above


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a mistyped one, if any is much like it."""
    return next(iter(difflib.get_close_matches(name[:100], list(known), n=1, cutoff=0.6)), None)
