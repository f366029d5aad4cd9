"""Leave something out of a module's functions, one thing at a time, and look whether anything notices."""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from layers import relative

Results = dict[str, np.ndarray]
#: For a node of the syntax tree, what it may be replaced by, and the words for that.
Edit = Callable[[ast.AST], list[tuple[str, ast.AST]]]

#: Calls that stand for an edge of a graph: without them their argument goes on as it is.
PASSING = ("scale", "reverse_within_length")


def edges(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """A sum without either side, a product as zero, a choice always the same, a mask or a reversal forgotten."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return [("left of", ast.BinOp(ast.Constant(0), node.op, node.right)), ("right of", node.left)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.MatMult):
        return [("all of", ast.BinOp(ast.Constant(0), ast.Mult(), ast.BinOp(node.left, node.op, node.right)))]
    if isinstance(node, ast.Call):
        name, arguments = ast.unparse(node.func), node.args
        if name == "map_arrays" and ast.unparse(arguments[0]) == "np.add":
            return [("left of", arguments[2]), ("right of", arguments[1])]
        if name in ("_where", "np.where"):
            return [("the choice of", arguments[1]), ("the condition of", arguments[2])]
        if name.rpartition(".")[2].lstrip("_") in PASSING:
            return [("the work of", arguments[0])]
    return []


def statements(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """A call, an ``x[…] = …``, an ``x += …`` or an ``if`` left out."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    into = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
    if into or (isinstance(node, ast.Expr | ast.AugAssign | ast.If) and not is_text):
        return [("", ast.Pass())]
    return []


class _Mutate(ast.NodeTransformer):
    """Make the edit with this number, of all that there are within functions whose name fits."""

    def __init__(self, edit: Edit, fits: Callable[[str], bool], number: int) -> None:
        self.edit, self.fits, self.left = edit, fits, number
        self.words: str | None = None
        self.inside = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        before, self.inside = self.inside, self.inside or self.fits(node.name)
        node = self.generic_visit(node)
        self.inside = before
        return node

    def visit(self, node: ast.AST) -> ast.AST:
        if self.inside and self.words is None:
            for words, replacement in self.edit(node):
                if self.left == 0:
                    line = ast.unparse(node).splitlines()[0]
                    self.words = f"line {node.lineno}: {words} {line}".replace(":  ", ": ")
                    return ast.copy_location(replacement, node)
                self.left -= 1
        return super().visit(node)


def mutants(
    module: types.ModuleType, edit: Edit, fits: Callable[[str], bool] = lambda name: True
) -> Iterator[tuple[str, dict[str, types.CodeType]]]:
    """For each edit the words for it, and the code of the module's functions with it, by qualified name."""
    source, number = inspect.getsource(module), 0
    while True:
        mutate = _Mutate(edit, fits, number)
        tree = ast.fix_missing_locations(mutate.visit(ast.parse(source)))
        if mutate.words is None:
            return
        compiled = compile(tree, module.__file__, "exec")
        yield mutate.words, {code.co_qualname: code for code in _codes(compiled)}
        number += 1


def survivors(
    module: types.ModuleType,
    edit: Edit,
    scenario: Callable[[], list[Results]],
    fits: Callable[[str], bool] = lambda name: True,
) -> tuple[list[str], int]:
    """The edits after which ``scenario`` gives the same results to 1e-9, and how many were made.

    An edit that makes it raise is noticed.
    """
    with np.errstate(all="ignore"):
        right, silent, made = scenario(), [], 0
    for words, changed in mutants(module, edit, fits):
        made += 1
        with _replaced(_functions(module), changed), np.errstate(all="ignore"):
            try:
                got = scenario()
            except Exception:
                continue
        if all(_alike(one, two) for one, two in zip(got, right, strict=True)):
            silent.append(words)
    return silent, made


def _alike(got: Results, want: Results) -> bool:
    return got.keys() == want.keys() and all(
        got[name].shape == array.shape and relative(got[name], array) < 1e-9 for name, array in want.items()
    )


@contextmanager
def _replaced(functions: dict[str, types.FunctionType], codes: dict[str, types.CodeType]) -> Iterator[None]:
    kept = {name: function.__code__ for name, function in functions.items()}
    try:
        for name, function in functions.items():
            function.__code__ = codes[name]
        yield
    finally:
        for name, function in functions.items():
            function.__code__ = kept[name]


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _codes(constant)


def _functions(module: types.ModuleType) -> dict[str, types.FunctionType]:
    """Every function and method that the module defines, by qualified name."""
    found = {}
    for thing in vars(module).values():
        members = [thing, *vars(thing).values()] if isinstance(thing, type) else [thing]
        for member in (getattr(member, "__func__", member) for member in members):
            inner = member.fget if isinstance(member, property) else member
            # What a dataclass makes for itself is in no file.
            if isinstance(inner, types.FunctionType) and inner.__code__.co_filename == module.__file__:
                found[inner.__qualname__] = inner
    return found
