"""The releases that are served: the newest, and any other by its version."""

from pathlib import Path
from threading import Lock

from api.problems import NotReady, ReleaseNotFound
from api.store import Store
from datasets.errors import ReleaseError
from datasets.home import releases_folder
from datasets.release import Release, open_release, versions
from datasets.versions import PREFIX, Version

LATEST = "latest"


class Library:
    """The releases of a home. Versions are looked up anew each time, so a new release is served at once."""

    def __init__(self, home: Path, memory_limit: str = "512MB", threads: int = 1) -> None:
        self.folder = releases_folder(home)
        self._options = (memory_limit, threads)
        self._stores: dict[Version, Store] = {}
        self._opening = Lock()

    def versions(self) -> list[Version]:
        """The versions there are, newest first."""
        return versions(self.folder)[::-1]

    def releases(self) -> list[Release]:
        """Every release, newest first."""
        return [self.store(str(version)).release for version in self.versions()]

    def store(self, asked: str = LATEST) -> Store:
        """The newest release that a version, a prefix of one (`1.2`) or `latest` names.

        Raises ReleaseNotFound when there is none, NotReady when there are no releases at all.
        """
        version = self.resolve(asked)
        with self._opening:
            if version not in self._stores:
                self._stores[version] = self.opened(version)
            return self._stores[version]

    def resolve(self, asked: str) -> Version:
        """The version that is meant."""
        known = self.versions()
        if not known:
            raise NotReady("there is no release to serve")
        if asked == LATEST:
            return known[0]
        prefix = tuple(map(int, asked.split("."))) if PREFIX.fullmatch(asked) else None
        for version in known:
            if prefix and version[: len(prefix)] == prefix:
                return version
        raise ReleaseNotFound(f"there is no release {asked[:40]!r}", known=[str(version) for version in known])

    def opened(self, version: Version) -> Store:
        """A release, opened."""
        try:
            return Store(open_release(self.folder / str(version)), *self._options)
        except ReleaseError as error:
            raise NotReady(f"release {version} cannot be served") from error
