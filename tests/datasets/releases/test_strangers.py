"""Releases made by strangers: names that lead elsewhere, files that are none, and what they do to the releases beside."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar.testing import TestClient

from api.app import create_app
from api.cli import main
from datasets.errors import ReleaseError
from datasets.releases import release as release_module
from datasets.releases.build import build
from datasets.releases.integrity.inspection import open_sound, problems_of
from datasets.releases.integrity.signing import TrustedKey
from datasets.releases.publishing import Publication
from datasets.releases.release import open_release
from tests.asking import rows
from tests.homes import add_report, next_release
from tests.hostile import Manifested, ends, newer_copy, replace_by, reseal, write_manifest

LOOKED_AGAIN = 0.1  # seconds: longer than between two looks at the folder, of which there is one each second else
SECRET = "nobody may read this"  # noqa: S105  # what stands in a file that is no part of a release
Change = Callable[[Manifested], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release."""
    return next_release(add_report(tmp_path_factory.mktemp("good"))).folder.parents[1]


@pytest.fixture
def two(good: Path, tmp_path: Path) -> Path:
    """A home with a good release and a copy of it that is newer; a secret stands beside the home."""
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    shutil.copytree(good, tmp_path / "home")
    newer_copy(tmp_path / "home")
    return tmp_path / "home"


def refused(two: Path, message: str) -> None:
    """The newer release is refused everywhere, within seconds, and the other is served."""
    folder = two / "releases/2.0.0"
    with ends():
        with pytest.raises(ReleaseError):
            open_sound(folder)
        told = CliRunner().invoke(main, ["verify", "--home", str(two), "--all"])
        assert (told.exit_code, told.exception.__class__) == (1, SystemExit), told.output
        assert message in told.output
        assert "1.0.0: good" in told.output
        with TestClient(create_app(two), raise_server_exceptions=False) as client:
            assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
            assert [one["version"] for one in rows(client, "/v1/releases")] == ["1.0.0"]
            (one,) = client.get("/health/ready").json()["refused"]
            assert (one["version"], message in one["reason"]) == ("2.0.0", True), one
            for address in ("bundle.zip", "files/targets.parquet", "files/SHA256SUMS.sig", "files/..%2f..%2fsecret"):
                answer = client.get(f"/v1/releases/2.0.0/{address}")
                assert (answer.status_code, SECRET in answer.text) == (503, False), address


# Names

NAMES = [
    "../../../../dev/zero",
    "/dev/zero",
    "/etc/passwd",
    "../../x",
    "../1.0.0/targets.parquet",
    "texts/../../../secret",
    "texts/211102-2024.txt/../../secret",
    "./targets.parquet",
    "texts//211102-2024.txt",
    "a/targets.parquet",
    "targets.parquet\r\nX-Evil: 1",
    "targets.parquet\n",
    "\u2028targets.parquet",
    "targets.PARQUET",
    ".targets.parquet",
    "targets.parquet\x00.txt",
    "texts/../targets.parquet",
    "texts\\211102-2024.txt",
    "index.html",
    "manifest.json",
    "SHA256SUMS",
    "texts/211102-2024.txt\n",
    "texts/٢١١١٠٢-2024.txt",
    "",
    "x" * 100_000,
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:40])
def test_a_name_that_no_file_of_a_release_has_is_refused_before_it_is_opened(two: Path, name: str) -> None:
    folder = two / "releases/2.0.0"
    write_manifest(folder, lambda manifest: manifest["files"][0].update(name=name, table=None, rows=None))
    with (
        ends(),
        pytest.raises(ReleaseError, match=r"manifest\.json: files: .*: is no file of a release; expected a table"),
    ):
        open_release(folder)


def listed_twice(manifest: Manifested) -> None:
    manifest["files"].append(manifest["files"][0])


def set_in_file(**said: Any) -> Change:
    """A change of what is said of the table of indicators."""
    return lambda manifest: next(one for one in manifest["files"] if one["table"] == "indicators").update(said)


def set_in_manifest(**said: Any) -> Change:
    return lambda manifest: manifest.update(said)


def set_in_source(**said: Any) -> Change:
    return lambda manifest: manifest["sources"][0].update(said)


SAID: list[tuple[Change, str]] = [
    (listed_twice, "is listed 2 times"),
    (set_in_file(table="targets"), "is said to be the table 'targets'"),
    (set_in_file(table=None), "is said to be the table None"),
    (set_in_file(rows=None), "is said to have None rows"),
    (set_in_file(rows=-1), "is said to have -1 rows"),
    (set_in_file(bytes=-1), "is said to have -1 bytes"),
    (set_in_file(bytes=10**30), "is said to have 1000"),
    (set_in_file(bytes=10**15), "is said to have 1000000000000000 bytes"),
    (set_in_file(sha256="0" * 64 + "\n"), "its sha256 is none"),
    (set_in_file(sha256="../x"), "not a manifest: "),
    (set_in_manifest(published_on="2026-99-99"), "published_on: '2026-99-99' is no day"),
    (set_in_manifest(published_on="２０２６-01-01"), "published_on: "),
    (set_in_manifest(created_on="2026-01-01\n"), "created_on: "),
    (set_in_manifest(licence="CC\r\nX-Evil: 1"), "licence: "),
    (set_in_manifest(version="2.0.0\n"), "is the manifest of 2.0.0, not of 2.0.0"),
    (set_in_manifest(version="../1"), "not a manifest: "),
    (set_in_manifest(sources=[]), "a text and no source"),
    (set_in_manifest(more=1), "not a manifest: "),
    (set_in_source(report_id="211103-2024"), "a text and no source"),
    (set_in_source(report_id="211102-2024\n"), "is no report"),
    (set_in_source(sha256="0" * 64 + "\n"), "expected checksums of 64 digits"),
    (set_in_source(origin_sha256="0" * 64 + "\n"), "expected checksums of 64 digits"),
]


@pytest.mark.parametrize(("change", "message"), SAID)
def test_what_no_release_can_say_of_itself_is_refused(two: Path, change: Change, message: str) -> None:
    folder = two / "releases/2.0.0"
    write_manifest(folder, change)
    with ends(), pytest.raises(ReleaseError) as caught:
        open_release(folder)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"[" * 1_000_000, b'{"a":' * 1_000_000, b"\xff\xfe", b"", b"null", b'{"version":"2.0.0","files":[' + b"{}," * 99],
    ids=["lists", "objects", "no text", "empty", "null", "cut"],
)
def test_a_manifest_that_is_none_is_refused(two: Path, content: bytes) -> None:
    (two / "releases/2.0.0/manifest.json").write_bytes(content)
    with ends(), pytest.raises(ReleaseError, match="not a manifest: "):
        open_release(two / "releases/2.0.0")


def test_a_manifest_that_is_too_large_is_not_read(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_module, "LARGEST_MANIFEST", 1000)
    with pytest.raises(ReleaseError, match=r"manifest\.json: has more than 1,000 bytes"):
        open_release(two / "releases/2.0.0")


@pytest.mark.parametrize(
    ("container", "megabytes"), [("268435456\n", 64), ("1073741824\n", 128), ("2147483648\n", 256)]
)
def test_a_manifest_may_have_an_eighth_of_the_memory_and_no_less_than_64_megabytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, container: str, megabytes: int
) -> None:
    monkeypatch.setattr(release_module, "CONTAINER", tmp_path / "memory.max")
    (tmp_path / "memory.max").write_text(container)
    assert release_module.largest_manifest() == megabytes << 20


def test_a_manifest_has_at_most_512_megabytes_however_much_memory_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_module, "memory", lambda: 1 << 50)
    assert release_module.largest_manifest() == 512 << 20


def test_without_a_container_memory_is_that_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_module, "CONTAINER", tmp_path / "memory.max")
    machine = release_module.memory()
    assert machine > 1 << 28
    (tmp_path / "memory.max").write_text("max\n")
    assert release_module.memory() == machine


# Files that are none

SPECIAL = ["pipe", "folder", "/dev/zero", "/dev/null", "../../../secret", "nowhere", "targets.parquet"]
PLACES = [
    "manifest.json",
    "SHA256SUMS",
    "SHA256SUMS.sig",
    "targets.parquet",
    "search_texts.parquet",
    "texts/211102-2024.txt",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", SPECIAL, ids=lambda kind: kind.rpartition("/")[2])
def test_what_is_no_regular_file_is_refused(two: Path, place: str, kind: str) -> None:
    file = two / "releases/2.0.0" / place
    file.touch()
    replace_by(kind, file)
    with ends():
        with pytest.raises(ReleaseError) as caught:
            open_sound(file.parents[place.count("/")])
        assert place in str(caught.value)
        assert any(
            words in str(caught.value) for words in ("symbolic link", "a pipe", "a folder", "is not in the manif")
        )


@pytest.mark.slow
def test_a_folder_that_is_a_link_is_refused_in_every_place(two: Path) -> None:
    folder = two / "releases/2.0.0"
    shutil.move(folder / "texts", two.parent / "elsewhere")
    (folder / "texts").symlink_to(two.parent / "elsewhere")
    refused(two, "texts: is a symbolic link; expected a file")
    (folder / "texts").unlink()
    shutil.move(two.parent / "elsewhere", folder / "texts")
    assert list(problems_of(open_release(folder))) == []
    shutil.move(folder, two.parent / "elsewhere")
    folder.symlink_to(two.parent / "elsewhere")
    refused(two, "is a symbolic link; expected a folder")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["nowhere", "2.0.0", "1.0.0/targets.parquet", "/dev"])
def test_a_link_with_the_name_of_a_version_is_told_and_stops_no_other(two: Path, target: str) -> None:
    shutil.rmtree(two / "releases/2.0.0")
    (two / "releases/2.0.0").symlink_to(target)
    refused(two, "is a symbolic link; expected a folder")


@pytest.mark.parametrize(
    "name", ["deep/er/still/file.txt", "texts/more.txt", "texts/deep/more.txt", ".hidden", "x\r\ny", "\udcff"]
)
def test_what_the_manifest_does_not_list_is_told_however_deep_it_stands(two: Path, name: str) -> None:
    file = two / "releases/2.0.0" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("more", "utf-8")
    problems = list(problems_of(open_release(two / "releases/2.0.0")))
    assert problems
    assert all(problem.endswith(("is not in the manifest", "is a folder; expected a file")) for problem in problems)
    assert all(problem.isprintable() for problem in problems)
    told = CliRunner().invoke(main, ["verify", "--home", str(two), "2.0.0"])
    assert (told.exit_code, f"2.0.0: {len(problems)} problem(s)" in told.output) == (1, True)
    assert len(told.output.splitlines()) == 1 + len(problems)


def test_a_signature_that_is_another_file_is_not_served(two: Path) -> None:
    """Without a key nobody asks what the signature signs; it is a file of the release all the same."""
    (two / "releases/2.0.0/SHA256SUMS.sig").write_bytes(b"x" * 65)
    refused(two, "SHA256SUMS.sig: has 65 bytes; a signature has 64")


# Everything together: verify, server, downloads

WHOLE: list[tuple[Change, str]] = [
    (
        lambda manifest: manifest["files"][0].update(name="../../../secret", table=None, rows=None),
        "is no file of a release",
    ),
    (lambda manifest: manifest["files"][0].update(name="/dev/zero", table=None, rows=None), "is no file of a release"),
    (set_in_file(bytes=1 << 33), "bytes, the manifest says 8589934592"),
    (set_in_manifest(published_on="2026-13-01"), "is no day"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "message"), WHOLE)
def test_one_bad_release_stops_no_other(two: Path, change: Change, message: str) -> None:
    write_manifest(two / "releases/2.0.0", change)
    refused(two, message)


def test_a_pipe_in_place_of_a_table_stops_no_other(two: Path) -> None:
    replace_by("pipe", two / "releases/2.0.0/targets.parquet")
    refused(two, "targets.parquet: is a pipe; expected a file")


def test_releases_that_cannot_be_read_are_told_beside_those_that_can(two: Path) -> None:
    replace_by("/dev/zero", two / "releases/2.0.0/manifest.json")
    with ends():
        told = CliRunner().invoke(main, ["releases", "--home", str(two)])
    assert (told.exit_code, "1.0.0" in told.stdout) == (0, True)
    assert "not readable: " in told.stderr
    assert "is a symbolic link; expected a file" in told.stderr


def test_a_folder_of_releases_that_is_a_link_is_refused(two: Path) -> None:
    shutil.move(two / "releases", two.parent / "elsewhere")
    (two / "releases").symlink_to(two.parent / "elsewhere")
    for command in ("verify", "build", "releases"):
        told = CliRunner().invoke(main, [command, "--home", str(two)])
        assert (told.exit_code, "releases: is a symbolic link" in told.output) == (1, True)


@pytest.mark.slow
def test_what_duckdb_cannot_read_after_all_is_served_no_longer_and_the_one_before_is(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encoding that statistics name and that there is none of: Arrow passes it over, DuckDB does not."""
    monkeypatch.setattr("api.store.library.REFRESH_SECONDS", LOOKED_AGAIN / 2)
    folder = two / "releases/2.0.0"
    content = (folder / "regions.parquet").read_bytes()
    before, found, after = content.rpartition(bytes.fromhex("15001510150200"))
    assert found
    (folder / "regions.parquet").write_bytes(before + bytes.fromhex("1500151f150200") + after)
    reseal(folder, rows=False)
    assert list(problems_of(open_release(folder))) == []
    with TestClient(create_app(two), raise_server_exceptions=False) as client:
        assert client.get("/v1/regions").status_code == 503
        assert client.get("/health/ready").json()["refused"][0]["version"] == "2.0.0"
        time.sleep(LOOKED_AGAIN)
        assert client.get("/v1/regions").headers["dataset-version"] == "1.0.0"


# Signatures


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, TrustedKey]:
    """A home whose only release is signed, and the key."""
    key = Ed25519PrivateKey.generate()
    build(add_report(tmp_path / "home"), publication=Publication(sign=key.sign))
    return tmp_path / "home/releases/1.0.0", TrustedKey(key.public_key())


def test_of_a_release_that_is_not_signed_nothing_is_understood(signed: tuple[Path, TrustedKey]) -> None:
    """Neither the manifest, which is no JSON, nor a table, which never ends, is read before the signature was good."""
    folder, key = signed
    (folder / "SHA256SUMS.sig").write_bytes(bytes(64))
    (folder / "manifest.json").write_bytes(b"[" * 100_000)
    replace_by("/dev/zero", folder / "targets.parquet")
    with ends(), pytest.raises(ReleaseError, match=r"SHA256SUMS\.sig: none of the trusted keys made it"):
        open_release(folder, [key])


def test_a_manifest_that_was_not_signed_is_not_understood(signed: tuple[Path, TrustedKey]) -> None:
    folder, key = signed
    (folder / "manifest.json").write_bytes(b"[" * 100_000)
    with pytest.raises(ReleaseError, match=r"SHA256SUMS: does not list this manifest\.json"):
        open_release(folder, [key])


@pytest.mark.parametrize("place", ["SHA256SUMS", "SHA256SUMS.sig", "manifest.json"])
def test_a_signature_is_of_regular_files(signed: tuple[Path, TrustedKey], place: str) -> None:
    folder, key = signed
    replace_by("pipe", folder / place)
    with ends(), pytest.raises(ReleaseError, match=f"{place}: is a pipe; expected a file"):
        open_release(folder, [key])


def test_a_signed_release_is_good(signed: tuple[Path, TrustedKey]) -> None:
    folder, key = signed
    assert list(problems_of(open_release(folder, [key]), [key])) == []
