"""Commands work on a home in a store as on a folder: what changed comes down, what they made goes up."""

import hashlib
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from datasets.errors import ReleaseError, SourceError, StoreError
from datasets.library.home import Address
from datasets.objects.cache import Cache
from datasets.objects.store import Objects
from datasets.objects.workspace import Workspace, workspace
from datasets.releases.build import build
from datasets.releases.integrity.inspection import open_sound
from tests.homes import OTHER, TEXT, add_report
from tests.stores import Proxy, content_of, full_disk, publish_all

pytest.importorskip("obstore", reason="the dependency group `objects` is not installed")

CODES = ("211102", "211103", "211104", "211122")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Run":
    monkeypatch.setenv("BAOGAO_CACHE", str(tmp_path / "commands"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return Run()


class Run:
    """Runs a command; the exit code is what is expected."""

    def __call__(self, *arguments: object, code: int = 0) -> str:
        result: Result = CliRunner().invoke(main, [str(one) for one in arguments])
        assert result.exit_code == code, result.output
        return result.output


def put_sources(address: Address, home: Path) -> Objects:
    """Put the sources of a folder into a store; those that are there already are not written again."""
    objects = Objects(address)
    for name, content in content_of(home / "sources").items():
        if not objects.create(f"sources/{name}", content):
            objects.remove([f"sources/{name}"])
            assert objects.create(f"sources/{name}", content)
    return objects


@pytest.mark.slow
def test_a_library_in_a_store_is_checked_compared_and_listed(address: Address, run: Run, two_releases: Path) -> None:
    put_sources(address, two_releases)
    publish_all(address, two_releases)
    assert "2.0.0: good; made again with the same rows" in run("verify", "--home", address)
    assert "1.0.0" in run("releases", "--home", address)
    assert "indicators: 1 changed" in run("diff", "1", "2", "--home", address)
    row = f"211102-2024.i{TEXT.index('155.5')}"
    assert row in run("explain", row, "--home", address)
    assert "211102-2024" in run("review", "--home", address)
    assert "Nothing changed since release 2.0.0" in run("build", "--home", address)


def test_a_report_that_comes_in_is_in_the_store_its_origin_last(
    address: Address, proxy: Proxy, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT * 3, "utf-8")
    said = run("ingest", file, "--region", "211102", "--year", "2024", "--force", "--home", address)
    assert "Added 211102-2024" in said
    put = [path for method, path in proxy.asked if method == "PUT"]
    assert put[-1].endswith("/sources/211102-2024/origin.toml")
    assert "is in the library already" in run(
        "ingest", file, "--region", "211102", "--year", "2024", "--force", "--home", address
    )


def test_of_two_who_add_the_same_report_the_second_is_told(any_address: Address, cache: Cache, tmp_path: Path) -> None:
    with workspace(any_address, cache) as copy:
        copy.pull(["sources"])
        add_report(copy.home)
        put_sources(any_address, add_report(tmp_path / "other", OTHER))
        with pytest.raises(SourceError, match=r"sources/211102-2024/report.txt: was added by somebody else meanwhile"):
            copy.push()
        copy.pull(["sources"])
        assert (copy.home / "sources/211102-2024/report.txt").read_text("utf-8") == OTHER


def test_only_what_changed_comes_down(address: Address, proxy: Proxy, cache: Cache, tmp_path: Path) -> None:
    given = add_report(add_report(tmp_path / "given"), code="211103")
    objects = put_sources(address, given)

    def read(copy: Workspace) -> list[str]:
        before = len(proxy.asked)
        copy.pull(["sources"])
        return sorted(path.partition("sources/")[2] for _, path in proxy.asked[before:] if "sources/2" in path)

    with workspace(address, cache) as copy:
        assert len(read(copy)) == 4
        assert read(copy) == []
        put_sources(address, add_report(given, OTHER, code="211103"))
        assert read(copy) == ["211103-2024/origin.toml", "211103-2024/report.txt"]
        objects.remove(["sources/211102-2024/report.txt", "sources/211102-2024/origin.toml"])
        assert read(copy) == []
        assert content_of(copy.home / "sources") == {
            name: content for name, content in content_of(given / "sources").items() if name.startswith("211103")
        }


def test_a_report_whose_origin_is_not_there_yet_is_not_there(any_address: Address, cache: Cache) -> None:
    Objects(any_address).create("sources/211102-2024/report.txt", TEXT.encode())
    with workspace(any_address, cache) as copy:
        copy.pull(["sources"])
        assert content_of(copy.home / "sources") == {}


@pytest.mark.parametrize(
    "name",
    ["sources/.hidden/origin.toml", "sources/211102-2024/.origin.toml", "sources/211102-2024/a/b", "sources/other/origin.toml",
     "sources/211102-2024/" + "x" * 90, "sources/211102-2024/" + "𠀀" * 55],
)  # fmt: skip
def test_a_name_of_a_stranger_is_told_and_comes_to_no_place(any_address: Address, cache: Cache, name: str) -> None:
    objects = Objects(any_address)
    objects.create(name, b"x")
    with workspace(any_address, cache) as copy:
        copy.pull(["sources"])
        assert content_of(copy.home / "sources") == {}
        assert f"{name}: is no file of a report" in copy.told[0]


def test_an_origin_that_is_too_large_does_not_come_down(any_address: Address, cache: Cache) -> None:
    Objects(any_address).create("sources/211102-2024/origin.toml", bytes((1 << 20) + 1))
    with workspace(any_address, cache) as copy:
        copy.pull(["sources"])
        assert "has 1,048,577 bytes, of at most 1,048,576" in copy.told[0]


@pytest.mark.parametrize("server", ["s3"], indirect=True)
def test_no_more_comes_down_than_the_list_says(address: Address, proxy: Proxy, cache: Cache) -> None:
    Objects(address).create("sources/211102-2024/origin.toml", b"12345")
    proxy.fault = lambda _method, path: "less" if "list-type" in path else None
    with workspace(address, cache) as copy, pytest.raises(ReleaseError, match="has 5 bytes, of at most 1"):
        copy.pull(["sources"])


@pytest.mark.slow
def test_shards_are_in_the_store_and_each_that_is_damaged_is_told_and_made_again(
    any_address: Address, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = put_sources(any_address, add_report(tmp_path / "given"))
    run("build", "--home", any_address)
    shards = objects.listed("shards/")
    assert len(shards) == 4  # of the report and of its region, and what the release was merged from
    good = {key: objects.read(key, 1 << 20) for key in shards}
    for number, (key, content) in enumerate(good.items()):
        objects.remove([key])
        objects.create(key, content[: len(content) // 2] if number % 2 else b"damaged")
        monkeypatch.setenv("BAOGAO_CACHE", str(tmp_path / f"cache-{number}"))
        said = run("build", "--home", any_address).replace("\n", "")
        assert f"{key}: is damaged; the shard is made again" in said
        assert "Nothing changed since release 1.0.0" in said
        assert {key: objects.read(key, 1 << 20) for key in objects.listed("shards/")} == good
    monkeypatch.setenv("BAOGAO_CACHE", str(tmp_path / "another"))
    assert "damaged" not in run("build", "--home", any_address)


@pytest.mark.slow
def test_a_damaged_shard_that_no_build_makes_again_goes(
    any_address: Address, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of a report which is another now, or none."""
    objects = put_sources(any_address, add_report(add_report(tmp_path / "given"), code="211103"))
    run("build", "--home", any_address)
    before = objects.listed("shards/")
    for key in before:
        objects.remove([key])
        objects.create(key, b"damaged")
    put_sources(any_address, add_report(tmp_path / "given", OTHER))
    monkeypatch.setenv("BAOGAO_CACHE", str(tmp_path / "another"))
    run("build", "--home", any_address)
    after = objects.listed("shards/")
    assert len({*before} & {*after}) == 2, "those of the report that stayed, and of its region"
    assert not [key for key in after if objects.read(key, 1 << 20) == b"damaged"]


def test_only_shards_that_a_build_asks_for_come_down(
    address: Address, proxy: Proxy, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    for code in CODES:
        add_report(given, code=code)
    objects = put_sources(address, given)
    run("build", "--home", address)
    first = {*objects.listed("shards/")}
    stranger = f"shards/{'0' * 64}.{hashlib.sha256(b'of other code').hexdigest()}.parquet"
    assert objects.create(stranger, b"of other code")

    def brought(place: str) -> set[str]:
        monkeypatch.setenv("BAOGAO_CACHE", str(tmp_path / place))
        before = len(proxy.asked)
        run("build", "--home", address)
        return {
            found[0]
            for method, path in proxy.asked[before:]
            if method == "GET" and (found := re.search(r"shards/[0-9a-f]{64}.+", path))
        }

    assert brought("another") == first, "all of the reports, their regions, and what was merged"
    assert stranger not in objects.listed("shards/"), "what no build asks for goes"
    put_sources(address, add_report(given, OTHER, code=CODES[0]))
    assert brought("a third") == first, "what is no more, too: it is taken out of what was merged before"
    assert brought("a third") == set(), "what is here already"
    monkeypatch.setattr("datasets.releases.shards.reports.reader_sha256", lambda: "of new code")
    monkeypatch.setattr("datasets.releases.shards.regions.reader_sha256", lambda: "of new code")
    assert len(brought("a fourth")) == 1, "what the release was merged from, and no report"


@pytest.mark.slow
def test_a_build_that_lost_says_so_and_the_next_begins_from_what_is_there(
    any_address: Address, run: Run, tmp_path: Path, two_releases: Path, cache: Cache
) -> None:
    put_sources(any_address, add_report(tmp_path / "given"))
    with workspace(any_address, cache) as copy:
        copy.pull()
        add_report(copy.home, OTHER)
        build(copy.home)
        run("build", "--home", any_address)
        with pytest.raises(Exception, match=r"release 1\.0\.0 was published meanwhile by somebody else"):
            copy._push_release()
        assert not (copy.home / "releases/1.0.0").exists()
        copy.pull()
        open_sound(copy.home / "releases/1.0.0")


def test_a_store_that_cannot_be_asked_is_told_in_a_line(
    address: Address, proxy: Proxy, run: Run, impatient: None
) -> None:
    proxy.fault = lambda _method, _path: "403"
    for command in ("build", "releases", "verify"):
        said = run(command, "--home", address, code=1)
        assert said.startswith(f"Error: {address}/")
        assert "access is denied" in said
    assert "another command works on its copy" in run_while_used(address, run)


def test_a_bucket_that_vanishes_while_a_build_works_is_told_and_the_next_build_is_as_if_it_had_not(
    address: Address, proxy: Proxy, run: Run, cache: Cache, tmp_path: Path, impatient: None
) -> None:
    put_sources(address, add_report(tmp_path))
    with workspace(address, cache) as copy:
        copy.pull()
        build(copy.home)
        proxy.fault = lambda _method, _path: "404"
        with pytest.raises(StoreError, match="no such bucket"):
            copy.push()
    proxy.fault = lambda _method, _path: None
    assert "has no releases" in run("releases", "--home", address)
    assert f"Published at {address}/releases/1.0.0" in run("build", "--home", address)


@pytest.mark.parametrize("needs", [["releases"], ["sources"]], ids=str)
def test_a_disk_that_is_full_is_told_with_the_folder_of_the_cache(
    address: Address, cache: Cache, two_releases: Path, needs: list[str]
) -> None:
    publish_all(address, two_releases)
    put_sources(address, two_releases)
    said = (
        rf"^{re.escape(str(cache.folder))}: what is read of a store cannot be kept: File too large; BAOGAO_CACHE names"
    )
    with workspace(address, cache) as copy:
        with full_disk(100), pytest.raises(StoreError, match=said):
            copy.pull(needs)
        copy.pull(needs)


def run_while_used(address: Address, run: Run) -> str:
    """What a command says while another has the copy."""
    _, lock = Cache(Path(os.environ["BAOGAO_CACHE"]), 1 << 30).use(address, "work", alone=True)
    try:
        return run("releases", "--home", address, code=1)
    finally:
        os.close(lock)


def test_a_cache_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="name a folder that can be written to, with BAOGAO_CACHE"):
        Cache(tmp_path / "file/cache", 1)


def test_a_damaged_older_release_is_told_and_stops_no_command(
    any_address: Address, run: Run, two_releases: Path
) -> None:
    objects = publish_all(any_address, two_releases)
    objects.remove(["releases/1.0.0/manifest.json"])
    objects.create("releases/1.0.0/manifest.json", b"{")
    said = run("releases", "--home", any_address)
    assert "Look at this: 1.0.0/manifest.json: not a manifest" in said.replace("\n", "")
    assert "2.0.0" in said
