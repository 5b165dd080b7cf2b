"""A release is written once, whole or not at all, and the same bytes for the same sources."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import CheckError, ReleaseError, ReleaseExistsError
from datasets.library.home import BUILT_IN
from datasets.library.sources import read_source
from datasets.releases.build import build
from datasets.releases.index import search_index as search
from datasets.releases.publishing import UNDATED, WRITTEN, Publication, building, publish, staged
from datasets.releases.release import Release, open_release, versions
from datasets.releases.tables.parquet import plain_rows
from datasets.releases.verify import verify
from datasets.releases.versions import Version
from schemas.tables import BY_NAME, TABLES
from tests.homes import OTHER, add_report

FILES = [*(f"{table.name}.parquet" for table in TABLES), *search.FILES.values(), "texts/211102-2024.txt"]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_first_release_is_1_0_0(release: Release) -> None:
    assert str(release.version) == "1.0.0"
    assert sorted(contents(release.folder)) == sorted([*FILES, "manifest.json", "SHA256SUMS"])


def test_the_manifest_says_what_it_was_made_of_and_takes_no_clock(release: Release) -> None:
    manifest = release.manifest
    assert manifest.created_on == "2024-01-23"
    assert [source.report_id for source in manifest.sources] == ["211102-2024"]
    assert {file.name for file in manifest.files} == set(FILES)
    assert all(
        file.rows == pq.read_metadata(release.folder / file.name).num_rows for file in manifest.files if file.table
    )


def test_the_same_sources_give_the_same_bytes(release: Release, fresh_home: Path) -> None:
    assert contents(build(fresh_home).release.folder) == contents(release.folder)


def test_columns_say_what_they_mean_in_the_file_itself(release: Release) -> None:
    field = pq.read_schema(release.table_file("indicators")).field("base_value")
    assert field.metadata[b"description"] == b"The figure in `base_unit`."


def test_a_release_cannot_be_written_twice(release: Release, home: Path) -> None:
    before = contents(release.folder)
    with staged(release.folder.parent) as staging, pytest.raises(ReleaseExistsError, match=r"release 1\.0\.0 exists"):
        publish(staging, Version(1, 0, 0), [read_source(home / "sources/211102-2024")], None, UNDATED)
    assert contents(release.folder) == before


@pytest.mark.slow
def test_nothing_new_makes_no_release(fresh_home: Path) -> None:
    assert build(fresh_home).is_new
    assert not build(fresh_home).is_new
    assert versions(fresh_home / "releases") == [Version(1, 0, 0)]


@pytest.mark.slow
def test_a_changed_row_makes_a_major_version_and_a_smaller_step_is_refused(fresh_home: Path) -> None:
    build(fresh_home)
    origin = fresh_home / "sources/211102-2024/origin.toml"
    origin.write_text(origin.read_text("utf-8").replace('speaker = "盖世功"', 'speaker = "某人"'), "utf-8")
    with pytest.raises(
        ReleaseError, match=r"1\.1\.0 is too small a step from 1\.0\.0: reports 1 changed .*needs 2\.0\.0"
    ):
        build(fresh_home, Version(1, 1, 0))
    with pytest.raises(ReleaseExistsError, match=r"0\.9\.0 is not newer than 1\.0\.0"):
        build(fresh_home, Version(0, 9, 0))
    assert str(build(fresh_home).release.version) == "2.0.0"


def test_a_release_that_no_server_would_serve_is_not_published(release: Release, fresh_home: Path) -> None:
    folder = fresh_home / "releases"
    source = read_source(fresh_home / "sources/211102-2024")
    with building(folder), staged(folder) as staging:
        shutil.copytree(release.folder, staging / WRITTEN, dirs_exist_ok=True)
        pq.write_table(
            pq.read_table(release.table_file("units")).drop(["name_en"]), staging / WRITTEN / "units.parquet"
        )
        with pytest.raises(CheckError, match=r"would be refused: units\.parquet"):
            publish(staging, Version(1, 0, 0), [source], None, UNDATED)
    assert versions(folder) == []
    assert not list(folder.glob(".staging-*"))


def test_a_column_that_cannot_hold_its_value_is_named() -> None:
    table = BY_NAME["units"]
    with pytest.raises(CheckError, match=r"units: x: .*factor"):
        plain_rows(table, [table.row(id="x", name_en="x", dimension="money", base_unit="CNY", factor=-1.0)])


def test_two_builds_at_once_are_told_apart(fresh_home: Path) -> None:
    with building(fresh_home / "releases"), pytest.raises(ReleaseError, match="another build is running"):
        build(fresh_home)


def test_a_damaged_release_is_not_built_upon(fresh_home: Path) -> None:
    build(fresh_home)
    file = fresh_home / "releases/1.0.0/reports.parquet"
    table = pq.read_table(file)
    place = table.column_names.index("speaker")
    pq.write_table(table.set_column(place, "speaker", pa.array(["TAMPERED"])), file)
    with pytest.raises(ReleaseError, match=r"1\.0\.0: is damaged: reports\.parquet: has .* bytes, the manifest says"):
        build(fresh_home)
    file.write_bytes(b"x")
    with pytest.raises(ReleaseError, match=r"is damaged: reports\.parquet"):
        build(fresh_home)
    assert versions(fresh_home / "releases") == [Version(1, 0, 0)]


@pytest.mark.slow
def test_a_release_is_not_dated_before_the_one_it_follows(tmp_path: Path) -> None:
    build(add_report(tmp_path), publication=Publication(dt.date(2026, 2, 2)))
    home = add_report(tmp_path, OTHER)
    with pytest.raises(ReleaseError, match=r"published on 2026-02-01, but release 1\.0\.0 came out on 2026-02-02"):
        build(home, publication=Publication(dt.date(2026, 2, 1)))
    assert build(home, publication=Publication(dt.date(2026, 2, 2))).release.version == Version(2, 0, 0)


@pytest.mark.slow
def test_of_two_builds_at_once_one_wins_and_the_other_says_why(fresh_home: Path) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "build", "--home", fresh_home]
    both = [
        subprocess.Popen(command, cwd=BUILT_IN.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = sorted((build.wait(timeout=60), build.communicate()[0]) for build in both)
    assert versions(fresh_home / "releases") == [Version(1, 0, 0)]
    assert list(verify(open_release(fresh_home / "releases/1.0.0"), fresh_home)) == []
    (_, first), (code, second) = said
    assert "Release 1.0.0" in first + second
    lost = "another build is running; try again when it has ended"
    assert lost in second if code else "Nothing changed since release 1.0.0" in first + second


WATCHED_BUILD = """
import itertools, shutil, sys
from pathlib import Path
import pyarrow.parquet as pq
from datasets.releases.build import build
home, seen = map(Path, sys.argv[1:])
numbers, is_idle = itertools.count(), True
def look(event, args):
    global is_idle
    paths = [str(arg) for arg in args if isinstance(arg, (str, Path))]
    if is_idle and event in EVENTS and any(path.startswith(str(home / "releases")) for path in paths):
        is_idle = False
        shutil.copytree(home / "releases", seen / str(next(numbers)))
        is_idle = True
class Watched(pq.ParquetWriter):
    def close(self):
        look("open", [str(self.where)])  # as if it were killed in the middle of a file
        super().close()
        look("open", [str(self.where)])
EVENTS = {"open", "os.rename", "os.mkdir", "os.chmod", "os.remove", "os.rmdir", "shutil.rmtree", "tempfile.mkdtemp"}
pq.ParquetWriter = Watched
sys.addaudithook(look)
build(home)
"""


@pytest.mark.slow
def test_a_build_killed_at_any_write_leaves_the_releases_as_they_were(fresh_home: Path, tmp_path: Path) -> None:
    """A killed process leaves the disk as it was at that moment: the folder is copied before and after every write."""
    build(fresh_home)
    releases, seen = fresh_home / "releases", tmp_path / "seen"
    first = contents(releases / "1.0.0")
    origin = fresh_home / "sources/211102-2024/origin.toml"
    origin.write_text(origin.read_text("utf-8").replace('speaker = "盖世功"', 'speaker = "某人"'), "utf-8")
    command = [sys.executable, "-c", WATCHED_BUILD, str(fresh_home), str(seen)]
    subprocess.run(command, cwd=BUILT_IN.parent, check=True)
    second = contents(releases / "2.0.0")
    moments = sorted(seen.iterdir(), key=lambda moment: int(moment.name))
    assert len(moments) > 3 * len(second)
    found = [versions(moment) for moment in moments]
    assert {tuple(map(str, one)) for one in found} == {("1.0.0",), ("1.0.0", "2.0.0")}  # all or nothing
    assert found == sorted(found)
    for moment, published in zip(moments, found, strict=True):
        assert contents(moment / "1.0.0") == first
        assert len(published) == 1 or contents(moment / "2.0.0") == second
    for moment in moments[:: len(moments) // 4]:
        shutil.rmtree(releases)
        shutil.copytree(moment, releases)
        assert build(fresh_home).release.version == Version(2, 0, 0)
        assert contents(releases / "2.0.0") == second
        assert not list(releases.glob(".staging-*"))


KILLED_BUILD = """
import os, sys
from pathlib import Path
from datasets.releases.build import build
left = int(sys.argv[2])
def count(event, args):
    global left
    if event in ("open", "os.rename", "os.mkdir", "os.chmod", "shutil.rmtree", "tempfile.mkdtemp"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(count)
build(Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_a_build_that_is_killed_is_made_again(fresh_home: Path) -> None:
    command = [sys.executable, "-c", KILLED_BUILD, str(fresh_home), "60"]
    killed = subprocess.run(command, cwd=BUILT_IN.parent, check=False)
    assert killed.returncode == -9
    assert versions(fresh_home / "releases") == []
    assert list((fresh_home / "releases").glob(".staging-*"))
    assert build(fresh_home).release.version == Version(1, 0, 0)
    assert not list((fresh_home / "releases").glob(".staging-*"))


@pytest.fixture
def copied(release: Release, tmp_path: Path) -> Path:
    """A copy of the release, to damage."""
    return Path(shutil.copytree(release.folder, tmp_path / "1.0.0"))


@pytest.mark.slow
def test_a_good_release_has_no_problems(release: Release, home: Path) -> None:
    assert list(verify(release, home)) == []


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_bit_is_found_and_its_file_named(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    (problem,) = verify(open_release(copied), None)
    assert problem.startswith(f"{name}: sha256 is")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    assert list(verify(open_release(copied), None)) == [f"{name}: No such file or directory"]


def test_a_file_that_does_not_belong_is_named(copied: Path) -> None:
    (copied / "extra.txt").write_text("x")
    assert list(verify(open_release(copied), None)) == ["extra.txt: is not in the manifest"]


def test_a_broken_manifest_is_refused(copied: Path) -> None:
    (copied / "manifest.json").write_text("{")
    with pytest.raises(ReleaseError, match=r"manifest\.json: not a manifest"):
        open_release(copied)
    (copied / "manifest.json").unlink()
    with pytest.raises(ReleaseError, match=r"manifest\.json: No such file"):
        open_release(copied)


@pytest.mark.slow
def test_a_release_that_cannot_be_made_again_is_found(release: Release, fresh_home: Path) -> None:
    origin = fresh_home / "sources/211102-2024/origin.toml"
    origin.write_text(origin.read_text("utf-8").replace('speaker = "盖世功"', 'speaker = "某人"'), "utf-8")
    (problem,) = verify(release, fresh_home)
    assert problem == "reports: made again, 0 rows more, 0 fewer, 1 different: 211102-2024"


@pytest.mark.slow
def test_every_file_of_a_release_is_on_disk_before_it_is_there_and_its_name_after(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut leaves a whole release or none: files and folders are synced, then renamed, then the folder above."""
    events: list[tuple[str, int]] = []
    sync, rename = os.fsync, os.rename

    def synced(handle: int) -> None:
        sync(handle)
        events.append(("synced", os.fstat(handle).st_ino))

    def renamed(old: Path, new: Path) -> None:
        rename(old, new)
        if versions(new.parent) and new.name == str(versions(new.parent)[-1]):
            events.append(("renamed", new.stat().st_ino))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", lambda old, new, **_: renamed(Path(old), Path(new)))
    folder = build(fresh_home).release.folder
    at = events.index(("renamed", folder.stat().st_ino))
    before, after = ({inode for _, inode in some} for some in (events[:at], events[at + 1 :]))
    missing = [path.name for path in (folder, *folder.rglob("*")) if path.stat().st_ino not in before]
    assert not missing
    assert folder.parent.stat().st_ino in after
