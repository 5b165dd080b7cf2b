"""One release of the built-in report, made once by the real build, that the tests of releases and of the API read."""

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from litestar.testing import TestClient

from api.app import create_app
from datasets.extract.report import Extraction, extract
from datasets.library.home import BUILT_IN
from datasets.library.sources import Source, read_source
from datasets.reading.document import Document
from datasets.releases.build import build
from datasets.releases.catalogue import read
from datasets.releases.release import Release, newest_release

ROOT = BUILT_IN.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER")  # of those that run tests in parallel; none in a sequential run

# The same examples on every machine, and nothing kept between runs. `make test` tries few, `.ci/run` tries all.
settings.register_profile("full", database=None, deadline=None, derandomize=True, max_examples=25)
settings.register_profile("quick", settings.get_profile("full"), max_examples=20)
settings.load_profile("quick")
REPORT = "211102-2024"


def copy_sources(home: Path) -> Path:
    """A home of its own with the built-in report and no release."""
    shutil.copytree(BUILT_IN / "sources", home / "sources")
    return home


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of its own for what programs of a user keep, in place of that of who runs the tests."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release; tests only read it. Workers of one run share it: the first makes it."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if WORKER else base) / "home"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():  # it is there when it is whole: another worker may have failed to make it
            making = home.with_name("home-in-the-making")
            shutil.rmtree(making, ignore_errors=True)
            build(copy_sources(making))
            making.rename(home)
    return home


@pytest.fixture(scope="session")
def release(home: Path) -> Release:
    found = newest_release(home / "releases")
    assert found is not None
    return found


@pytest.fixture
def fresh_home(tmp_path: Path) -> Path:
    """A home a test may write to."""
    return copy_sources(tmp_path / "home")


@pytest.fixture(scope="session")
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(home), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def published() -> Iterator[TestClient]:
    """The API over the releases of the repository, which have a history."""
    with TestClient(create_app(BUILT_IN), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def source() -> Source:
    return read_source(BUILT_IN / "sources" / REPORT)


@pytest.fixture(scope="session")
def document(source: Source) -> Document:
    return source.document()


@pytest.fixture(scope="session")
def extraction(document: Document) -> Extraction:
    """The built-in report as the rules alone read it."""
    return extract(document)


@pytest.fixture(scope="session")
def curated(source: Source) -> Extraction:
    """The built-in report as it is published: with the corrections of its origin."""
    return read(source).extraction


def pytest_unconfigure() -> None:
    """Take out the callback that Hypothesis leaves in the garbage collector.

    As the interpreter ends, it keeps alive what tests had, and DuckDB then reports its connections as leaked.
    """
    gc.callbacks.clear()
