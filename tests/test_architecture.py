"""Imports go one way: schemas, then datasets, then api. The house keeps its size."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import datasets

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {"schemas": {"schemas"}, "datasets": {"schemas", "datasets"}, "api": {"schemas", "datasets", "api"}}
EXTRACTOR = (
    "datasets.rules",
    "datasets.extract",
    "datasets.reading.document",
    "datasets.reading.structure",
    "datasets.releases.build",
)
USES_EXTRACTOR = {"api/generated.py"}  # writes documentation; never loaded by the server
SQL_IS_IN = [f"api/store/duckdb/{name}.py" for name in ("engine", "search_sql", "sql")]
SQL_STARTS = ("select ", "create ", "insert ", "copy ", "attach ")


def python_files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def modules_imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_is_below_it(package: str) -> None:
    for file in python_files(package):
        upwards = ({name.split(".")[0] for name in modules_imported(file)} & set(MAY_IMPORT)) - MAY_IMPORT[package]
        assert not upwards, f"{file.relative_to(ROOT)} imports {upwards}"


def test_serving_never_loads_the_extractor() -> None:
    for file in python_files("api"):
        name = file.relative_to(ROOT).as_posix()
        if name.startswith("api/commands/") or name in USES_EXTRACTOR:
            continue
        assert not [module for module in modules_imported(file) if module.startswith(EXTRACTOR)], name


STARTED = """
import sys
from api.app import application
application()
print(*{"duckdb", "pyarrow.compute", "cryptography", "xlsxwriter", "datasets.rules", "datasets.releases.checks"} & {*sys.modules})
"""


def test_a_server_starts_without_what_only_some_questions_need() -> None:
    ran = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_sql_is_written_in_one_folder_only() -> None:
    for package in MAY_IMPORT:
        for file in python_files(package):
            if file.relative_to(ROOT).as_posix() in SQL_IS_IN:
                continue
            texts = (n.value for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Constant))
            assert not [t for t in texts if isinstance(t, str) and t.lstrip().startswith(SQL_STARTS)], file


def test_datasets_is_our_package_and_not_the_one_of_that_name_on_pypi() -> None:
    assert Path(datasets.__file__ or "").is_relative_to(ROOT)


def test_no_file_is_longer_than_a_reader_likes() -> None:
    tables = {"datasets/rules", "schemas"}  # tables of words, terms and columns may be long
    long = {
        file.relative_to(ROOT).as_posix(): lines
        for package in MAY_IMPORT
        for file in python_files(package)
        if file.parent.relative_to(ROOT).as_posix() not in tables
        and (lines := len(file.read_text("utf-8").splitlines())) > 250
    }
    assert long == {}
