"""What cannot be trusted is not served, and the service goes on with the newest release that can be."""

import datetime as dt
import hashlib
import re
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar.testing import TestClient

from api.app import create_app
from api.store.registry import check_seconds
from datasets.releases.build import build
from datasets.releases.integrity.inspection import problems_of
from datasets.releases.integrity.signing import TrustedKey
from datasets.releases.integrity.time_limit import TimeLimit
from datasets.releases.publishing import Publication
from datasets.releases.release import Keys, Release
from tests.asking import asked, rows, serving
from tests.homes import ERRATUM, OTHER, TEXT, add_report, next_release

IN_THE_FIRST = ERRATUM.replace('last = "1.1.0"', 'last = "1.0.0"')
LOOKED_AGAIN = 0.1  # seconds: longer than between two looks at the folder, of which there is one each second else
OF_A_SERVER = 1.2  # the same of one that is a process of its own


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the folder looked at more often."""
    monkeypatch.setattr("api.store.library.REFRESH_SECONDS", LOOKED_AGAIN / 2)


@pytest.fixture
def two(tmp_path: Path, two_releases: Path) -> Path:
    """A home with two releases, to be written to."""
    return Path(shutil.copytree(two_releases, tmp_path / "two"))


def client_of(home: Path, *keys: Ed25519PrivateKey) -> TestClient:
    trusted = [TrustedKey(key.public_key()) for key in keys]
    return TestClient(create_app(home, keys=trusted), raise_server_exceptions=False)


def damage(home: Path, version: str, name: str = "indicators.parquet") -> Path:
    """Change a byte of a file, so that its size stays."""
    file = home / "releases" / version / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    return file


@pytest.mark.slow
@pytest.mark.parametrize("name", ["indicators.parquet", "texts/211102-2024.txt", "SHA256SUMS", "manifest.json"])
def test_a_damaged_release_is_refused_and_the_last_good_one_served(two: Path, name: str) -> None:
    damage(two, "2.0.0", name)
    with client_of(two) as client:
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"], ready.json()["release"]) == (200, "degraded", "1.0.0")
        (refused,) = ready.json()["refused"]
        assert (refused["version"], name.rpartition("/")[2] in refused["reason"]) == ("2.0.0", True)
        assert str(two) not in refused["reason"]
        assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
        assert [one["version"] for one in rows(client, "/v1/releases")] == ["1.0.0"]
        for address in ("/v1/releases/2.0.0/indicators", "/v1/releases/2/files/units.parquet", "/v1/releases/2.0.0"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/release-damaged")


def test_a_damaged_older_release_is_found_without_being_asked_for(two: Path) -> None:
    damage(two, "1.0.0")
    with client_of(two) as client:
        ready = client.get("/health/ready").json()
        assert (ready["status"], ready["release"], ready["refused"][0]["version"]) == ("degraded", "2.0.0", "1.0.0")
        listed = client.get("/v1/releases").json()
        assert [one["version"] for one in listed["data"]] == ["2.0.0"]
        assert [one["version"] for one in listed["refused"]] == ["1.0.0"]


@pytest.mark.slow
def test_what_needs_a_damaged_release_is_refused_and_not_told_without_it(tmp_path: Path) -> None:
    for n, text in enumerate((TEXT, OTHER, TEXT), 1):
        build(add_report(tmp_path, text), publication=Publication(dt.date(2026, 1, n)))
    (tmp_path / "history.toml").write_text(IN_THE_FIRST, "utf-8")
    with client_of(tmp_path) as client:
        row = f"/v1/indicators/211102-2024.i{TEXT.index('155.5')}/history"
        assert [moment["release"] for moment in asked(client, row)["data"]] == ["1.0.0", "2.0.0", "3.0.0"]
        assert client.get("/v1/indicators?as_of=2026-01-02").headers["dataset-version"] == "2.0.0"
        assert (rows(client, "/v1/errata")[0]["rows"], asked(client, "/v1/errata")["warnings"]) != (None, [])
        damage(tmp_path, "2.0.0")
        time.sleep(LOOKED_AGAIN)
        for address in (row, "/v1/indicators?as_of=2026-01-02", "/v1/releases/1.0.0/diff/2.0.0"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/release-damaged"), address
            assert "release 2.0.0 is not served: indicators.parquet: sha256 is" in answer.json()["detail"]
        for day, version in (("2026-01-01", "1.0.0"), ("2026-01-03", "3.0.0")):
            assert client.get(f"/v1/indicators?as_of={day}").headers["dataset-version"] == version
        errata = asked(client, "/v1/errata")
        assert errata["data"][0]["rows"] is None
        assert errata["warnings"][0].startswith("E1: its rows cannot be told: release 2.0.0 is not served")


def test_errata_are_read_again_by_whoever_asks_for_them(two: Path) -> None:
    with client_of(two) as client:
        assert rows(client, "/v1/errata") == []
        (two / "history.toml").write_text(IN_THE_FIRST, "utf-8")
        time.sleep(LOOKED_AGAIN)
        assert [(one["id"], len(one["rows"])) for one in rows(client, "/v1/errata")] == [("E1", 1)]
        (two / "history.toml").write_text(IN_THE_FIRST.replace('"2.0.0"', '"9.0.0"'), "utf-8")
        time.sleep(LOOKED_AGAIN)
        assert asked(client, "/v1/errata")["warnings"] == ["E1: its rows cannot be told: there is no release '9.0.0'"]


@pytest.mark.slow
def test_an_empty_folder_that_goes_is_forgotten(two: Path) -> None:
    with client_of(two) as client:
        (two / "releases/6.0.0").mkdir()
        time.sleep(LOOKED_AGAIN)
        assert client.get("/health/ready").json()["status"] == "degraded"
        (two / "releases/6.0.0").rmdir()
        time.sleep(LOOKED_AGAIN)
        assert client.get("/health/ready").json() == {"status": "ok", "release": "2.0.0", "refused": []}


def test_a_release_without_its_manifest_is_refused(two: Path) -> None:
    (two / "releases/2.0.0/manifest.json").unlink()
    with client_of(two) as client:
        assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
        assert "manifest.json: No such file" in client.get("/health/ready").json()["refused"][0]["reason"]


def test_when_none_is_good_the_service_is_not_ready_and_says_why(two: Path) -> None:
    damage(two, "1.0.0")
    damage(two, "2.0.0")
    with client_of(two) as client:
        for address in ("/health/ready", "/v1/indicators", "/v1"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/release-damaged")
            assert "indicators.parquet: sha256 is" in answer.json()["detail"]
        assert client.get("/health/live").status_code == 200


@pytest.mark.slow
def test_damage_while_serving_is_noticed_and_repair_too(two: Path) -> None:
    with client_of(two) as client:
        assert client.get("/v1/indicators").headers["dataset-version"] == "2.0.0"
        whole = (two / "releases/2.0.0/indicators.parquet").read_bytes()
        file = damage(two, "2.0.0")
        time.sleep(LOOKED_AGAIN)
        assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
        assert client.get("/health/ready").json()["status"] == "degraded"
        file.write_bytes(whole)
        time.sleep(LOOKED_AGAIN)
        assert client.get("/v1/indicators").headers["dataset-version"] == "2.0.0"
        assert client.get("/health/ready").json() == {"status": "ok", "release": "2.0.0", "refused": []}


def test_a_release_that_is_taken_away_is_no_longer_served(two: Path) -> None:
    with client_of(two) as client:
        assert client.get("/v1/indicators").headers["dataset-version"] == "2.0.0"
        shutil.rmtree(two / "releases/2.0.0")
        time.sleep(LOOKED_AGAIN)
        assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
        assert client.get("/v1/releases/2.0.0/indicators").json()["type"] == "/problems/release-not-found"


@pytest.mark.slow
def test_only_what_a_trusted_key_signed_is_served_when_keys_are_given(tmp_path: Path) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    build(add_report(tmp_path), publication=Publication(sign=key.sign))
    build(add_report(tmp_path, OTHER), publication=Publication(sign=other.sign))
    for trusted, version in (((), "2.0.0"), ((key,), "1.0.0"), ((key, other), "2.0.0")):
        with client_of(tmp_path, *trusted) as client:
            assert client.get("/v1/indicators").headers["dataset-version"] == version
    with client_of(tmp_path, Ed25519PrivateKey.generate()) as client:
        assert client.get("/health/ready").json()["type"] == "/problems/release-damaged"


def test_a_history_that_cannot_be_read_leaves_the_one_that_was(two: Path) -> None:
    history = two / "history.toml"
    note = '[releases."1.0.0"]\nexplained = "First."\nexplained_zh = "首个。"\n'
    history.write_text(note, "utf-8")
    with client_of(two) as client:
        assert [one["explained"] for one in rows(client, "/v1/releases")] == [None, "First."]
        history.write_text("[releases", "utf-8")
        time.sleep(LOOKED_AGAIN)
        assert [one["explained"] for one in rows(client, "/v1/releases")] == [None, "First."]
        history.write_text(note.replace("First", "One"), "utf-8")
        time.sleep(LOOKED_AGAIN)
        assert [one["explained"] for one in rows(client, "/v1/releases")] == [None, "One."]


def test_folders_that_are_no_releases_are_passed_over(two: Path) -> None:
    for name in (".staging-x", "1.2", "latest", "backup of 2.0.0"):
        shutil.copytree(two / "releases/1.0.0", two / "releases" / name)
    with client_of(two) as client:
        assert [one["version"] for one in rows(client, "/v1/releases")] == ["2.0.0", "1.0.0"]
        assert client.get("/health/ready").json()["refused"] == []


def test_a_copy_of_a_release_under_another_version_is_refused(two: Path) -> None:
    shutil.copytree(two / "releases/1.0.0", two / "releases/3.0.0")
    with client_of(two) as client:
        assert client.get("/v1/indicators").headers["dataset-version"] == "2.0.0"
        assert "is the manifest of 1.0.0, not of 3.0.0" in client.get("/health/ready").json()["refused"][0]["reason"]


# Checks that take long


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Versions whose check never ends by itself, and how often each was begun."""
    versions: Counter[str] = Counter()

    def problems(release: Release, keys: Keys, limit: TimeLimit) -> Iterator[str]:
        versions.update(version for version in versions if version == release.manifest.version)
        while release.manifest.version in versions:
            limit.check()
        return problems_of(release, keys, limit)

    def seconds(release: Release) -> float:
        return 0.1 if release.manifest.version in versions else check_seconds(release)

    monkeypatch.setattr("api.store.registry.problems_of", problems)
    monkeypatch.setattr("api.store.registry.check_seconds", seconds)
    monkeypatch.setattr("api.store.library.ASKED_SECONDS", 0.1)
    return versions


def test_a_server_starts_beside_a_release_whose_check_never_ends_and_refuses_it(
    two: Path, endless: Counter[str]
) -> None:
    endless["2.0.0"] = 0
    with client_of(two) as client:
        assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
        while "being checked" in (reason := client.get("/health/ready").json()["refused"][0]["reason"]):
            time.sleep(LOOKED_AGAIN)
        assert re.fullmatch(r"takes more than \d seconds of the processor to check", reason)
        assert endless["2.0.0"] == 3  # before any was served, beside, and beside with more time
        assert client.get("/v1/releases/2.0.0/indicators").json()["type"] == "/problems/release-damaged"


def test_what_is_still_being_checked_is_told_and_served_when_it_is_known_to_be_good(
    two: Path, endless: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.store.library.NEWER_SECONDS", 0.0)
    shutil.copytree(two / "releases/2.0.0", two / "later")
    shutil.rmtree(two / "releases/2.0.0")
    with client_of(two) as client:
        assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
        monkeypatch.setattr("api.store.registry.check_seconds", lambda _: 60.0)
        endless["2.0.0"] = 0
        (two / "later").rename(two / "releases/2.0.0")
        time.sleep(LOOKED_AGAIN)
        for _ in range(3):
            assert client.get("/v1/indicators").headers["dataset-version"] == "1.0.0"
            answer = client.get("/v1/releases/2.0.0/indicators")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            assert answer.json()["detail"].startswith("release 2.0.0 is not served yet: its files are being checked")
            listed = asked(client, "/v1/releases")
            assert [one["version"] for one in listed["data"]] == ["1.0.0"]
            assert [one["version"] for one in listed["refused"]] == ["2.0.0"]
        endless.clear()
        while client.get("/v1/indicators").headers["dataset-version"] == "1.0.0":
            time.sleep(LOOKED_AGAIN)
        assert asked(client, "/v1/releases")["refused"] == []


def test_a_release_that_goes_while_it_is_checked_is_forgotten(two: Path, endless: Counter[str]) -> None:
    endless["2.0.0"] = 0
    with client_of(two) as client:
        assert client.get("/health/ready").json()["status"] == "degraded"
        shutil.rmtree(two / "releases/2.0.0")
        time.sleep(LOOKED_AGAIN)
        assert client.get("/health/ready").json() == {"status": "ok", "release": "1.0.0", "refused": []}


# Publishing without a restart


class Asking:
    """Clients that ask a server all the time, from threads of their own, and keep what they got."""

    def __init__(self, address: str, paths: list[str]) -> None:
        self.address = address
        self.seen: Counter[tuple[str, int, str, str]] = Counter()
        self.order: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(path,)) for path in paths]

    def _ask(self, path: str) -> None:
        with httpx.Client(base_url=self.address, timeout=30) as client:
            while not self._stop.is_set():
                answer = client.get(path)
                version = answer.headers.get("dataset-version", "")
                digest = hashlib.sha256(answer.content).hexdigest()
                self.seen[path, answer.status_code, version, digest] += 1
                if path == "/v1/indicators":
                    self.order.append(version)

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=30)


def wait_for_release(address: str, version: str, seconds: float) -> float:
    """How long it takes until a server serves a release."""
    start = time.monotonic()
    while httpx.get(f"{address}/health/ready", timeout=10).json().get("release") != version:
        assert time.monotonic() - start < seconds, f"{version} is not served after {seconds} seconds"
        time.sleep(0.05)
    return time.monotonic() - start


@pytest.fixture(params=["1", "2"], ids=["one worker", "two workers"])
def workers(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.slow
def test_releases_published_under_load_are_served_within_seconds_and_no_answer_mixes_two(
    tmp_path: Path, workers: str
) -> None:
    next_release(add_report(tmp_path))
    paths = [
        "/v1/indicators",
        "/v1/indicators.csv",
        "/v1/targets?q=6",
        "/v1/releases/1.0.0/indicators.csv",
        "/v1/releases/1.0.0/files/indicators.parquet",
        "/v1/releases/1.0.0/bundle.zip",
    ]
    texts = [TEXT.replace("155.5", f"{n}.5") for n in (156, 157, 158)]
    with serving(tmp_path, BAOGAO_WORKERS=workers) as (address, _), Asking(address, paths) as asking:
        for n, text in enumerate(texts, 2):
            time.sleep(0.5)
            release = next_release(add_report(tmp_path, text))
            assert str(release.version) == f"{n}.0.0"
            wait_for_release(address, f"{n}.0.0", seconds=5)
        time.sleep(OF_A_SERVER)
    assert {status for _, status, _, _ in asking.seen} == {200}
    for path in paths:
        answers = {(version, digest) for asked_for, _, version, digest in asking.seen if asked_for == path}
        versions = {version for version, _ in answers}
        assert len(answers) == len(versions), f"{path} answered differently on one release"
        assert versions == ({"1.0.0"} if "1.0.0" in path else {"1.0.0", "2.0.0", "3.0.0", "4.0.0"})
    if workers == "1":
        assert asking.order == sorted(asking.order), "an older release came after a newer one"


@pytest.mark.slow
def test_an_answer_that_was_begun_is_finished_on_its_release(tmp_path: Path) -> None:
    many = "一、2023年工作回顾\n" + "".join(f"第{n}项收入完成{n}.5亿元。\n" for n in range(1, 4000))
    next_release(add_report(tmp_path, many))
    with client_of(tmp_path) as client:
        expected = client.get("/v1/releases/1.0.0/figures.csv").content
        with serving(tmp_path) as (address, _), httpx.stream("GET", f"{address}/v1/figures.csv", timeout=30) as answer:
            parts = answer.iter_bytes(4096)
            got = next(parts)
            next_release(add_report(tmp_path, OTHER))
            wait_for_release(address, "2.0.0", seconds=10)
            got += b"".join(parts)
        assert answer.headers["dataset-version"] == "1.0.0"
        assert got == expected
        assert asked(client, "/v1/releases/2.0.0/indicators?limit=1")["release"] == "2.0.0"
