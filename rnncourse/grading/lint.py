"""The rules that an assignment's notebooks keep to; each broken one is a sentence that names cell and cure."""

from __future__ import annotations

import ast
import builtins
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rnncourse.checks.allowing import is_forbidden
from rnncourse.grading import assignment as assignments
from rnncourse.grading.assignment import HIDDEN_MARK, Assignment, Cell, Master
from rnncourse.grading.names import defined, taken, used
from rnncourse.grading.practice import examples, loud

#: What setup and test cells may import besides what solutions may.
TESTS_IMPORT = ("copy", "itertools", "torch", "rnncourse")
_STUB = "### BEGIN SOLUTION"


def faults(root: Path, name: str) -> list[str]:
    """All broken rules of the assignment ``solutions/<name>``, each ``<file>: <cell>: <what is wrong>``."""
    assignment = assignments.load(root, name)
    found = [f"solutions/{name}/{extra}" for extra in _extra_files(assignment)]
    for master in assignment.masters:
        notebook = json.loads((assignment.folder / f"{master.name}.ipynb").read_text("utf-8"))
        broken = [*_identity(notebook), *cell_faults(master, assignment)]
        found += [f"solutions/{name}/{master.name}.ipynb: {fault}" for fault in broken]
    return found


def _extra_files(assignment: Assignment) -> Iterator[str]:
    listed = {file for file, _ in assignment.data}
    for path in sorted(assignment.folder.rglob("*")):
        relative = path.relative_to(assignment.folder).as_posix()
        kept = path.is_dir() or (path.suffix == ".ipynb" and path.parent == assignment.folder)
        if not kept and relative not in listed and ".ipynb_checkpoints" not in path.parts:
            yield f"{relative}: would be released; list it in the notebook's metadata, or move it away"


def _identity(notebook: dict) -> Iterator[str]:
    """Cell ids: format 4.5, unique, equal to the grade_id; no outputs; Python."""
    if (notebook.get("nbformat"), notebook.get("nbformat_minor", 0)) < (4, 5):
        yield "is older than nbformat 4.5: its cells have no ids"
    ids = Counter(cell.get("id") for cell in notebook["cells"])
    yield from (f"{name}: {count} cells have this id" for name, count in ids.items() if count > 1)
    for cell in notebook["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if marks.get("grade_id", cell.get("id")) != cell.get("id"):
            yield f"{cell.get('id')}: the cell's id is not its grade_id, {marks['grade_id']!r}"
        if cell["cell_type"] == "code" and not marks:
            yield f"{cell.get('id')}: a code cell that nbgrader does not know: mark it as locked, solution or test"
        if cell.get("outputs"):
            yield f"{cell.get('id')}: outputs are stored: clear them"


def cell_faults(master: Master, assignment: Assignment) -> Iterator[str]:
    """What is wrong with a master's cells, each sentence beginning with the cell's id and a colon."""
    code = [cell for cell in master.cells if cell.role != "text"]
    trees = {}
    for cell in code:
        try:
            trees[cell.id] = ast.parse(cell.source)
        except SyntaxError as error:
            yield f"{cell.id}: no Python that runs without IPython: {error.msg}, line {error.lineno}"
    code = [cell for cell in code if cell.id in trees]
    offered = {name for cell in code if cell.role == "solution" for name in defined(cell.source)}
    yield from _allowed(code, trees, assignment)
    shared = {name for cell in code if cell.role in ("setup", "solution") for name in defined(cell.source)}
    for cell in code:
        tree = trees[cell.id]
        yield from (f"{cell.id}: {fault}" for fault in _imports(cell, tree, assignment))
        if cell.role == "solution":
            yield from (f"{cell.id}: {fault}" for fault in _solution(cell))
        if cell.role == "setup" and "checks.rng" in cell.source:
            yield f"{cell.id}: draws with checks.rng, which is for tests: they alone know the seed of a grading"
        if cell.role == "test":
            yield from (f"{cell.id}: {fault}" for fault in _test(cell, tree, shared))
            yield from (f"{cell.id}: {fault}" for fault in _taken_rightly(cell, tree, offered))
    if len(trees) == sum(cell.role != "text" for cell in master.cells):
        yield from examples(master)
        yield from loud(master)


def _imports(cell: Cell, tree: ast.AST, assignment: Assignment) -> Iterator[str]:
    allowed = assignment.allowed + (TESTS_IMPORT if cell.role != "solution" else ())
    for node in ast.walk(tree):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        for module in modules:
            if not any(f"{module}.".startswith(f"{name}.") for name in allowed):
                yield f"imports {module}, which is not on the assignment's list"


def _solution(cell: Cell) -> Iterator[str]:
    if _STUB not in cell.source:
        yield f"has no {_STUB}: nothing of it would become a stub"
    released = re.sub(
        rf"[ \t]*{_STUB}.*?### END SOLUTION", "raise NotImplementedError()", cell.source, flags=re.S
    )
    for node in ast.parse(cell.source).body:
        stub = _STUB in (ast.get_source_segment(cell.source, node) or "")
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not stub:
            yield f"releases {node.name} as it is: put a stub into it, or move it to a locked cell"
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not ast.get_docstring(node):
            yield f"{node.name} has no docstring with its shapes"
    if "raise NotImplementedError" not in released:
        yield "its stub would not raise NotImplementedError"


def _test(cell: Cell, tree: ast.Module, shared: set[str]) -> Iterator[str]:
    first = cell.source.split("\n", 1)[0]
    wanted = "# Hidden test · " if cell.hidden else "# Check · "
    if not first.startswith(wanted) or len(first) <= len(wanted):
        yield f"its first line is {first!r}; a title such as {wanted + 'one step, zero state'!r} is wanted"
    if cell.hidden and cell.source.index(HIDDEN_MARK) == 0:
        yield "nothing of it would be left in the release: give it a visible first line"
    if cell.points <= 0:
        yield "carries no points"
    if cell.exercise is None:
        yield "comes before every solution cell"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield "prints; a test says what it has to say by raising"
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not _gives_none(last.value, tree):
        yield "ends in a value, which nbgrader takes for partial credit: end it in a call of `checks` or in None"
    unknown = sorted(used(cell.source) - shared - defined(cell.source) - set(dir(builtins)))
    if unknown:
        yield f"uses {', '.join(unknown)}, which no solution cell, setup cell or line of its own defines"


def _taken_rightly(cell: Cell, tree: ast.Module, offered: set[str]) -> Iterator[str]:
    """A learner's name stands in a test as an argument of a call of ``checks``, and nowhere else.

    So nothing of a learner's runs but where a failure of it becomes a sentence, and what is expected is a value before
    the call is made.
    """
    names, parents = set(taken(cell.source, offered)), {}
    for node in ast.walk(tree):
        parents |= dict.fromkeys(ast.iter_child_nodes(node), node)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Name) and node.id in names):
            continue
        outer = parents[node]
        while isinstance(outer, (ast.Tuple, ast.List, ast.Dict, ast.Starred, ast.keyword)):
            node, outer = outer, parents[outer]
        if not (isinstance(outer, ast.Call) and node is not outer.func and _is_check(outer)):
            name = next(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))
            yield (
                f"uses the learner's {name} outside the arguments of a call of `checks` (line {node.lineno}): hand it "
                "to checks.returns, checks.raises, checks.made or checks.vjp, and compute what is expected before"
            )


def _is_check(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "checks"


def _allowed(code: list[Cell], trees: dict[str, ast.Module], assignment: Assignment) -> Iterator[str]:
    """The libraries of the assignment's list are those that its setup cells name for the visible checks."""
    said = {
        value
        for cell in code
        if cell.role == "setup"
        for node in ast.walk(trees[cell.id])
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "checks.allow"
        for value in (argument.value for argument in node.args if isinstance(argument, ast.Constant))
    }
    listed = {module for module in assignment.allowed if is_forbidden(module, frozenset())}
    for module in sorted(listed - said):
        yield f"allows {module} in its metadata, and no setup cell says checks.allow({module!r}): practice refuses it"
    for module in sorted(said - listed):
        yield f"says checks.allow({module!r}), and its metadata does not allow it: grading refuses it"


def _gives_none(value: ast.expr, tree: ast.Module) -> bool:
    """None itself, a call of one of our checks, or of a function of the cell's own that returns nothing."""
    if isinstance(value, ast.Constant):
        return value.value is None
    if not isinstance(value, ast.Call):
        return False
    called = ast.unparse(value.func)
    own = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == called]
    returned = [value for function in own for value in _returned(function)]
    return called.startswith("checks.") or (bool(own) and not returned)


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    """What a function returns, functions inside it left out."""
    found, pending = [], list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            found.append(node.value)
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            pending += ast.iter_child_nodes(node)
    return found
