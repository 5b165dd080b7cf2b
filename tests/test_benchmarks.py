"""The benchmarks run, on sizes that take a moment; how fast anything is is no matter of a test."""

import ast
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.faults import mutants
from benchmarks.mutations import MODULES
from benchmarks.scale import replicated, write_source
from datasets.releases.build import build
from datasets.releases.release import newest_release
from tests.conftest import ROOT
from tests.homes import TEXT

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


@pytest.mark.slow
def test_a_library_is_made_larger_without_reading_and_builds_as_one_that_was_read(tmp_path: Path) -> None:
    corpus, home = tmp_path / "corpus", tmp_path / "home"
    corpus.mkdir()
    head = "report_id,file,region_code,level,year,title\n"
    (corpus / "index.csv").write_text(f"{head}211102-2024,one.txt,211102,county,2024,政府工作报告\n", "utf-8")
    (corpus / "index-md.csv").write_text(head, "utf-8")
    (corpus / "one.txt").write_text(TEXT, "utf-8")
    for report in islice(replicated(corpus), 1):
        write_source(home, *report)
    build(home)
    command = ["benchmarks/rekeyed.py", str(home), str(tmp_path / "new"), "3", str(corpus)]
    ran = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert [line.partition(":")[0] for line in ran.stdout.splitlines()] == ["all", "one more"]
    found, read = newest_release(tmp_path / "new/releases"), tmp_path / "read"
    shutil.copytree(tmp_path / "new/sources", read / "sources")
    expected = build(read).release
    assert found is not None
    assert (len(expected.manifest.sources), str(found.version)) == (4, "1.1.0")
    for name in ("reports", "paragraphs", "figures", "coverage"):
        assert found.table_file(name).read_bytes() == expected.table_file(name).read_bytes(), name
