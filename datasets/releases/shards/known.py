"""What builds of this user know of the files of a library: which shards they wrote, and which sources they read.

It stands beside the shards, a line each, signed (HMAC) with a key that is in no library: a library that is passed on
brings nothing that counts here. A file whose size, times and number are as they were is the one that was written or
read, as git's index and make have it, and is not read again. In memory is only where the line of each stands.
"""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta, Struct, structs

from datasets.errors import ReleaseError
from datasets.files import is_own_folder, open_inside, open_regular
from datasets.library.bounds import ORIGIN
from datasets.library.sources import Source
from datasets.releases.shards.lines import Lines, written
from datasets.releases.shards.secret import secret

FILE = "known"
UNFINISHED = ".shard-"  # what is being written, or was when a build was interrupted
LONGEST = 1 << 20  # bytes of a line; that of a report has 1,500
SETTLED = 2_000_000_000  # nanoseconds that times of files may be coarse by: what changed just now may change unseen
MAC = 2 * hashlib.sha256().digest_size


class State(NamedTuple):
    """What tells without reading it that a file was changed."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class KnownShard(Struct, frozen=True, tag="shard"):
    """A shard by the name of its file, and what is said of it (JSON); without a state, its content is to be read."""

    name: str
    about: str = ""
    state: State | None = None


class KnownSource(Struct, frozen=True, tag="source"):
    """A source without its text, the checksum of that, and the files it was read from."""

    source: Source
    text_sha256: str
    files: Annotated[dict[str, State], Meta(min_length=1)]


DECODER = msgspec.json.Decoder(KnownShard | KnownSource)


class Known:
    """What is known of the files of a library, in a folder. With `is_checked`, no state of a file counts."""

    def __init__(self, folder: Path, told: list[str], *, is_checked: bool = False) -> None:
        self._folder, self._secret, self._is_checked = folder, secret(told), is_checked
        self.shards: Lines[KnownShard] = Lines(self._line_at)
        self._sources: Lines[KnownSource] = Lines(self._line_at)
        self._began = clock_of(folder)
        for place, one in self._read(told):
            self._note(one, place)

    def shard(self, name: str) -> KnownShard | None:
        """What is known of a shard whose file is as it was written."""
        known = self.shards.get(name)
        is_same = known and known.state and not self._is_checked and known.state == state_of(self._folder / name)
        return known if is_same else None

    def source(self, folder: Path) -> KnownSource | None:
        """What is known of a source whose files are as they were read."""
        known = self._sources.get(folder.name)
        if known is None or self._is_checked or not is_own_folder(folder):
            return None
        return known if all(state == state_of(folder / name) for name, state in known.files.items()) else None

    def expect_shard(self, name: str) -> None:
        """Know a shard that comes; its content is read before it is used, if nothing more is known of it."""
        self.add(KnownShard(name))

    def add_shard(self, name: str, about: bytes) -> None:
        """Know a shard that was written, or whose content was found to be what it is called by."""
        self.add(KnownShard(name, about.decode(), state_of(self._folder / name)))

    def add_source(self, source: Source, text_sha256: str, before: Mapping[str, State]) -> None:
        """Know a source that was read, without its text; `before` are the files of its folder as they were before it.

        One that changed so short before this build that it may have changed again unseen is not known.
        """
        names = {ORIGIN, source.origin.file, source.origin.original}
        files = {name: state for name, state in before.items() if name in names}
        if all(state.ctime_ns < self._began - SETTLED for state in files.values()):
            self.add(KnownSource(source, text_sha256, files))

    def keep_only(self, shards: Collection[str], reports: Collection[str]) -> None:
        """Forget all but these shards, by name, and these reports. Raises ReleaseError where that cannot be written."""
        self.shards.keep_only(shards)
        self._sources.keep_only(reports)
        try:
            handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                shards_at = dict(written(file, self.shards, self._line))
                sources_at = dict(written(file, self._sources, self._line))
            Path(temporary).rename(self._folder / FILE)
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self.shards.are_at(shards_at)
        self._sources.are_at(sources_at)

    def _read(self, told: list[str]) -> Iterator[tuple[int, KnownShard | KnownSource]]:
        """Where lines stand that are signed, and what they say."""
        place = 0
        try:
            with open_regular(self._folder, FILE) as file:
                while line := file.readline(LONGEST):
                    if one := self._said(line):
                        yield place, one
                    place += len(line)
        except FileNotFoundError:
            return
        except msgspec.MsgspecError:  # of other code: what it knew is read again
            return
        except OSError as error:
            told.append(f"{self._folder / FILE}: {error.strerror or error}; what it knew is read again")
            with suppress(OSError):
                (self._folder / FILE).unlink()

    def _line_at(self, place: int) -> Any:
        """What the line says that begins at a place, if it is signed."""
        try:
            with open_regular(self._folder, FILE) as file:
                file.seek(place)
                return self._said(file.readline(LONGEST))
        except (OSError, msgspec.MsgspecError):
            return None

    def _said(self, line: bytes) -> KnownShard | KnownSource | None:
        """What a line says, if it is signed. Raises MsgspecError for one of other code."""
        said = line[MAC + 1 :].rstrip(b"\n")
        return DECODER.decode(said) if hmac.compare_digest(line[:MAC], self._mac(said)) else None

    def _note(self, one: KnownShard | KnownSource, place: int) -> None:
        """Know what the line at a place says."""
        if isinstance(one, KnownShard):
            self.shards.note(one.name, place)
        else:
            self._sources.note(one.source.report_id, place)

    def add(self, one: KnownShard | KnownSource) -> None:
        """Know something more, and write it at once, for a build may be killed; but nothing longer than a line may be.

        Of such a shard the content is read each time. Raises ReleaseError when there is no room, or no right, to write.
        """
        if len(line := self._line(one)) > LONGEST:
            return
        try:
            handle = open_inside(self._folder, FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            try:
                place = os.fstat(handle).st_size
                os.write(handle, b"\n" + line)
            finally:
                os.close(handle)
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self._note(one, place + 1)

    def _line(self, one: KnownShard | KnownSource) -> bytes:
        """A line without its end: the next ends it, also where it was cut."""
        said = msgspec.json.encode(one)
        return self._mac(said) + b" " + said

    def _mac(self, said: bytes) -> bytes:
        """The signature of what a line says."""
        return hmac.digest(self._secret, said, "sha256").hex().encode()


def trust(folder: Path, names: Iterable[str]) -> None:
    """Know shards that come from where this user may take them from; their content is read before it is used.

    Raises ReleaseError where that cannot be written.
    """
    known = Known(folder, [])
    for name in names:
        if name not in known.shards:
            known.expect_shard(name)


def state_of(file: Path) -> State | None:
    """The state of a file, or of a link; None where there is none."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return State(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def states_in(folder: Path) -> dict[str, State]:
    """The states of what is in a folder, by name."""
    try:
        return {file.name: state for file in folder.iterdir() if (state := state_of(file))}
    except OSError:
        return {}


def without_text(source: Source) -> Source:
    """A source without what its shard has: there may be very many."""
    return structs.replace(
        source, text="", origin=structs.replace(source.origin, notes=[], corrections=[], translations=[])
    )


def clock_of(folder: Path) -> int:
    """The time, in nanoseconds, by the clock that gives files of a folder theirs."""
    try:
        with tempfile.NamedTemporaryFile(prefix=UNFINISHED, dir=folder) as file:
            return os.fstat(file.fileno()).st_ctime_ns
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> ReleaseError:
    """What to raise where a file of a folder of shards cannot be written."""
    return ReleaseError(f"{folder}: a shard cannot be written: {error.strerror or error}")
