"""Small faults in the code of a module, made by rules: a comparison turned, `and` for `or`, a statement left out."""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parent.parent
TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class Mutant(Struct, frozen=True):
    """A fault: where it is, what was there and what is there instead, and the whole module with it.

    `function` is the line on which the innermost function around it begins, its decorators with it.
    """

    module: str
    function: int
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
    inside = {id(one): (one, function) for function in functions for part in function.body for one in ast.walk(part)}
    for node, function in inside.values():
        fault = turned(node)
        if fault is None or not hasattr(node, "lineno"):
            continue
        ast.copy_location(fault, node)
        whole = ast.unparse(ast.fix_missing_locations(Replacement(node, fault).visit(copy.deepcopy(tree))))
        first = min(part.lineno for part in (function, *function.decorator_list))
        yield Mutant(module, first, node.lineno, line_of(node), line_of(fault), whole)


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
