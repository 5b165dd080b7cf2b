"""The releases of this repository are for ever: each as it was committed, and the newest made again from its sources."""

import shutil
import subprocess
from pathlib import Path

import pytest

from datasets.library.home import BUILT_IN, releases_folder
from datasets.releases.integrity.inspection import damaged_files
from datasets.releases.release import SUMS, open_release, versions
from datasets.releases.verify import verify

ROOT = BUILT_IN.parent
RELEASES = releases_folder(BUILT_IN)
COMMITTED = dict(line.split("  ")[::-1] for line in (ROOT / "tests/golden/releases.sha256").read_text().splitlines())
every_release = pytest.mark.parametrize("version", [str(version) for version in versions(RELEASES)])


def git(*arguments: str) -> str:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("needs a git clone")
    return subprocess.run(
        ["/usr/bin/env", "git", "-c", "safe.directory=*", *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_there_are_at_least_three_and_each_is_in_the_list_of_checksums() -> None:
    listed = [Path(name).parent.name for name in COMMITTED]
    assert sorted(listed) == sorted(map(str, versions(RELEASES)))
    assert len(listed) >= 3


@every_release
def test_a_release_is_as_it_was_committed_by_every_byte(version: str) -> None:
    release = open_release(RELEASES / version)
    assert list(damaged_files(release)) == []
    manifest = f"datasets/releases/{version}/manifest.json"
    found = subprocess.run(
        ["/usr/bin/env", "sha256sum", manifest], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert found.split() == [COMMITTED[manifest], manifest]


@every_release
def test_no_commit_ever_changed_or_removed_a_file_of_a_release(version: str) -> None:
    folder = f"datasets/releases/{version}"
    assert git("log", "--diff-filter=a", "--format=", "--name-status", "--", folder) == ""


@every_release
def test_checksums_are_as_sha256sum_reads_them(version: str) -> None:
    folder = RELEASES / version
    if not (folder / SUMS).exists():
        pytest.skip("from before there were checksums beside the manifest")
    subprocess.run(["/usr/bin/env", "sha256sum", "--check", "--strict", "--quiet", SUMS], cwd=folder, check=True)


@pytest.mark.slow
def test_the_newest_is_made_again_from_the_sources_with_the_same_rows() -> None:
    newest = open_release(RELEASES / str(max(versions(RELEASES))))
    assert list(verify(newest, BUILT_IN)) == []
