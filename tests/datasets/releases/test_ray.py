"""A build whose reports are read in a Ray cluster gives the bytes of one that reads them here, whatever happens to it."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.cli import main
from datasets.library.home import BUILT_IN
from datasets.library.sources import read_source
from datasets.releases.release import versions
from tests.asking import free_port
from tests.homes import add_report

ROOT = BUILT_IN.parent
ON = ("--on", "2026-11-27")
COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "build", *ON]
NOBODY = "ray://127.0.0.1:1"
CODES = [f"2111{number:02}" for number in (2, 3, 4, 21, 22)] + [
    f"2109{number:02}" for number in (2, 3, 4, 5, 11, 21, 22)
]
HUGE, NOT_ONE = "211400-2024", "211300-2024"
SECONDS = ("--read-seconds", "2")

needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed: `make ray`")


PLACE = {"node_ip_address": "127.0.0.2", "object_store_memory": 100 << 20, "num_cpus": 1, "include_log_monitor": False}
HEAD = PLACE | {"include_dashboard": False, "no_monitor": True}
TRIES = 3
PORTS = ("metrics_agent_port", "metrics_export_port", "dashboard_agent_listen_port", "runtime_env_agent_port")
SLOWLY = {"RAY_raylet_start_wait_time_s": "120", "RAY_agent_register_timeout_ms": "120000"}  # on a busy machine


def given_ports() -> dict[str, int]:
    """Ports of a node: it waits only a little for those that its processes choose, and they start slowly."""
    return {name: free_port() for name in PORTS}


def tried(start: Callable[[], Any]) -> Any:
    """What starts at last: Ray gives the processes of a node 15 seconds, which are few on a busy machine."""
    for _ in range(TRIES - 1):
        with suppress(Exception):  # Ray raises nothing more exact
            return start()
    return start()


class Nodes:
    """A Ray cluster of this machine, of a head and a node that work at one block each."""

    def __init__(self) -> None:
        cluster = importlib.import_module("ray.cluster_utils").Cluster
        code = {"env_vars": {"PYTHONPATH": str(ROOT)}}
        self.cluster = tried(lambda: cluster(initialize_head=True, head_node_args=HEAD | code | given_ports()))
        self.node = tried(lambda: self.cluster.add_node(**PLACE, **code, **given_ports()))
        self.engine = f"ray://{self.cluster.address}"

    def kill_one(self) -> None:
        """Kill the node; the head goes on."""
        self.cluster.remove_node(self.node, allow_graceful=False)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in SLOWLY.items():
            patched.setenv(name, value)
        nodes = Nodes()
        yield nodes
        nodes.cluster.shutdown()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of some reports, one that takes longer to read than it may, and one that is none."""
    home = tmp_path_factory.mktemp("ray")
    text = read_source(BUILT_IN / "sources/211102-2024").text
    for code in CODES:
        add_report(home, text[: len(text) // 2], code)
    add_report(home, text * 100, HUGE[:6], level="prefecture")
    return add_report(home, "，", NOT_ONE[:6], level="prefecture")


def started(home: Path, *options: str, **more: Any) -> "subprocess.Popen[str]":
    """A build that runs, from a folder with no code in it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | more
    command = [*COMMAND, "--home", str(home), *options]
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def built(home: Path, *options: str, **more: Any) -> tuple[int, str]:
    """The exit code of a build, and what it prints."""
    running = started(home, *options, **more)
    said, _ = running.communicate(timeout=300)
    return running.returncode, said


def built_here(home: Path, *options: str) -> tuple[int, str]:
    """The same of a build in this process, which takes no time to start."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(main, ["build", *ON, "--home", str(home), *options])
    return result.exit_code, result.output


def shards(home: Path) -> dict[str, int]:
    """The shards that are there whole, and the number of the file of each."""
    there = (home / ".shards").glob("[0-9a-f]*") if (home / ".shards").is_dir() else ()
    return {file.name: file.stat().st_ino for file in there}


def when_there_are(count: int, home: Path, running: "subprocess.Popen[str]", then: Callable[[], None]) -> None:
    """Do something to a build as soon as it has so many shards, and goes on."""
    while len(shards(home)) < count:
        assert running.poll() is None, running.communicate()
        time.sleep(0.02)
    then()


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def left_out(said: str) -> list[str]:
    """What a build says of the reports it leaves out."""
    return [line for line in said.splitlines() if line.startswith("Left out: ")]


@needs_ray
def test_a_build_and_a_node_are_killed_and_the_bytes_are_those_of_a_build_here(
    nodes: Nodes, home: Path, tmp_path: Path
) -> None:
    shutil.copytree(home, tmp_path / "here")
    shutil.copytree(home, tmp_path / "ray")
    here, there = tmp_path / "here", tmp_path / "ray"
    first = started(there, "--engine", nodes.engine, *SECONDS)
    when_there_are(1, there, first, lambda: os.kill(first.pid, signal.SIGKILL))
    first.communicate()
    before = shards(there)
    assert 1 <= len(before) < len(CODES)
    assert versions(there / "releases") == []
    second = started(there, "--engine", nodes.engine, *SECONDS)
    when_there_are(len(before) + 1, there, second, nodes.kill_one)
    assert second.poll() is None
    said, _ = second.communicate(timeout=300)
    assert second.returncode == 1, said  # reports are left out
    assert before.items() <= shards(there).items()
    code, said_here = built(here, *SECONDS)
    assert (code, left_out(said)) == (1, left_out(said_here))
    not_one, huge = left_out(said)
    assert not_one.startswith(f"Left out: {NOT_ONE}: ")
    assert "no section of a report was recognised" in not_one
    assert huge.startswith(f"Left out: {HUGE}: takes more than 2 seconds of the processor to read")
    assert contents(there / "releases/1.0.0") == contents(here / "releases/1.0.0")
    assert shards(there).keys() == shards(here).keys()


@needs_ray
def test_what_has_a_shard_is_not_asked_of_a_cluster(tmp_path: Path) -> None:
    add_report(tmp_path)
    assert built_here(tmp_path)[0] == 0
    code, said = built_here(tmp_path, "--engine", NOBODY)
    assert (code, "Nothing changed since release 1.0.0" in said) == (0, True), said


ENGINE = "datasets/releases/shards/ray_engine.py"


@needs_ray
@pytest.mark.parametrize(
    ("file", "was", "now", "why"),
    [
        ("datasets/rules/links.py", '"""Words', '"""Other words', "reads by [0-9a-f]{12}, this machine by [0-9a-f]{12}: install the same version"),
        (ENGINE, "read_block", "read_newer_block", "a Ray node cannot read reports: .*read_newer_block.*; install this version"),
    ],
    ids=["other rules", "an older version"],
)  # fmt: skip
def test_a_node_without_our_version_is_refused(
    nodes: Nodes, tmp_path: Path, file: str, was: str, now: str, why: str
) -> None:
    code = tmp_path / "code"
    for name in ("api", "datasets", "schemas"):
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("[0-9]*.[0-9]*", "sources"))
    content = (code / file).read_text("utf-8")
    (code / file).write_text(content.replace(was, now), "utf-8")
    (tmp_path / "home").mkdir()
    exit_code, said = built(add_report(tmp_path / "home"), "--engine", nodes.engine, PYTHONPATH=str(code))
    assert exit_code == 1
    assert re.search(why, " ".join(said.split())), said
    assert "Traceback" not in said
    assert shards(tmp_path / "home") == {}
    assert versions(tmp_path / "home/releases") == []


@needs_ray
def test_where_no_cluster_is_it_is_said_at_once(tmp_path: Path) -> None:
    code, said = built_here(add_report(tmp_path), "--engine", NOBODY)
    assert code == 1
    assert f"{NOBODY}: no Ray cluster can be used: [Errno 111] Connection refused; expected HOST:PORT" in said


@needs_ray
def test_a_ray_that_does_not_start_in_time_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def init(**_options: object) -> None:
        raise Exception("The current node timed out during startup. This could happen because")  # as Ray does

    monkeypatch.setattr("ray.init", init)
    result = CliRunner().invoke(main, ["build", *ON, "--engine", "ray", "--home", str(add_report(tmp_path))])
    assert result.exit_code == 1
    assert result.output.strip().startswith(
        "Error: this machine: no Ray cluster can be used: The current node timed out"
    )


def test_without_ray_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ray", "ray.data"):
        monkeypatch.setitem(sys.modules, name, None)
    code, said = built_here(add_report(tmp_path), "--engine", "ray")
    assert code == 1
    assert 'Ray is not installed; python -m pip install "ray[data]' in said


@pytest.mark.parametrize("engine", ["Ray", "spark", "ray://", "ray://head", "ray://:6379", "ray://head:x"])
def test_an_engine_that_there_is_not_is_refused(tmp_path: Path, engine: str) -> None:
    code, said = built_here(add_report(tmp_path), "--engine", engine)
    assert code == 2
    assert f"'{engine}' is none of local, ray, ray://HOST:PORT" in said
