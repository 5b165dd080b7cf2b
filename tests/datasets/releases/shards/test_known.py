"""A build knows the files that this user's builds wrote and read, by their states, and takes nobody else's word."""

import os
import shutil
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import json
from datasets.errors import ReleaseError, SourceError
from datasets.library.collection import Refusal
from datasets.releases.build import Built, build
from datasets.releases.shards import known
from datasets.releases.shards.cache import Shard, Shards, encoded
from datasets.releases.shards.collecting import Work
from datasets.releases.shards.known import FILE, Known, KnownShard, state_of
from datasets.releases.shards.reports import SCHEMAS
from datasets.releases.shards.secret import NAME, secret
from datasets.releases.tables.rows import plain_tables
from tests.homes import OTHER, add_report

OPENED: list[str] = []  # files that are opened while somebody looks
LOOKING: list[bool] = []


def note(event: str, args: Any) -> None:
    if LOOKING and event == "open":
        OPENED.append(str(args[0]))


sys.addaudithook(note)


@contextmanager
def looked_at() -> Iterator[list[str]]:
    """The files that are opened meanwhile."""
    OPENED.clear()
    LOOKING.append(True)
    yield OPENED
    LOOKING.clear()


@pytest.fixture(scope="module")
def settled() -> Iterator[None]:
    """Files count as settled from when they are written: a test does not wait for two seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "SETTLED", -(10**15))
        yield


@pytest.fixture(scope="module")
def built(settled: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of two reports with a release; tests copy it."""
    home = tmp_path_factory.mktemp("built")
    add_report(home)
    build(add_report(home, OTHER, "211103"))
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """A copy whose files a build has seen."""
    home = Path(shutil.copytree(built, tmp_path / "home"))
    assert not build(home).is_new
    return home


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def shard_of(home: Path, report_id: str) -> Path:
    """The file of the shard of a report."""
    for file in (home / ".shards").glob("*.parquet"):
        if "text" in pq.read_schema(file).names and report_id in str(pq.read_table(file)["reports"]):
            return file
    raise AssertionError(report_id)


def test_sources_and_shards_that_are_as_they_were_are_not_opened(home: Path) -> None:
    with looked_at() as opened:
        assert not build(home).is_new
    assert opened
    assert not [name for name in opened if "/sources/" in name or name in ("report.txt", "origin.toml")]
    regions = [name for name in opened if name.endswith(".parquet") and "text" in schema_of(home, name)]
    assert regions == []


def schema_of(home: Path, name: str) -> list[str]:
    file = home / ".shards" / Path(name).name
    return list(pq.read_schema(file).names) if file.exists() else []


def test_one_report_more_opens_its_own_source(home: Path) -> None:
    add_report(home, OTHER, "211104")
    with looked_at() as opened:
        assert build(home).is_new
    assert opened.count("report.txt") == 1


def changed_unseen(home: Path) -> None:
    """Other content of the same size, with the times it had."""
    file = home / "sources/211103-2024/report.txt"
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("156.5", "157.5"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def linked(home: Path) -> None:
    folder = home / "sources/211103-2024"
    folder.rename(home / "elsewhere")
    folder.symlink_to(home / "elsewhere")


@pytest.mark.parametrize("change", [changed_unseen, linked])
def test_a_source_that_is_another_is_read_though_it_looks_the_same(home: Path, change: Callable[[Path], None]) -> None:
    change(home)
    made = build(home)
    assert [one.report_id for one in made.refused] == ["211103-2024"]


def test_a_source_that_changed_just_before_it_was_read_is_read_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "SETTLED", 10**15)
    add_report(home, OTHER, "211104")
    assert build(home).is_new
    with looked_at() as opened:
        assert not build(home).is_new
    assert opened.count("report.txt") == 1


def hidden_damage(home: Path) -> Path:
    """Damage of a shard that its state does not tell."""
    file = shard_of(home, "211103-2024")
    of_it = Known(home / ".shards", []).shards[file.name]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    Known(home / ".shards", []).add(KnownShard(file.name, of_it.about, state_of(file)))
    return file


def test_a_build_that_checks_finds_what_states_do_not_tell(home: Path) -> None:
    file = hidden_damage(home)
    assert build(home).told == []
    (told,) = build(home, work=Work(is_checked=True)).told
    assert told.startswith(f"{file}: has not the content it was written with")
    assert told.endswith("the shard is made again")


def test_damage_that_is_met_says_how_it_is_mended(home: Path) -> None:
    file = hidden_damage(home)
    shards = Shards(home / ".shards", SCHEMAS)
    file.write_bytes(b"PAR1")
    shard = Shard(file.name.split(".")[0], file.name, b"null")
    with pytest.raises(ReleaseError, match=r"is damaged, or went while it was read: .*; baogao build --check reads"):
        shards.read(shard, [*SCHEMAS])


def forged(home: Path) -> None:
    """Have a shard say what its report does not, under its right key and with a right checksum."""
    file = shard_of(home, "211103-2024")
    shards = Shards(home / ".shards", SCHEMAS)
    key = file.name.split(".")[0]
    other = shards.read(Shard("", shard_of(home, "211102-2024").name, b""), [*SCHEMAS])
    found = shards.find(key, SCHEMAS)
    assert found is not None
    own = shards.read(found, [*SCHEMAS])
    file.unlink()
    shards.add(key, encoded(key, own | {"indicators": other["indicators"]}, json.decode(found.about, Any)))


def of_a_stranger(home: Path, state: Path, change: Callable[[Path], None]) -> Built:
    """What a user builds of a library that a stranger made, changed, and passed on with all that was kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(state))
        shutil.rmtree(home / ".shards")
        build(home)
        change(home)
        shutil.rmtree(home / "releases")
    return build(home)


def test_rows_that_a_stranger_forged_under_right_keys_are_not_taken(home: Path, built: Path, tmp_path: Path) -> None:
    made = of_a_stranger(home, tmp_path / "of a stranger", forged)
    assert contents(made.release.folder) == contents(built / "releases/1.0.0")
    (told,) = made.told
    assert told.endswith("4 shards were not written by builds of this user, and were made again")
    assert build(home).told == []


def test_rows_that_this_user_forged_are_taken_by_a_build_and_found_by_nobody_else(home: Path) -> None:
    """What the test above would see, were strange shards taken."""
    forged(home)
    shutil.rmtree(home / "releases")
    rows = plain_tables(build(home).release)["indicators"]
    assert {row["report_id"] for row in rows} == {"211102-2024"}


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def with_strange_lines(file: Path) -> None:
    file.write_bytes(b"\xff\n" + b"0" * 64 + b' {"type": "shard"}\n' + file.read_bytes())


def linked_away(file: Path) -> None:
    file.rename(file.with_name("other"))
    file.symlink_to("other")


@pytest.mark.parametrize("harm", [cut, emptied, with_strange_lines, linked_away])
def test_what_is_known_may_be_damaged(home: Path, built: Path, harm: Callable[[Path], None]) -> None:
    harm(home / ".shards" / FILE)
    shutil.rmtree(home / "releases")
    assert contents(build(home).release.folder) == contents(built / "releases/1.0.0")
    assert build(home).told == []


def test_a_line_behind_one_that_was_cut_counts(tmp_path: Path) -> None:
    whole = Known(tmp_path, [])
    whole.add(KnownShard("one"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"\nhalf")
    whole.add(KnownShard("another"))
    assert Known(tmp_path, []).shards.keys() == {"one", "another"}


STEPS = st.tuples(st.sampled_from(["add", "keep", "again"]), st.sets(st.sampled_from("甲乙丙丁戊")))


@given(steps=st.lists(STEPS, max_size=12))
def test_what_is_known_is_what_was_added_last_and_kept(
    steps: list[tuple[str, set[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("known")
    found, expected = Known(folder, []), dict[str, KnownShard]()
    for number, (step, names) in enumerate(steps):
        if step == "add":
            for name in names:
                expected[name] = KnownShard(name, name * number)
                found.add(expected[name])
        elif step == "keep":
            found.keep_only(names, [])
            expected = {name: one for name, one in expected.items() if name in names}
        else:
            found = Known(folder, [])
        assert dict(found.shards) == expected


def test_of_what_is_known_little_is_in_memory(tmp_path: Path) -> None:
    """Of a report, what is known takes 5 kB as objects, and 2 kB as JSON."""
    writes = Known(tmp_path, [])
    for number in range(500):
        writes.add(KnownShard(f"{number:0140}", "x" * 1_000))
    tracemalloc.start()
    known = Known(tmp_path, [])
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(known.shards) == 500
    assert taken / 500 < 500


def test_a_line_that_went_after_it_was_seen_says_nothing(tmp_path: Path) -> None:
    found = Known(tmp_path, [])
    found.add(KnownShard("one"))
    (tmp_path / FILE).write_bytes(b"")
    assert found.shards.get("one") is None
    found.keep_only(["one"], [])
    assert "one" not in Known(tmp_path, []).shards


def test_a_key_is_made_once_and_only_its_user_can_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    told: list[str] = []
    key = secret(told)
    assert (len(key), secret(told), told) == (32, key, [])
    assert (tmp_path / "state/baogao" / NAME).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state/baogao").stat().st_mode & 0o777 == 0o700
    (tmp_path / "state/baogao" / NAME).write_bytes(b"short")
    assert secret(told) == secret(told) != key
    assert told == []


def test_where_no_key_can_be_kept_a_build_says_so_and_is_the_same(
    home: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "a file"))
    shutil.rmtree(home / "releases")
    made = build(home)
    assert contents(made.release.folder) == contents(built / "releases/1.0.0")
    assert made.told[0].startswith("no key can be kept in XDG_STATE_HOME (~/.local/state): Not a directory; what this")


def test_a_build_that_fails_leaves_no_folder_of_shards(tmp_path: Path) -> None:
    (tmp_path / "sources/211102-2024").mkdir(parents=True)
    with pytest.raises(SourceError, match=r"No such file"):
        build(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["sources"]


def test_a_file_that_cannot_be_kept_is_told_in_words(tmp_path: Path) -> None:
    shards = Shards(tmp_path / ".shards", SCHEMAS)
    with pytest.raises(ReleaseError, match=r"a shard cannot be written: No such file or directory"):
        shards.add_file("0" * 64, shards.new_file())


def test_a_shard_of_a_build_that_was_killed_as_soon_as_it_was_there_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_given: Any) -> None:
        raise KeyboardInterrupt

    content = encoded("0" * 64, {})
    with monkeypatch.context() as patched:
        patched.setattr(Known, "add_shard", killed)
        shards = Shards(tmp_path, SCHEMAS)
        with pytest.raises(KeyboardInterrupt):
            shards.add("0" * 64, content)
    shards = Shards(tmp_path, SCHEMAS)
    assert shards.find("0" * 64, ()) is not None
    assert (shards.told, shards.strange) == ([], 0)


def test_a_shard_of_which_more_is_said_than_a_line_has_is_known_by_its_content(tmp_path: Path) -> None:
    said = "x" * known.LONGEST
    Shards(tmp_path, {}).add("0" * 64, encoded("0" * 64, {}, said))
    shards = Shards(tmp_path, {})
    shards.keep_only(["0" * 64], ())
    shard = Shards(tmp_path, {}).find("0" * 64, (), str)
    assert shard is not None
    assert json.decode(shard.about, str) == said


@pytest.mark.parametrize("reason", ["takes too long", "211102-2024: takes too long"])
def test_a_report_that_is_left_out_is_named_once(reason: str) -> None:
    assert Refusal("211102-2024", reason).told == "211102-2024: takes too long"
