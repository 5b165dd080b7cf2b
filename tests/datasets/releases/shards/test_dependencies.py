"""A shard is made again when something changed that it follows from, and only then: which that is, is seen by reading."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from datasets.library.home import BUILT_IN
from datasets.releases.shards import dependencies
from datasets.releases.shards.dependencies import (
    MAKERS,
    ROOT,
    Dependencies,
    file_of,
    imported,
    reader_sha256,
    sha256_of_code,
)
from tests.homes import add_report

READ = """
import json, sys
from pathlib import Path
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from datasets.releases.shards.reports import SCHEMAS, report_key, report_shard
from datasets.releases.shards.regions import RegionReader, regions_of
from datasets.releases.shards.cache import Shards
from datasets.library.collection import read_sources
shards = Shards(Path(sys.argv[2]), SCHEMAS)
found = {}
for source in read_sources(Path(sys.argv[1])).readable:
    made = report_shard(source)
    found[source.report_id] = shards.add(report_key(source), made)
for region in regions_of(found):
    assert isinstance(RegionReader(shards)(region), bytes)
assert found
files = [getattr(module, "__file__", None) for module in sys.modules.values()]
print(json.dumps([[file for file in files if file], sorted(opened)]))
"""


def used_by(sources: Path, shards: Path) -> set[Path]:
    """The files of ours that were loaded or opened while the reports of some sources were read."""
    command: list[str | Path] = [sys.executable, "-c", READ, sources, shards]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    loaded, opened = json.loads(ran.stdout)
    found = {Path(file).resolve() for file in (*loaded, *opened)}
    within = [ROOT / "datasets", ROOT / "schemas", ROOT / "api"]
    ours = {file for file in found if any(file.is_relative_to(folder) for folder in within)}
    return {file for file in ours if file.is_file() and file.suffix != ".pyc" and not file.is_relative_to(sources)}


@pytest.mark.slow
@pytest.mark.parametrize("is_built_in", [True, False])
def test_all_that_is_loaded_or_opened_to_read_a_report_is_in_the_key(tmp_path: Path, is_built_in: bool) -> None:
    sources = BUILT_IN / "sources" if is_built_in else add_report(tmp_path) / "sources"
    used = used_by(sources, tmp_path / "shards")
    assert file_of("datasets.reading.numerals") in used
    assert {file.suffix for file in used} == {".py", ".txt", ".csv"}
    assert used - {*dependencies.dependencies(MAKERS).files} == set()


@pytest.mark.slow
def test_what_writes_serves_or_tells_of_releases_is_not_in_the_key() -> None:
    modules = dependencies.dependencies(MAKERS).modules
    assert {"datasets", "datasets.rules", "datasets.extract.report", "schemas.arrow"} <= modules.keys()
    outside = (
        "api",
        "datasets.metadata",
        "datasets.comparison",
        "datasets.releases.build",
        "datasets.releases.merging",
    )
    assert [name for name in modules if name.startswith(outside)] == []


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Keys of other code are of no use to the tests that follow in the same process."""
    yield
    sha256_of_code.cache_clear()
    imported.cache_clear()


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the code whose hash is taken."""
    for name in ("datasets", "schemas"):
        ignore = shutil.ignore_patterns("__pycache__", "sources", "[0-9]*")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    return tmp_path


def key() -> str:
    sha256_of_code.cache_clear()
    imported.cache_clear()
    return reader_sha256()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("datasets/rules/units.py", True),
        ("datasets/rules/common_words.txt", True),
        ("datasets/library/register/regions.csv", True),
        ("datasets/outcomes/pairing.py", True),
        ("datasets/extract/__init__.py", True),
        ("schemas/scalars.py", True),
        ("datasets/releases/build.py", False),
        ("datasets/releases/merging.py", False),
        ("datasets/releases/index/index_files.py", False),
        ("datasets/comparison/reasons.py", False),
        ("datasets/metadata/citation.py", False),
    ],
)
def test_the_key_changes_with_what_is_read_by_and_with_nothing_else(tree: Path, file: str, changes: bool) -> None:
    before = key()
    with (tree / file).open("a", encoding="utf-8") as changed:
        changed.write("# more\n")
    assert (key() != before) == changes


@pytest.mark.slow
def test_a_module_that_comes_to_be_imported_is_in_the_key(tree: Path) -> None:
    (tree / "datasets/rules/later.py").write_text("WORDS = ()\n", "utf-8")
    before = key()
    with (tree / "datasets/extract/report.py").open("a", encoding="utf-8") as changed:
        changed.write("\n\ndef later() -> None:\n    from datasets.rules import later\n")
    with_it = key()
    (tree / "datasets/rules/later.py").write_text("WORDS = ('more',)\n", "utf-8")
    assert len({before, with_it, key()}) == 3


@pytest.mark.slow
def test_another_version_of_a_package_makes_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    assert dependencies.dependencies(MAKERS).packages == ["msgspec", "pyarrow"]
    monkeypatch.setattr(dependencies, "version", lambda name: "0" if name == "msgspec" else "26.0.1")
    assert key() != before


def test_imports_are_found_wherever_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text("import a.b, c\nfrom d import e as f\nif c:\n    from g.h import *\n", "utf-8")
    assert sorted(imported(file)) == ["a.b", "c", "d", "d.e", "g.h", "g.h.*"]


def test_the_order_of_modules_makes_no_other_key() -> None:
    one, other = (dependencies.dependencies(some) for some in (MAKERS, MAKERS[::-1]))
    assert isinstance(one, Dependencies)
    assert one == other
