"""A build reads what has no sound shard, and trusts no other file; a release is the same however it was come by."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import SourceError
from datasets.library.collection import read_sources
from datasets.library.home import BUILT_IN
from datasets.outcomes.library import derived
from datasets.releases.build import build
from datasets.releases.catalogue import read
from datasets.releases.index.search_index import ENTRIES
from datasets.releases.release import newest_release, versions
from datasets.releases.shards.collecting import Work
from datasets.releases.shards.known import trust
from datasets.releases.shards.merged import SCHEMAS as RUNS
from datasets.releases.tables.parquet import plain_rows
from datasets.releases.tables.rows import plain_tables
from datasets.releases.verify import verify
from datasets.releases.versions import Version
from schemas.tables import BY_NAME
from tests.homes import OTHER, add_report
from tests.homes import TEXT as FIRST

CODES = ("211102", "211103", "211104", "210902", "210903", "210904", "210905", "210911", "210921")


def add_report_of(home: Path, code: str, year: int, level: str = "county") -> None:
    """Put a report of another year into a home: what one promises, the next tells of."""
    text = FIRST.replace("2024", str(year)).replace("2023", str(year - 1)).replace("155.5", f"1{year % 100}.5")
    relation = f"地区生产总值增长高于全省平均水平。\n二、{year}年"
    folder = home / "sources" / f"{code}-{year}"
    add_report(home, text.replace(f"二、{year}年", relation) + "农村居民人均可支配收入增速高于全省。\n", code)
    origin = home / "sources" / f"{code}-2024"
    if year != 2024:
        origin.rename(folder)
    file = folder / "origin.toml"
    said = file.read_text("utf-8").replace("year = 2024", f"year = {year}").replace('"county"', f'"{level}"')
    file.write_text(said, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def shards(home: Path) -> dict[str, tuple[int, int]]:
    """The files of shards of reports and regions, and what changes when one is written again."""
    files = [file for file in (home / ".shards").glob("*.parquet") if not is_of_release(file)]
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def is_of_release(file: Path) -> bool:
    """Whether a file says what a release was merged from."""
    return pq.read_schema(file).names in ([*RUNS], ENTRIES.names)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of two regions with a release; tests copy it."""
    home = tmp_path_factory.mktemp("built")
    add_report(home)
    build(add_report(home, OTHER, "211103"))
    return home


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """A copy without its release, which is to be made again."""
    home = tmp_path / "home"
    shutil.copytree(built, home, ignore=shutil.ignore_patterns("releases"))
    return home


def rebuilt(home: Path, built: Path) -> list[str]:
    """What is told by a build that is to give the same release."""
    made = build(home)
    assert contents(made.release.folder) == contents(built / "releases/1.0.0")
    return made.told


def test_each_report_and_each_region_has_a_shard_that_is_not_made_again(copied: Path, built: Path) -> None:
    before = shards(copied)
    assert len(before) == 4
    assert rebuilt(copied, built) == []
    assert shards(copied) == before


def test_one_report_more_costs_its_own_shards(copied: Path) -> None:
    before = shards(copied)
    build(add_report(copied, code="211104"))
    after = shards(copied)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 2


def test_shards_of_what_is_no_longer_so_are_removed(copied: Path) -> None:
    before = shards(copied)
    build(add_report(copied, OTHER.replace("156.5", "157.5"), "211103"))
    after = shards(copied)
    assert len(after) == len(before)
    assert len(after.keys() - before.keys()) == 2


def half(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path, _: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def emptied(file: Path, _: Path) -> None:
    file.write_bytes(b"")


def foreign(file: Path, other: Path) -> None:
    """The whole and sound shard of something else, under the key of this one."""
    shutil.copyfile(other, file.with_name(f"{file.name.split('.')[0]}.{other.name.split('.')[1]}.parquet"))
    file.unlink()


def no_shard(file: Path, _: Path) -> None:
    """Parquet whose checksum is right, and that is none of ours."""
    content = pq.read_table(BUILT_IN / "releases/1.0.0/units.parquet")
    file.unlink()
    pq.write_table(content, file)
    key, digest = file.name.split(".")[0], hashlib.sha256(file.read_bytes()).hexdigest()
    file.rename(file.with_name(f"{key}.{digest}.parquet"))


def crafted(change: Callable[[pa.Table], pa.Table]) -> Callable[[Path, Path], None]:
    """A shard with its key and a right checksum, and in which something else stands."""

    def harm(file: Path, _: Path) -> None:
        table = change(pq.read_table(file))
        file.unlink()
        pq.write_table(table, file)
        key, digest = file.name.split(".")[0], hashlib.sha256(file.read_bytes()).hexdigest()
        file.rename(file.with_name(f"{key}.{digest}.parquet"))

    return harm


def saying(about: bytes) -> Callable[[Path, Path], None]:
    return crafted(lambda table: table.replace_schema_metadata({**table.schema.metadata, b"baogao.about": about}))


def saying_nothing(table: pa.Table) -> pa.Table:
    return table.replace_schema_metadata({b"baogao.key": table.schema.metadata[b"baogao.key"]})


def linked(file: Path, other: Path) -> None:
    file.unlink()
    file.symlink_to(other)


def piped(file: Path, _: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (half, r"has not the content it was written with"),
        (flipped, r"has not the content it was written with"),
        (emptied, r"has not the content it was written with \(0 bytes\)"),
        (foreign, r"is the shard of something else"),
        (no_shard, r"is the shard of something else"),
        (crafted(saying_nothing), r"Input data was truncated"),
        (saying(b'{"x": ' + b"[" * 100_000), r"nests too deep"),
        (saying(b'{"weights": 1}'), r"Expected `object`, got `int`"),
        (crafted(lambda table: table.drop_columns(["indicators"])), r"has tables of other schemas"),
        (linked, r"is a symbolic link; expected a file"),
        (piped, r"is a pipe; expected a file"),
    ],
)
def test_a_file_that_is_no_sound_shard_is_told_and_made_again(
    copied: Path, built: Path, harm: Callable[[Path, Path], None], why: str
) -> None:
    first, *_, last = sorted(
        (copied / ".shards" / name for name in shards(copied)),
        key=lambda file: ("text" not in pq.read_schema(file).names, file.name),
    )  # that of a report first
    harm(first, last)
    trust(copied / ".shards", [file.name for file in (copied / ".shards").iterdir()])
    (told,) = rebuilt(copied, built)
    assert re.search(why, told)
    assert told.endswith("; the shard is made again")
    assert shards(copied).keys() == shards(built).keys()


def test_shards_by_other_rules_and_unfinished_ones_are_not_read_and_go(copied: Path, built: Path) -> None:
    first, *_ = (copied / ".shards" / name for name in sorted(shards(copied)))
    first.rename(first.with_name("0" * 64 + first.name[64:]))
    (copied / ".shards/.shard-unfinished").write_bytes(b"PAR1")
    (copied / ".shards/notes.txt").write_text("of somebody")
    assert rebuilt(copied, built) == []
    assert shards(copied).keys() == shards(built).keys()
    assert {file.name for file in (copied / ".shards").iterdir() if file.suffix != ".parquet"} == {"known", "notes.txt"}


def test_without_its_cache_a_build_gives_the_same(copied: Path, built: Path) -> None:
    shutil.rmtree(copied / ".shards")
    assert rebuilt(copied, built) == []


@pytest.mark.parametrize("seconds", [0, 4_000_000_000])
def test_shards_are_not_told_by_a_clock(copied: Path, built: Path, seconds: int) -> None:
    for file in (copied / ".shards").iterdir():
        os.utime(file, (seconds, seconds))
    before = shards(copied)
    assert rebuilt(copied, built) == []
    assert shards(copied) == before


def test_a_cache_that_is_a_link_is_refused(copied: Path, tmp_path: Path) -> None:
    (copied / ".shards").rename(tmp_path / "elsewhere")
    (copied / ".shards").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SourceError, match=r"\.shards: is a symbolic link"):
        build(copied)


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 3])
def test_a_library_gives_the_same_bytes_in_any_number_of_processes(
    tmp_path: Path, processes: int, many: dict[str, bytes]
) -> None:
    for code in CODES:
        add_report(tmp_path, OTHER, code)
    assert contents(build(tmp_path, work=Work(processes=processes)).release.folder) == many


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a release of enough reports to be read in processes beside each other."""
    home = tmp_path_factory.mktemp("many")
    for code in CODES:
        add_report(home, OTHER, code)
    return contents(build(home, work=Work(processes=2)).release.folder)


STOPPED = """
import os, sys
from pathlib import Path
from datasets.releases.build import build
left = 4
def count(event, args):
    global left
    if event == "os.rename" and ".shards" in str(args[1]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(count)
build(Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_a_build_that_is_killed_goes_on_where_it_was(tmp_path: Path, many: dict[str, bytes]) -> None:
    for code in CODES:
        add_report(tmp_path, OTHER, code)
    assert subprocess.run([sys.executable, "-c", STOPPED, tmp_path], cwd=BUILT_IN.parent, check=False).returncode == -9
    there = shards(tmp_path)
    assert len(there) == 4
    assert versions(tmp_path / "releases") == []
    assert contents(build(tmp_path).release.folder) == many
    assert there.items() <= shards(tmp_path).items()
    assert len(shards(tmp_path)) == 2 * len(CODES)


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
sys.argv[1:] = ["build", "--home", sys.argv[1]]
from api.cli import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("most", [1_000, 60_000, 200_000])
def test_a_build_that_has_no_room_to_write_says_so_and_leaves_nothing(copied: Path, built: Path, most: int) -> None:
    """The kernel lets no file have more bytes: first a shard has no room, then a table, then the index."""
    shutil.rmtree(copied / ".shards")
    command = [sys.executable, "-c", FULL, copied, str(most)]
    ran = subprocess.run(command, cwd=BUILT_IN.parent, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    said = r"^Error: \S+: (a (shard|release) cannot be written: File too large|cannot sort \S+: )"
    assert re.search(said, ran.stderr, re.MULTILINE)
    assert "Traceback" not in ran.stderr
    assert "Left out" not in ran.stdout  # no report is to blame
    assert not (copied / "releases").exists()
    assert rebuilt(copied, built) == []


@pytest.mark.slow
def test_what_follows_from_a_region_at_a_time_is_what_follows_from_all(tmp_path: Path) -> None:
    for code, level in (("210000", "province"), ("211100", "prefecture"), ("211102", "county"), ("211103", "county")):
        for year in (2023, 2025, 2024):
            add_report_of(tmp_path, code, year, level)
    found = plain_tables(build(tmp_path).release)
    readings = [read(source) for source in read_sources(tmp_path / "sources").readable]
    whole = derived([one.report for one in readings], [one.extraction for one in readings])
    assert {name: len(rows) for name, rows in found.items() if not rows and name in whole} == {"undertakings": 0}
    for name, rows in whole.items():
        assert found[name] == plain_rows(BY_NAME[name], rows), name


@pytest.mark.slow
def test_files_that_stay_the_same_are_on_disk_once(copied: Path) -> None:
    build(copied)
    release = build(add_report(copied, code="211104")).release
    assert release.version == Version(1, 1, 0)
    assert newest_release(copied / "releases") == release
    same = {f.name for f in release.manifest.files if (release.folder / f.name).stat().st_nlink > 1}
    assert same >= {"metrics.parquet", "texts/211102-2024.txt", "texts/211103-2024.txt", "units.parquet"}
    assert not same & {"indicators.parquet", "reports.parquet", "search_grams.parquet", "texts/211104-2024.txt"}
    assert list(verify(release, None)) == []
