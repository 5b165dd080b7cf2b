"""The house keeps its size and starts light. Which way imports go is a contract of import-linter (`make lint`)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import datasets

ROOT = Path(__file__).parents[1]
PACKAGES = ("schemas", "datasets", "api")
SQL_IS_IN = ROOT / "api/store/duckdb"
SQL_STARTS = ("select ", "create ", "insert ", "copy ", "attach ")


def python_files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


STARTED = """
import sys
from api.app import application
application()
print(*{"duckdb", "pyarrow.compute", "cryptography", "xlsxwriter", "api.formats.stata", "datasets.rules", "datasets.releases.checks"} & {*sys.modules})
"""


def test_a_server_starts_without_what_only_some_questions_need() -> None:
    ran = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_sql_is_written_in_one_folder_only() -> None:
    for package in PACKAGES:
        for file in python_files(package):
            if file.is_relative_to(SQL_IS_IN):
                continue
            texts = (n.value for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Constant))
            assert not [t for t in texts if isinstance(t, str) and t.lstrip().startswith(SQL_STARTS)], file


PARSERS = re.compile(r"msgspec\.(json|toml|msgpack)\.(decode|Decoder)|\bjson\.loads?\(|tomllib\.loads?\(")
PARSING = {
    "datasets/json.py": "one error for all that is wrong",
    "datasets/toml.py": "bounded before it is parsed",
    "datasets/library/ingestion/known.py": "a cache; what cannot be read is made again",
    "datasets/releases/shards/known.py": "lines that are signed; those that other code wrote are read again",
    "api/store/store.py": "rows of a release, encoded by us",
    "api/routes/openapi.py": "the document that was made a line before",
    "api/web/drawing/worker.py": "from the process that started it",
}


def test_what_others_wrote_is_parsed_in_one_place() -> None:
    """A parser called elsewhere would have errors of its own, one of which is forgotten: `RecursionError`, say."""
    found = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in python_files(package)
        if PARSERS.search(file.read_text("utf-8"))
    }
    assert found == PARSING.keys()


def test_datasets_is_our_package_and_not_the_one_of_that_name_on_pypi() -> None:
    assert Path(datasets.__file__ or "").is_relative_to(ROOT)


def test_no_file_is_longer_than_a_reader_likes() -> None:
    tables = {"datasets/rules", "schemas"}  # tables of words, terms and columns may be long
    long = {
        file.relative_to(ROOT).as_posix(): lines
        for package in PACKAGES
        for file in python_files(package)
        if not any(file.is_relative_to(ROOT / table) for table in tables)
        and (lines := len(file.read_text("utf-8").splitlines())) > 250
    }
    assert long == {}
