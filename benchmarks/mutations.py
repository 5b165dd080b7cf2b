"""How many small faults the tests notice (mutation testing): `python benchmarks/mutations.py [COUNT] [MODULE]`.

Faults are made one at a time in a copy of the code, by rules: a comparison turned round, `and` for `or`, a condition
negated, a constant changed, a statement left out. Which of them are tried is drawn with a fixed seed, as many of each
module. A fault that every test of its module lives through is shown, to be looked at.
"""

import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parent.parent
COPIED = ("api", "benchmarks", "datasets", "schemas", "tests", "docs", "pyproject.toml", "CHANGELOG.md")
SECONDS = 300  # after which tests that go round in circles have noticed
SEED = 20
PARSING, DOWNLOADS = "tests/api/http/test_parsing.py", "tests/api/http/test_downloads.py"
QUICK = ["-k", "not however_often and not gzip"]  # for a fault is tried in seconds, not minutes
CONDITIONAL = [PARSING, DOWNLOADS, *QUICK]
CACHE = ["tests/api/middleware/test_answer_cache.py", *QUICK]
RELEASES = ["tests/datasets/releases/test_release.py", "tests/datasets/releases/test_signing.py"]
MODULES = {
    "api/middleware/answer_cache.py": CACHE,
    "api/middleware/cache_key.py": CACHE,
    "api/middleware/ranges.py": [DOWNLOADS, *QUICK],
    "api/middleware/request_limits.py": ["tests/api/test_hostile.py"],
    "api/http/conditional.py": CONDITIONAL,
    "api/http/ranges.py": [PARSING],
    "api/http/negotiation.py": [PARSING],
    "datasets/releases/publishing.py": RELEASES,
    "datasets/releases/integrity.py": RELEASES,
}
TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class Mutant(Struct, frozen=True):
    """A fault: where it is, what was there and what is there instead, and the whole module with it."""

    module: str
    line: int
    was: str
    now: str
    source: str


def turned(node: ast.AST) -> ast.AST | None:
    """A node with a fault; None for one that no rule is for."""
    changed = copy.deepcopy(node)
    match changed:
        case ast.Compare(ops=[one, *_]) if type(one) in TURNED:
            changed.ops[0] = TURNED[type(one)]()
        case ast.BoolOp():
            changed.op = ast.Or() if isinstance(changed.op, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not()):
            return changed.operand
        case ast.If() | ast.IfExp() | ast.While():
            changed.test = ast.UnaryOp(ast.Not(), changed.test)
        case ast.Constant(value=bool(value)):
            changed.value = not value
        case ast.Constant(value=int(value)):
            changed.value = value + 1
        case _:
            return ast.Pass() if is_left_out(node) else None
    return changed


def is_left_out(node: ast.AST) -> bool:
    """Whether a statement is one that may be left out: it raises, adds, or calls for an effect."""
    effect = ast.Call | ast.Await | ast.YieldFrom
    return isinstance(node, ast.Raise | ast.AugAssign) or (
        isinstance(node, ast.Expr) and isinstance(node.value, effect)
    )


def mutants(module: str) -> Iterator[Mutant]:
    """Every fault that the rules make in the functions of a module."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in {id(one): one for function in functions for part in function.body for one in ast.walk(part)}.values():
        fault = turned(node)
        if fault is None or not hasattr(node, "lineno"):
            continue
        ast.copy_location(fault, node)
        whole = ast.unparse(ast.fix_missing_locations(Replacement(node, fault).visit(copy.deepcopy(tree))))
        yield Mutant(module, node.lineno, line_of(node), line_of(fault), whole)


class Replacement(ast.NodeTransformer):
    """Puts a fault where a node was, known by its place and kind."""

    def __init__(self, node: ast.AST, fault: ast.AST) -> None:
        self.place = place_of(node)
        self.fault = fault

    def visit(self, node: ast.AST) -> ast.AST:
        return self.fault if place_of(node) == self.place else self.generic_visit(node)


def place_of(node: ast.AST) -> tuple[object, ...]:
    """What tells a node from all others of its module."""
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return (type(node), *(getattr(node, name, None) for name in names))


def line_of(node: ast.AST) -> str:
    """A node in one line."""
    return ast.unparse(node).partition("\n")[0][:90]


def is_noticed(folder: Path, mutant: Mutant) -> bool:
    """Whether a test of the module fails with the fault. Raises OSError when the copy cannot be written to."""
    place = folder / mutant.module
    good = place.read_text("utf-8")
    place.write_text(mutant.source, "utf-8")
    try:
        return not passes(folder, MODULES[mutant.module])
    finally:
        place.write_text(good, "utf-8")


def passes(folder: Path, tests: list[str]) -> bool:
    """Whether tests pass in the copy. They share one home, which is made by the code as it is."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_XDIST_WORKER": "gw0"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    command += ["--hypothesis-profile", "quick", f"--basetemp={folder.parent / 'base' / 'run'}"]
    try:
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0


def drawn(count: int, modules: list[str], shuffle: Callable[[list[Mutant]], None]) -> list[Mutant]:
    """So many faults, as many of each module as there are or as there are places for."""
    every = {module: list(mutants(module)) for module in modules}
    for found in every.values():
        shuffle(found)
    some: list[Mutant] = []
    while len(some) < count and any(every.values()):
        some += [found.pop() for found in every.values() if found]
    return some[:count]


def main(count: int, modules: list[str]) -> None:
    """Try faults, and print the score of each module and what was not noticed."""
    chosen = drawn(count, modules, random.Random(SEED).shuffle)  # noqa: S311
    noticed: dict[str, list[bool]] = {module: [] for module in modules}
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        folder = Path(scratch) / "code"
        for name in COPIED:
            copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copied(ROOT / name, folder / name)
        (folder.parent / "base").mkdir()
        for tests in {tuple(MODULES[module]) for module in modules}:
            if not passes(folder, list(tests)):
                sys.exit(f"{', '.join(tests)} fail without a fault")
        for mutant in chosen:
            started = time.monotonic()
            found = is_noticed(folder, mutant)
            noticed[mutant.module].append(found)
            said = "noticed" if found else "NOT NOTICED"
            took = time.monotonic() - started
            print(f"{said:<12} {mutant.module}:{mutant.line}  {mutant.was} -> {mutant.now}  {took:.0f} s", flush=True)
    print("\n| module | faults | noticed |\n|---|---:|---:|")
    for module, found in noticed.items():
        print(f"| `{module}` | {len(found)} | {sum(found)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, sys.argv[2:] or [*MODULES])
