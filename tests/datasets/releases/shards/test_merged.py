"""A release with a report more takes the rows of all others from the release before, and has the bytes of one from nothing."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from datasets.errors import ReleaseError
from datasets.releases.build import Built, build
from datasets.releases.index import index_files
from datasets.releases.index.gram_codes import CODED
from datasets.releases.index.insertion import merged
from datasets.releases.integrity import table_files
from datasets.releases.publishing import listed_files, seal
from datasets.releases.release import open_release
from datasets.releases.shards import known
from datasets.releases.shards import merged as record
from datasets.releases.shards.cache import Shard, Shards
from datasets.releases.shards.known import FILE
from datasets.releases.tables import parquet
from datasets.releases.tables.reading import RowReader
from datasets.releases.tables.writer import TableWriter
from datasets.releases.verify import verify
from tests.homes import OTHER, TEXT, add_report

MANY = "".join(f"新建第{n}中学项目，总投资{n}.5亿元。\n" for n in range(1, 80))
LONGER = TEXT.replace("二、", f"{MANY}二、")
GROUP = 200
CODES = ("210902", "211102", "211103", "211104")


@pytest.fixture(scope="module", autouse=True)
def small_groups() -> Iterator[None]:
    """Row groups of few rows, so that tables of some hundred have several."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (parquet, index_files):
            patch.setattr(module, "ROW_GROUP", GROUP)
        patch.setattr(table_files, "LEAST_OF_GROUP", GROUP)
        yield


@pytest.fixture(scope="module")
def built(small_groups: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of four reports with a release; tests copy it."""
    home = tmp_path_factory.mktemp("built")
    for code in CODES:
        add_report(home, OTHER if code == "211103" else LONGER, code)
    release = build(home).release
    assert all(pq.read_metadata(release.table_file(name)).num_row_groups > 1 for name in ("figures", "paragraphs"))
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the shards whose paragraphs are merged."""
    keys: list[str] = []
    as_it_is = Shards.read

    def noted(self: Shards, shard: Shard, names: Any) -> Any:
        keys.extend([shard.key] if "paragraphs" in names and "text" in names else [])
        return as_it_is(self, shard, names)

    monkeypatch.setattr(Shards, "read", noted)
    return keys


def from_nothing(home: Path) -> Built:
    """The same library built without what is kept of it."""
    other = home.with_name("other")
    shutil.copytree(home, other, ignore=shutil.ignore_patterns(".shards"))
    return build(other)


def more(*codes: str) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        for code in codes:
            add_report(home, LONGER.replace("155.5", "199.5"), code)

    return change


def fewer(code: str) -> Callable[[Path], None]:
    return lambda home: shutil.rmtree(home / "sources" / f"{code}-2024")


def several(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        for one in changes:
            one(home)

    return change


CHANGES = {  # what changes, and how many reports are read for it
    "one between": (more("210903"), 1),
    "one before all, one behind all": (more("210901", "211221"), 2),
    "one is another": (more("211103"), 1),
    "the first and the last are gone": (several(fewer("210902"), fewer("211104")), 0),
    "most are others": (more("210902", "211102", "211103"), 4),
    "one more, one fewer, one other": (several(more("211221"), fewer("211102"), more("210902")), 2),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_a_release_has_the_bytes_of_one_that_is_built_from_nothing(home: Path, read: list[str], name: str) -> None:
    change, count = CHANGES[name]
    change(home)
    made = build(home)
    assert made.is_new
    assert len(read) == count
    whole = from_nothing(home)
    assert len(read) == count + len(list((home / "sources").iterdir()))
    assert made.release.version == whole.release.version
    assert contents(made.release.folder) == contents(whole.release.folder)


@pytest.mark.slow
def test_releases_one_after_another_have_the_bytes_of_one_from_nothing(home: Path, read: list[str]) -> None:
    for code in ("210903", "211221"):
        read.clear()
        more(code)(home)
        assert build(home).is_new
        assert len(read) == 1
    fewer("211102")(home)
    made = build(home)
    assert list(verify(made.release, None)) == []
    assert contents(made.release.folder) == contents(from_nothing(home).release.folder)


@pytest.mark.slow
def test_one_more_reads_one_of_a_library_of_which_a_line_does_not_say_all(
    home: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 3,000 reports, what a release was merged from is longer than a line of what is known may be."""
    longest = max(len(line) for line in (home / ".shards" / FILE).read_bytes().splitlines())
    monkeypatch.setattr(known, "LONGEST", longest + 100)
    for number, code in enumerate(("210903", "210904", "210911", "210921", "210922"), len(CODES)):
        read.clear()
        more(code)(home)
        assert build(home).is_new
        assert len(read) == 1, f"beside {number} others"


@pytest.mark.slow
def test_a_build_with_nothing_new_keeps_what_is_known(home: Path, read: list[str]) -> None:
    kept = sorted(file.name for file in (home / ".shards").iterdir())
    assert not build(home).is_new
    assert sorted(file.name for file in (home / ".shards").iterdir()) == kept
    more("210903")(home)
    assert build(home).is_new
    assert len(read) == 1


def damaged(home: Path) -> None:
    """Every file that is kept of the release: none is the shard of a report or a region."""
    keys = {key.name for key in (home / ".shards").iterdir()}
    shards = Shards(home / ".shards", {})
    known = [shard.name for name in keys if (shard := shards.find(name.split(".")[0], ())) and shard.about == b"null"]
    for name in known:
        (home / ".shards" / name).write_bytes(b"PAR1")


def forgotten(home: Path) -> None:
    shutil.rmtree(home / ".shards")


def replaced(home: Path) -> None:
    """Another release of the same name, which others made."""
    shutil.rmtree(home / "releases/1.0.0")
    elsewhere = home.with_name("elsewhere")
    shutil.copytree(home / "sources", elsewhere / "sources")
    fewer("210902")(elsewhere)
    build(elsewhere)
    shutil.copytree(elsewhere / "releases/1.0.0", home / "releases/1.0.0")


@pytest.mark.slow
@pytest.mark.parametrize("harm", [damaged, forgotten, replaced])
def test_without_what_was_kept_of_the_release_all_is_merged(
    home: Path, read: list[str], harm: Callable[[Path], None]
) -> None:
    harm(home)
    more("210903")(home)
    read.clear()
    made = build(home)
    assert len(read) == len(CODES) + 1
    assert contents(made.release.folder) == contents(from_nothing(home).release.folder)


def by_other_code(home: Path) -> None:
    """What was kept is of code that is no more."""
    for file in (home / ".shards").glob("*.parquet"):
        if {*record.SCHEMAS} <= {*pq.read_schema(file).names}:
            file.unlink()


def assert_one_more_reads_one(home: Path, read: list[str]) -> None:
    """The next build reads what is new, and makes the bytes of one from nothing."""
    read.clear()
    more("210903")(home)
    made = build(home)
    assert len(read) == 1
    assert contents(made.release.folder) == contents(from_nothing(home).release.folder)


@pytest.mark.slow
@pytest.mark.parametrize("harm", [damaged, forgotten, by_other_code])
def test_what_was_kept_of_the_release_is_made_again_where_nothing_is_new(
    home: Path, read: list[str], harm: Callable[[Path], None]
) -> None:
    kept = contents(home / ".shards").keys()
    harm(home)
    read.clear()
    assert not build(home).is_new
    assert contents(home / ".shards").keys() == kept
    assert len(read) == len(CODES)
    assert_one_more_reads_one(home, read)


@pytest.mark.slow
def test_what_is_kept_of_the_release_follows_the_shards_where_its_rows_stay(
    home: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other rules that read the same: the release is of shards with other keys from now on."""
    for module in ("reports", "regions"):
        monkeypatch.setattr(f"datasets.releases.shards.{module}.reader_sha256", lambda: "of other rules")
    assert not build(home).is_new
    assert_one_more_reads_one(home, read)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["units.parquet", "search_grams.parquet"])
def test_nothing_is_kept_of_a_release_with_the_same_rows_in_other_bytes(home: Path, read: list[str], name: str) -> None:
    """Its index, which no comparison looks at, may have other rows."""
    release = open_release(home / "releases/1.0.0")
    table = pq.ParquetFile(release.folder / name).read()
    pq.write_table(table, release.folder / name, compression="zstd", compression_level=9)
    seal(release.folder, structs.replace(release.manifest, files=[*listed_files(release.folder)]))
    assert not build(home).is_new
    read.clear()
    more("210903")(home)
    made = build(home)
    assert len(read) == len(CODES) + 1
    assert contents(made.release.folder) == contents(from_nothing(home).release.folder)


@pytest.mark.slow
def test_what_other_code_merged_is_merged_again(home: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "sha256_of_code", lambda modules: "0" * 64)
    more("210903")(home)
    made = build(home)
    assert len(read) == len(CODES) + 1
    assert contents(made.release.folder) == contents(from_nothing(home).release.folder)


def rows(keys: list[tuple[str, int]]) -> pa.Table:
    columns = [pa.array([ord(gram) for gram, _ in keys], pa.int64()), pa.array([text for _, text in keys], pa.int32())]
    return pa.Table.from_arrays(columns, schema=CODED)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 60)), unique=True, max_size=120), st.data())
def test_rows_put_between_others_are_those_sorted_together(keys: list[tuple[str, int]], data: st.DataObject) -> None:
    few = data.draw(st.sets(st.sampled_from(keys), max_size=60)) if keys else set()
    chance = random.Random(data.draw(st.integers(0, 9)))  # noqa: S311

    def batches(some: list[tuple[str, int]]) -> Iterator[pa.Table]:
        whole, start = rows(sorted(some)), 0
        while start < len(whole):
            size = chance.randint(1, 9)
            yield whole.slice(start, size)
            start += size

    found = pa.concat_tables([rows([]), *merged(batches([key for key in keys if key not in few]), batches([*few]))])
    assert found.equals(rows(sorted(keys)))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3 * GROUP)), max_size=8))
def test_rows_that_are_taken_and_passed_over_are_those_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int]]
) -> None:
    file = tmp_path_factory.mktemp("rows") / "rows.parquet"
    whole = pa.table({"n": pa.array(range(sum(count for _, count in steps)), pa.int32())})
    with TableWriter(file, whole.schema) as written:
        written.add(whole)
    found: list[int] = []
    expected: list[int] = []
    start = 0
    with RowReader(file) as reader:
        for is_taken, count in steps:
            if is_taken:
                found += [n for some in reader.take(count) for n in some["n"].to_pylist()]
                expected += range(start, start + count)
            else:
                reader.skip(count)
            start += count
        with pytest.raises(ValueError, match="fewer rows"):
            reader.skip(1)
    assert found == expected


@pytest.mark.slow
def test_a_release_is_published_where_what_it_was_merged_from_cannot_be_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> list[str]:
        raise ReleaseError("a shard cannot be written: No space left on device")

    monkeypatch.setattr("datasets.releases.build.remember", refused)
    more("210903")(home)
    made = build(home)
    assert made.is_new
    assert made.told == ["a shard cannot be written: No space left on device"]
    monkeypatch.undo()
    more("210904")(home)
    assert build(home).release.version == made.release.version.after_addition()
