"""No backward pass has an edge to spare: leave out a side of any sum in it, or any product, and a gradient changes.

That the whole ones are right is in ``test_every_cell.py`` and ``test_variants_against_papers.py``.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from layers import CELLS, Problem, problem, relative, run

from rnncourse.cells.recurrence import Cell
from rnncourse.tree import Tree


def operations_of_backward(tree: ast.Module) -> list[ast.BinOp]:
    """Every sum, difference and product in the functions named …backward, in their order."""
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and "backward" in node.name
    ]
    return [
        node
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.MatMult)
    ]


def without(node: ast.BinOp, side: str) -> None:
    """Put zero for one side of a sum, for a product as a whole."""
    if isinstance(node.op, ast.Add | ast.Sub):
        setattr(node, side, ast.Constant(0))
    else:
        whole = ast.BinOp(node.left, node.op, node.right)
        node.left, node.op, node.right = ast.Constant(0), ast.Mult(), whole


def names_of(tree: ast.Module, module: str) -> dict[str, object]:
    names: dict[str, object] = {"__name__": module}
    exec(compile(ast.fix_missing_locations(tree), module, "exec"), names)
    return names


def mutants(module: str) -> Iterator[tuple[str, dict[str, object]]]:
    """What is left out, in words, and the module's names without it."""
    source = inspect.getsource(sys.modules[module])
    for index, operation in enumerate(operations_of_backward(ast.parse(source))):
        sides = ("left", "right") if isinstance(operation.op, ast.Add | ast.Sub) else ("whole",)
        for side in sides:
            tree = ast.parse(source)
            without(operations_of_backward(tree)[index], side)
            yield f"line {operation.lineno}: {side} of {ast.unparse(operation)}", names_of(tree, module)


def results(cell: Cell, given: Problem) -> dict:
    """``run`` for a cell whose parameters and state are of classes of its own."""

    def own(state: Tree) -> Tree:
        return cell.State(*state) if isinstance(state, tuple) else state

    return run(
        cell,
        given._replace(params=cell.Params(*given.params), state=own(given.state), d_final=own(given.d_final)),
    )


def caught(cell: Cell, names: dict[str, object], given: Problem) -> bool:
    options = {field.name: getattr(cell, field.name) for field in dataclasses.fields(cell)}
    got = results(names[type(cell).__name__](**options), given)
    return any(not relative(got[name], array) < 1e-6 for name, array in run(cell, given).items())


@cache
def classes() -> dict[str, list[Cell]]:
    by_class: dict[str, list[Cell]] = {}
    for cell in CELLS.values():
        by_class.setdefault(type(cell).__name__, []).append(cell)
    return by_class


@pytest.mark.parametrize("name", classes())
def test_every_term_of_a_backward_pass_carries_gradient(rng, name):
    cells = [(cell, problem(cell, rng, T=3)) for cell in classes()[name]]
    module = type(cells[0][0]).__module__
    whole = names_of(ast.parse(inspect.getsource(sys.modules[module])), module)
    assert not any(caught(cell, whole, given) for cell, given in cells)
    found = {
        dropped: any(caught(cell, names, given) for cell, given in cells)
        for dropped, names in mutants(module)
    }
    assert found
    assert not [dropped for dropped, seen in found.items() if not seen]
