"""What publishing does beside writing a release: locks, folders of builds, files that stay the same, what is given back."""

import errno
import fcntl
import gc
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec import structs

from datasets.errors import ReleaseError, SourceError
from datasets.library.sources import read_source
from datasets.releases.build import build
from datasets.releases.publishing import (
    LOCK,
    building,
    day_of,
    link_same,
    locked,
    remove_interrupted,
    staged,
    sync,
    unresolved_in,
)
from datasets.releases.release import Release
from tests.homes import OTHER, TEXT, add_report, next_release


def handles() -> int:
    """How many files are open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of one short report."""
    return next_release(add_report(tmp_path_factory.mktemp("good")))


# The folder and its lock


def test_a_build_that_finds_nothing_to_publish_leaves_no_folder_of_releases(tmp_path: Path) -> None:
    add_report(tmp_path)
    (tmp_path / "sources/211102-2024/report.txt").write_text("hello", "utf-8")
    for _ in range(2):
        with pytest.raises(SourceError):
            build(tmp_path)
        assert not (tmp_path / "releases").exists()
    assert build(add_report(tmp_path)).is_new


@pytest.mark.parametrize("name", [LOCK, "notes.txt", "9.0.0"])
def test_a_folder_that_was_there_stays_and_so_does_what_is_in_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / name).touch()
    with building(folder) as told:
        assert told == []
    assert {entry.name for entry in folder.iterdir()} == {LOCK, name}


def test_a_new_folder_stays_when_something_came_into_it(tmp_path: Path) -> None:
    with building(tmp_path / "releases"):
        (tmp_path / "releases/1.0.0").mkdir()
    assert {entry.name for entry in (tmp_path / "releases").iterdir()} == {LOCK, "1.0.0"}


def test_a_lock_whose_folder_was_removed_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is opened while another build has it, which ends, and takes it away before it can be had."""
    lock = fcntl.flock

    def had(handle: int, how: int) -> None:
        (tmp_path / LOCK).unlink()
        lock(handle, how)

    before = handles()
    with monkeypatch.context() as patched:
        patched.setattr(fcntl, "flock", had)
        with pytest.raises(ReleaseError, match="another build is running; try again when it has ended"):
            locked(tmp_path)
    assert handles() == before
    os.close(locked(tmp_path))


def test_a_lock_is_held_by_one_and_let_go(tmp_path: Path) -> None:
    before = handles()
    for _ in range(3):
        with building(tmp_path), pytest.raises(ReleaseError, match="another build is running"), building(tmp_path):
            pass
    assert handles() == before
    (tmp_path / LOCK).unlink()
    (tmp_path / LOCK).symlink_to("elsewhere")
    with pytest.raises(ReleaseError, match=rf"{LOCK}: is a symbolic link; expected a file"), building(tmp_path):
        pass
    shutil.rmtree(tmp_path)
    with pytest.raises(ReleaseError, match=rf"{LOCK}: No such file or directory"):
        locked(tmp_path)
    assert handles() == before


def test_a_process_that_parted_from_a_build_does_not_keep_its_lock(tmp_path: Path) -> None:
    ended, told = os.pipe()
    begun, begins = os.pipe()
    with building(tmp_path):
        child = os.fork()
        if not child:
            os.close(told)
            os.write(begins, b"x")
            os.read(ended, 1)  # it lives for longer than the build
            os._exit(0)
        os.read(begun, 1)
    for handle in (ended, begun, begins):
        os.close(handle)
    try:
        with building(tmp_path):  # while the child lives
            pass
    finally:
        os.close(told)
        assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("kind", ["file", "link", "folder that cannot be removed"])
def test_what_is_no_folder_of_a_build_is_told(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = tmp_path / ".staging-x"
    if kind == "file":
        entry.touch()
    elif kind == "link":
        entry.symlink_to(tmp_path)
    else:
        entry.mkdir()
        monkeypatch.setattr(os, "rmdir", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EBUSY, "busy")))
    (told,) = remove_interrupted(tmp_path)
    assert told == f"{entry}: is called like the folder of an interrupted build, and cannot be removed as one"
    assert os.path.lexists(entry)


def test_a_folder_that_is_written_in_is_gone_afterwards_also_after_an_error(tmp_path: Path) -> None:
    with staged(tmp_path) as staging:
        assert sorted(entry.name for entry in staging.iterdir()) == ["release", "scratch"]
    with pytest.raises(RuntimeError), staged(tmp_path):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


# What is published


def test_a_release_is_as_new_as_the_newest_day_of_its_reports_or_the_first_of_their_year(tmp_path: Path) -> None:
    more = "delivered_on = 2024-02-03\npublished_on = 2024-02-05"
    both, one = (
        add_report(tmp_path / name, more=said)
        for name, said in (("both", more), ("one", more.split("\n", maxsplit=1)[0]))
    )
    none = add_report(tmp_path / "none")
    days = [str(day_of(read_source(home / "sources/211102-2024"))) for home in (both, one, none)]
    assert days == ["2024-02-05", "2024-02-03", "2024-01-01"]
    assert next_release(none).manifest.created_on == "2024-01-01"


def test_the_manifest_lists_what_is_there_with_rows_of_tables_only(good: Release) -> None:
    listed = {file.name: file for file in good.manifest.files}
    assert [*listed] == sorted(listed)
    assert listed.keys() == {
        name
        for file in good.folder.rglob("*")
        if file.is_file() and (name := file.relative_to(good.folder).as_posix()) not in ("manifest.json", "SHA256SUMS")
    }
    for name, file in listed.items():
        content = (good.folder / name).read_bytes()
        is_table = name.endswith(".parquet") and not name.startswith("search_")
        assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert file.table == (name.removesuffix(".parquet") if is_table else None)
        assert file.rows == (pq.read_metadata(good.folder / name).num_rows if is_table else None)


def test_what_no_rule_understands_is_counted_over_all_row_groups(tmp_path: Path) -> None:
    reasons = ["unresolved", None, "date"] * 5 + ["unresolved"]
    pq.write_table(pa.table({"x": [*range(16)], "reason": reasons}), tmp_path / "figures.parquet", row_group_size=3)
    assert unresolved_in(tmp_path / "figures.parquet") == 6


@pytest.fixture
def staging(good: Release, tmp_path: Path) -> Path:
    """The same release, written again."""
    shutil.copytree(good.folder, tmp_path / "release")
    (tmp_path / "scratch").mkdir()
    return tmp_path


@pytest.mark.parametrize("differs", [{"sha256": "0" * 64}, {"bytes": 1}])
def test_files_that_the_release_before_has_too_are_on_disk_once_and_others_are_not(
    good: Release, staging: Path, differs: dict[str, Any]
) -> None:
    changed = [
        structs.replace(file, **differs) if file.table == "units" else file for file in good.manifest.files
    ]  # as if it were another
    link_same(staging / "release", structs.replace(good.manifest, files=changed), good)
    for file in changed:
        assert (staging / "release" / file.name).samefile(good.folder / file.name) == (file.table != "units"), file.name
    assert list((staging / "scratch").iterdir()) == []


@pytest.mark.slow
def test_a_release_that_is_published_has_the_files_of_the_one_before_that_stay_the_same(tmp_path: Path) -> None:
    first, second = (next_release(add_report(tmp_path, text)) for text in (TEXT, OTHER))
    assert (second.folder / "units.parquet").samefile(first.folder / "units.parquet")
    assert not (second.folder / "indicators.parquet").samefile(first.folder / "indicators.parquet")


def test_where_there_are_no_links_files_stay_two(good: Release, staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    link_same(staging / "release", good.manifest, good)
    for file in good.manifest.files:
        assert not (staging / "release" / file.name).samefile(good.folder / file.name)
        assert (staging / "release" / file.name).read_bytes() == (good.folder / file.name).read_bytes()


def test_files_and_folders_are_synced_and_no_handle_stays(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    before = handles()
    for _ in range(3):
        sync(tmp_path)
        sync(tmp_path / "file")
    assert handles() == before


@pytest.mark.slow
def test_a_build_gives_back_every_handle(tmp_path: Path) -> None:
    add_report(tmp_path)
    build(tmp_path)
    gc.collect()  # what earlier tests left gives its handles back, whenever it is collected
    before = handles()
    assert not build(tmp_path).is_new
    assert handles() == before


def test_a_published_release_may_be_read_by_all_and_written_by_its_owner(good: Release) -> None:
    assert oct(good.folder.stat().st_mode & 0o777) == "0o755"
