"""What fake-gcs-server lacks of Google Cloud Storage: objects written by the XML API, which it has for reading alone.

A proxy before it has them written by the JSON API, with the same condition; all else is passed on as it is. See
https://cloud.google.com/storage/docs/xml-api/put-object-upload and .../multipart-uploads.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4
from xml.etree import ElementTree

from tests.proxies import Answer, Passing, PassingServer, running

CONDITION = "x-goog-if-generation-match"
MULTIPART = (
    "--{between}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{about}\r\n"
    "--{between}\r\nContent-Type: application/octet-stream\r\n\r\n"
)
STARTED = "<InitiateMultipartUploadResult><UploadId>{}</UploadId></InitiateMultipartUploadResult>"
COMPLETED = "<CompleteMultipartUploadResult><ETag>{}</ETag></CompleteMultipartUploadResult>"


class Writes(PassingServer):
    """The proxy, and the parts of uploads that are not complete."""

    def __init__(self, behind: str) -> None:
        super().__init__(behind, Write)
        self.uploads: dict[str, dict[str, bytes]] = {}
        self.lock = Lock()


class Write(Passing):
    """One connection."""

    server: Writes

    def any_method(self) -> None:
        """Answer a write, or pass a request on."""
        content = self.content()
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        is_xml = not parts.path.startswith(("/storage/", "/upload/", "/download/")) and parts.path.count("/") > 1
        if not is_xml or (self.command, *asked) not in WRITES:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            self.answer(*self.answer_to(self.command, self.path, content, headers))  # it answers its own name alone
        else:
            WRITES[self.command, *asked](self, parts.path, asked, content)

    def put(self, path: str, _asked: dict[str, str], content: bytes) -> None:
        """An object in one request."""
        status, said, body = self.written(path, content)
        self.answer(status, said, b"" if status == 200 else body)

    def start(self, _path: str, _asked: dict[str, str], _content: bytes) -> None:
        """An upload in parts."""
        with self.server.lock:
            name = f"upload-{len(self.server.uploads)}"
            self.server.uploads[name] = {}
        self.answer(200, [], STARTED.format(name).encode())

    def part(self, _path: str, asked: dict[str, str], content: bytes) -> None:
        """A part of one."""
        self.server.uploads[asked["uploadId"]][asked["partNumber"]] = content
        self.answer(200, [("ETag", f'"{asked["partNumber"]}"')], b"")

    def complete(self, path: str, asked: dict[str, str], content: bytes) -> None:
        """The object of all its parts, as they are listed."""
        sent = self.server.uploads[asked["uploadId"]]
        numbers = [found.text or "" for found in ElementTree.fromstring(content).iterfind("{*}Part/{*}PartNumber")]  # noqa: S314  # of our own client
        status, said, body = self.written(path, b"".join(sent[number] for number in numbers))
        tag = dict(said).get("ETag", "")
        self.answer(status, said, COMPLETED.format(tag.replace('"', "&quot;")).encode() if status == 200 else body)

    def written(self, path: str, content: bytes) -> Answer:
        """Write an object: the status, its generation and tag, and what was said."""
        _, bucket, name = path.split("/", 2)
        condition = self.headers.get(CONDITION)
        where = f"/upload/storage/v1/b/{bucket}/o?uploadType=multipart"
        where += f"&ifGenerationMatch={condition}" if condition else ""
        between = uuid4().hex
        head = MULTIPART.format(between=between, about=json.dumps({"name": unquote(name)}))
        sent = head.encode() + content + f"\r\n--{between}--\r\n".encode()
        kind = {"Content-Type": f"multipart/related; boundary={between}"}
        status, _, body = self.answer_to("POST", where, sent, kind)
        made: dict[str, Any] = json.loads(body) if status == 200 else {}
        return status, [("ETag", f'"{made.get("etag")}"'), ("x-goog-generation", str(made.get("generation")))], body

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = any_method  # noqa: N815


WRITES = {
    ("PUT",): Write.put,
    ("POST", "uploads"): Write.start,
    ("PUT", "partNumber", "uploadId"): Write.part,
    ("POST", "uploadId"): Write.complete,
}


@contextmanager
def with_writes(behind: str) -> Iterator[str]:
    """The address of the proxy before a server."""
    with running(Writes(behind)) as proxy:
        yield proxy.address
