"""The benchmarks run, on sizes that take a moment; how fast anything is is no matter of a test."""

import ast
import subprocess
import sys

import pytest

from benchmarks.mutations import MODULES, mutants
from tests.conftest import ROOT


def test_faults_are_made_in_every_module_and_are_faults() -> None:
    for module in MODULES:
        found = list(mutants(module))
        good = ast.unparse(ast.parse((ROOT / module).read_text("utf-8")))
        assert len(found) > 5
        assert all((ROOT / test).is_file() for test in MODULES[module] if test.startswith("tests/"))
        for mutant in found:
            compile(mutant.source, module, "exec")
            assert mutant.source != good, mutant
        assert len({mutant.source for mutant in found}) == len(found)


@pytest.mark.parametrize(
    "command",
    [
        ["queries.py", "120"],
        ["search.py", "2"],
        ["first_time.py", "--rounds", "1", "--count", "1"],
        ["ingest.py", "datasets/sources/211102-2024", "2", "3"],
    ],
    ids=lambda command: command[0],
)
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
