"""Where an answer is kept: by its address, and the headers that it follows from."""

from litestar.types import HTTPScope

from api.middleware.request_limits import LONGEST_HEADERS, is_host

# Path, query, `Accept`, `Accept-Encoding`, `If-None-Match`: what an answer follows from, and where it is kept. A tuple
# without names, for one is made for every request, and one with names takes as long as all else.
CacheKey = tuple[bytes, bytes, bytes, bytes, bytes]
ACCEPT, CODING, KNOWN, HOST, OTHER = range(5)
OF_PARTS = {b"range", b"if-range", b"accept-encoding"}  # parts are counted in an answer without a coding
# What asks for a part or under a condition, brings content, or is seldom sent is left to the application.
LEFT = (
    *(b"range", b"if-range", b"if-match", b"if-modified-since", b"if-unmodified-since"),
    *(b"content-length", b"transfer-encoding"),
)
KEY_HEADERS = {
    b"accept": ACCEPT,
    b"accept-encoding": CODING,
    b"if-none-match": KNOWN,
    b"host": HOST,
    **dict.fromkeys(LEFT, OTHER),
}


def cache_key(scope: HTTPScope) -> CacheKey | None:
    """The key of a request; None when its answer is not cached.

    It is not when a header that it follows from came twice: the application may read one of them, and joined they
    could be those of another request. Nor when it names no host: the application says so.
    """
    if scope["method"] != "GET":
        return None
    said: list[bytes | None] = [None, None, None, None]
    size = 0
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name in KEY_HEADERS:
            which = KEY_HEADERS[name]
            if which == OTHER or said[which] is not None:
                return None
            said[which] = value
    accept, coding, known, host = said
    if size > LONGEST_HEADERS or host is None or not is_host(host):
        return None
    path = scope.get("raw_path") or scope["path"].encode()
    return (path, scope["query_string"], accept or b"", coding or b"", known or b"")


def whole_key(scope: HTTPScope) -> CacheKey | None:
    """The key of the whole answer that a part is asked of."""
    headers = scope["headers"]
    if any(name == b"range" for name, _ in headers):
        headers = [(name, value) for name, value in headers if name not in OF_PARTS]
    return cache_key({**scope, "headers": headers})
