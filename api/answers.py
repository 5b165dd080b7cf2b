"""What every answer has in common: encoded JSON, and the headers that say which data answered."""

from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import ETag
from litestar.response import File

from api.store import Store

ENCODER = msgspec.json.Encoder()


def version_headers(store: Store) -> dict[str, str]:
    """The headers that name the release."""
    return {"Dataset-Version": store.version}


def json_answer(content: Any, headers: dict[str, str] | None = None) -> Response[Any]:
    """A JSON answer. Rows go from Arrow to JSON without becoming Structs, which would be slower and say no more."""
    return Response(ENCODER.encode(content), media_type="application/json", headers=headers)


MEDIA_TYPES = {".parquet": "application/vnd.apache.parquet", ".json": "application/json", ".txt": "text/plain"}


def release_file(store: Store, name: str, file_name: str | None = None) -> File:
    """A file of a release as it is; its ETag is its checksum, the same on every host."""
    path = store.release.folder / name
    listed = {file.name: file.sha256 for file in store.release.manifest.files}
    return File(
        path,
        filename=file_name or path.name,
        media_type=MEDIA_TYPES[path.suffix],
        headers=version_headers(store),
        etag=ETag(value=listed[name]) if name in listed else None,
    )
