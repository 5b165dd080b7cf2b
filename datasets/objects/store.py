"""An object store by few operations, each bounded in time and size, and errors that hold nothing of an answer.

What a store answers to a refused request may repeat keys and signatures, so that none of its words are passed on.
"""

import datetime as dt
import hashlib
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

from msgspec import Struct

from datasets.errors import ObjectMissingError, ReleaseError, StoreError
from datasets.library.home import Address

PART = 8 << 20  # bytes that are asked for at once
MOST = 4_000_000  # objects below a prefix; 1,000,000 reports have two or three each
LIST_SECONDS = 1800  # of the clock for a list: of 4,000 pages of 1,000 objects, each in less than half a second
CHANGED = 3  # times that an object is read whose content is another than it should be
CLIENT = {"connect_timeout": dt.timedelta(seconds=5), "timeout": dt.timedelta(seconds=30)}
BACKOFF = {"init_backoff": dt.timedelta(milliseconds=100), "max_backoff": dt.timedelta(seconds=4), "base": 2}
RETRY = {"max_retries": 5, "retry_timeout": dt.timedelta(seconds=40), "backoff": BACKOFF}
WITHOUT_TLS = ("AWS_ALLOW_HTTP", "GOOGLE_ALLOW_HTTP", "AZURE_ALLOW_HTTP")  # as the stores' own clients name it
STATUS = re.compile(r"status code: (\d{3})")
DENIED = "access is denied; look at the credentials in the environment, and at the clock of this machine"
MISSING = "there is no such object, or no such bucket"
FAILED = {"401": DENIED, "403": DENIED, "404": MISSING}
SILENT = "cannot be reached, answers too slowly, or what it answers is not understood"
ODD_NAME = "has an object that cannot be named: nothing, . or .. between slashes, or control characters; remove it"


class Stat(Struct, frozen=True):
    """What a store says of an object: its bytes, and a tag that is another when its content is."""

    size: int
    tag: str | None


def stat_of(said: Any) -> Stat:
    """What a store says of an object; Azure quotes a tag when it is asked for one object, and not in lists."""
    return Stat(said["size"], said["e_tag"] and said["e_tag"].strip('"'))


class Objects:
    """The objects below an address. Raises StoreError where it cannot be asked. Safe to use from many threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        try:
            self._obstore = import_module("obstore")
        except ModuleNotFoundError:
            raise StoreError(f"{address}: needs the package obstore, of the dependency group `objects`") from None
        self._errors = import_module("obstore.exceptions")
        self._store = self._asked("", self._opened)

    def _opened(self) -> Any:
        """The store of the address, with the credentials of the environment."""
        stores, (scheme, _, place) = import_module("obstore.store"), self.address.url.partition("://")
        if scheme == "file":
            return stores.LocalStore(Path(place))
        without_tls = any(os.environ.get(name, "").lower() in ("1", "true") for name in WITHOUT_TLS)
        options = {"client_options": {**CLIENT, "allow_http": without_tls}, "retry_config": RETRY}
        if scheme == "az":  # `from_url` would take the account for the container
            account, container, *prefix = place.rstrip("/").split("/", 2)
            return stores.AzureStore(container, account_name=account, prefix="".join(prefix) or None, **options)
        return stores.from_url(self.address.url, **options)

    def listed(self, prefix: str) -> dict[str, Stat]:
        """The objects below a prefix. An object that came a moment ago may not be there yet."""

        def collect() -> dict[str, Stat]:
            found: dict[str, Stat] = {}
            end = monotonic() + LIST_SECONDS
            for chunk in self._obstore.list(self._store, prefix):
                before = len(found)
                found |= {one["path"]: stat_of(one) for one in chunk}
                if len(found) == before:  # it would go on for ever
                    raise StoreError(f"{self.address}/{prefix}: is listed again and again")
                if len(found) > MOST:
                    raise StoreError(f"{self.address}/{prefix}: has more than {MOST:,} objects")
                if monotonic() > end:
                    raise StoreError(f"{self.address}/{prefix}: takes more than {LIST_SECONDS:,} seconds to list")
            return found

        return self._asked(prefix, collect)  # type: ignore[no-any-return]

    def stat(self, key: str) -> Stat | None:
        """What there is of a name, if anything."""
        try:
            found = self._asked(key, lambda: self._obstore.head(self._store, key))
        except ObjectMissingError:
            return None
        return stat_of(found)

    def read(self, key: str, limit: int) -> bytes:
        """The content of an object. Raises ReleaseError when it has more bytes than it may."""

        def content() -> bytes:
            got = self._obstore.get(self._store, key)
            if got.meta["size"] > limit:
                raise ReleaseError(f"{self.address}/{key}: has {got.meta['size']:,} bytes, of at most {limit:,}")
            return bytes(got.bytes())

        return self._asked(key, content)  # type: ignore[no-any-return]

    def copy(self, key: str, size: int, sha256: str, target: BinaryIO) -> None:
        """Write an object of so many bytes, and this checksum, to a file, part by part.

        Raises ReleaseError when it is another, also when it is asked again.
        """
        for _ in range(CHANGED):
            target.seek(0)
            digest = hashlib.sha256()
            for start in range(0, size, PART):
                part = self._part(key, start, min(PART, size - start))
                digest.update(part)
                target.write(part)
            if digest.hexdigest() == sha256 and target.tell() == size:
                target.flush()
                return
        found = f"sha256 is {digest.hexdigest()}, expected {sha256}, of {size:,} bytes"
        raise ReleaseError(f"{self.address}/{key}: {found}")

    def _part(self, key: str, start: int, length: int) -> bytes:
        """Some bytes of an object; fewer at its end."""
        return bytes(self._asked(key, lambda: self._obstore.get_range(self._store, key, start=start, length=length)))

    def create(self, key: str, content: bytes) -> bool:
        """Put an object where there is none; whether this content is there now.

        An answer that was lost on its way is no matter: what is there is compared.
        """
        try:
            self._asked(key, lambda: self._obstore.put(self._store, key, content, mode="create", use_multipart=False))
        except FileExistsError:
            return self.read(key, len(content) + PART) == content
        return True

    def put(self, key: str, file: Path) -> None:
        """Put a file in place of an object of the same name, in parts if it is large."""
        self._asked(key, lambda: self._obstore.put(self._store, key, file))

    def remove(self, keys: Iterable[str]) -> None:
        """Remove objects, where they are there."""
        for key in keys:
            with suppress(ObjectMissingError):
                self._asked(key, partial(self._obstore.delete, self._store, key))

    def _asked(self, key: str, ask: Callable[[], Any]) -> Any:
        """What the store answers. Raises StoreError, or FileExistsError, with words of ours alone."""
        where = f"{self.address}/{key}".rstrip("/")
        try:
            return ask()
        except self._errors.AlreadyExistsError:
            raise FileExistsError(where) from None
        except FileNotFoundError:
            raise ObjectMissingError(f"{where}: {MISSING}") from None
        except (self._errors.PermissionDeniedError, self._errors.UnauthenticatedError):
            raise StoreError(f"{where}: {DENIED}") from None
        except self._errors.InvalidPathError:
            raise StoreError(f"{where}: {ODD_NAME}") from None
        except (self._errors.BaseError, OSError, ValueError) as error:
            status = STATUS.search(str(error))
            why = f"answered {status[1]}" if status else SILENT
            raise StoreError(f"{where}: {FAILED.get(status[1], why) if status else why}") from None
