"""Which files of the package a piece of Python depends on: imports are read, nothing is run."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = "rnncourse"
ROOT = Path(__file__).resolve().parents[2]


def module_file(name: str, root: Path = ROOT) -> Path | None:
    """The source file of a module of the package; None if there is none of that name."""
    base = root.joinpath(*name.split("."))
    for candidate in (base.with_suffix(".py"), base / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


def imported_modules(source: str, inside: str = "", root: Path = ROOT) -> set[str]:
    """Modules of the package that ``source`` imports, anywhere in it.

    ``from rnncourse.cells import rnn`` names rnncourse, rnncourse.cells and, if it is a module,
    rnncourse.cells.rnn. ``inside`` is the package that relative imports start from.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = inside.split(".")[: len(inside.split(".")) - node.level + 1]
                base = ".".join([*parents, base]).strip(".")
            names.update([base, *(f"{base}.{alias.name}" for alias in node.names)])
    names = {name for name in names if name.split(".")[0] == PACKAGE}
    with_parents = {
        ".".join(parts[:i]) for n in names for parts in [n.split(".")] for i in range(1, len(parts) + 1)
    }
    return {name for name in with_parents if module_file(name, root)}


def closure(modules: set[str], root: Path = ROOT) -> list[Path]:
    """The source files of ``modules`` and of all that they import in turn, sorted."""
    files: dict[str, Path] = {}
    todo = list(modules)
    while todo:
        name = todo.pop()
        path = module_file(name, root)
        if name in files or path is None:
            continue
        files[name] = path
        inside = name if path.name == "__init__.py" else name.rpartition(".")[0]
        todo += imported_modules(path.read_text(encoding="utf-8"), inside, root)
    return sorted(set(files.values()))
