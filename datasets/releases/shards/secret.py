"""The key that this user signs with what builds know of shards: beside no library, and made when it is first needed."""

import os
import secrets
import tempfile
from pathlib import Path

from datasets.files import read_bounded

NAME, SIZE = "shards.key", 32
STATE = "XDG_STATE_HOME"  # of the XDG Base Directory Specification


def secret(told: list[str]) -> bytes:
    """The key; one that holds for this process alone, which is told, where none can be kept."""
    try:
        folder = state_folder()
        return stored_key(folder) or new_key(folder)
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or error
        told.append(
            f"no key can be kept in {STATE} (~/.local/state): {why}; what this build reads, the next reads again; "
            f"set {STATE} to a folder that stays"
        )
        return secrets.token_bytes(SIZE)


def state_folder() -> Path:
    """Where this user's programs keep what is no document. Raises RuntimeError for a user who has no home."""
    given = Path(os.environ.get(STATE, ""))
    return (given if given.is_absolute() else Path.home() / ".local" / "state") / "baogao"


def stored_key(folder: Path) -> bytes | None:
    """The key that is there, if it is one."""
    try:
        key = read_bounded(folder, NAME, SIZE)
    except OSError:
        return None
    return key if len(key) == SIZE else None


def new_key(folder: Path) -> bytes:
    """A new key, in place of what is none. Of two builds that make one at once, one knows less the next time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder)  # which only this user can read
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
        Path(temporary).rename(folder / NAME)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return read_bounded(folder, NAME, SIZE)
