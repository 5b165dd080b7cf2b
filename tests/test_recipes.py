"""Every recipe of the documents is run against a real server, and prints what it says it prints."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from datasets.library.home import BUILT_IN
from datasets.releases.release import open_release
from datasets.releases.tables.hive import export_hive
from tests.api.http.test_clients import HTTPFS
from tests.asking import serving
from tests.homes import NEWEST
from tests.spark import needs_spark

ADDRESS = "http://127.0.0.1:8000"
AT_EXIT = "terminate called without an active exception"  # of threads of Arrow, now and then, as the interpreter ends
BLOCK = re.compile(r"^```(sh|python|r)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"sh": ["bash", "-c"], "python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}
COMMAND = f""".venv/bin/baogao() {{ PYTHONPATH={BUILT_IN.parent} {sys.executable} -c 'from api.cli import main; main()' "$@"; }}\n"""
LAKE = "ducklake:"  # what only a DuckDB with extensions reads, which tests have beside it, and users by `INSTALL`
LOAD = """
import duckdb, importlib.util, pathlib
for name in ("httpfs", "ducklake"):
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    found = pathlib.Path(spec.origin).parent.rglob(f"{name}.duckdb_extension") if spec else []
    duckdb.execute(f"load '{next(iter(found), name)}'")
duckdb.execute("set enable_progress_bar = false")
"""
EXPORTED = '"lake/', "'lake/"  # what recipes in Python read was exported by the one before them
ON_THIS_MACHINE = {"SPARK_LOCAL_IP": "127.0.0.1"}
RECIPES = [
    pytest.param(
        language,
        code,
        id=f"{language}: {code.splitlines()[0].removeprefix('# ')}",
        marks=[needs_spark] if "pyspark" in code else [],
    )
    for language, code in BLOCK.findall((BUILT_IN.parent / "docs/recipes.md").read_text("utf-8"))
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server over the built-in releases."""
    with serving(BUILT_IN) as (address, _):
        yield address


@pytest.mark.slow
@pytest.mark.parametrize(("language", "code"), RECIPES)
def test_a_recipe_prints_what_it_says(server: str, tmp_path: Path, language: str, code: str) -> None:
    if shutil.which(RUN[language][0]) is None:
        pytest.skip(f"{RUN[language][0]} is not installed")
    command = [*RUN[language], (COMMAND if language == "sh" else "") + code.replace(ADDRESS, server)]
    if LAKE in code:
        if subprocess.run([HTTPFS, "-c", LOAD], capture_output=True, check=False, timeout=60).returncode:
            pytest.skip("no DuckDB with httpfs and ducklake here")
        command = [HTTPFS, "-c", LOAD + code.replace(ADDRESS, server)]
    if language == "python" and any(quoted in code for quoted in EXPORTED):
        export_hive(open_release(BUILT_IN / "releases" / NEWEST), tmp_path / "lake", lambda _: None)
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
        env=os.environ | ON_THIS_MACHINE,
    )
    assert ran.returncode == 0 or ran.stderr.strip() == AT_EXIT, ran.stderr
    expected = [line.removeprefix("# -> ") for line in code.splitlines() if line.startswith("# -> ")]
    assert expected, "a recipe says what it prints"
    for line in expected:
        assert line in ran.stdout, ran.stdout
