"""The benchmarks run, on sizes that take a moment; how fast anything is is no matter of a test."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("command", [["queries.py", "120"], ["search.py", "2"]], ids=lambda command: command[0])
def test_a_benchmark_runs(command: list[str]) -> None:
    script, *sizes = command
    ran = subprocess.run(
        [sys.executable, f"benchmarks/{script}", *sizes],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) > 5
