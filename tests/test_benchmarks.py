"""The benchmarks run, on sizes that take a moment; how fast anything is is no matter of a test."""

import ast
import subprocess
import sys

import pytest

from benchmarks.faults import mutants
from benchmarks.mutations import MODULES
from tests.conftest import ROOT

ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
TRIAL = """
import sys, tempfile
from pathlib import Path
from msgspec.structs import replace
from benchmarks.faults import mutants
from benchmarks.trials import copied

module, *tests = sys.argv[1:]
with tempfile.TemporaryDirectory() as scratch:
    trials = copied(Path(scratch))
    selection = trials.watched(tests, [module])
    good = (trials.folder / module).read_text("utf-8")
    (fault,) = mutants(module)
    print(trials.notices(selection, fault))
    print(trials.notices(selection, replace(fault, source=good)))
    print(trials.notices(selection, replace(fault, function=0)))
"""


@pytest.mark.slow
def test_faults_are_made_in_every_module_and_are_faults() -> None:
    for module in MODULES:
        found = list(mutants(module))
        good = ast.unparse(ast.parse((ROOT / module).read_text("utf-8")))
        assert len(found) > 1
        assert all((ROOT / test).is_file() for test in MODULES[module] if test.startswith("tests/"))
        for mutant in found:
            compile(mutant.source, module, "exec")
            assert mutant.source != good, mutant
        assert len({mutant.source for mutant in found}) == len(found)


@pytest.mark.slow
def test_a_fault_is_tried_by_the_tests_that_enter_it_and_noticed_when_one_fails() -> None:
    """In a process of its own, for what it loads stays loaded."""
    module, tests = "api/http/dates.py", ["tests/api/http/test_parsing.py", "-k", "date_is_read or single_range"]
    ran = subprocess.run(
        [sys.executable, "-c", TRIAL, module, *tests],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["True", "False", "False"]


@pytest.mark.slow
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
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) > 5
