"""A look at a learner's source for modules that its assignment does not allow, before anything runs.

It finds what an honest learner writes: imports anywhere in a cell, the names bound to them, what is made of them at
the top level, and the functions that mention any of these. A dishonest one can hide an import from it, and gains
nothing: the module is not there.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from rnncourse.checks.allowing import ANSWERS, is_forbidden

#: Characters of a cell that are looked at; no honest one is as long.
_LONGEST = 200_000


class Look:
    """What the cells seen so far bind to forbidden modules, and which of their functions use these."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._bound: dict[str, str] = {}
        self._uses: dict[str, tuple[str, str]] = {}
        self._mentions: dict[str, set[str]] = {}

    def at(self, source: str, without_magics: Callable[[str], str]) -> bool:
        """Look at one more cell; whether it imports what is forbidden."""
        if len(source) > _LONGEST:
            return False
        try:
            found = [self._statement(node) for node in _parsed(source, without_magics).body]
        except Exception:  # no Python, or more than the parser takes: running it will tell
            return False
        return any(found)

    def used_by(self, name: str) -> tuple[str, str] | None:
        """As ``checks.calling.uses_answers``: the name that function ``name`` mentions, and its module."""
        seen, pending = set(), [name]
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self._uses:
                return self._uses[name]
            if name in self._bound:
                return self._as_told(name)
            pending += sorted(self._mentions.get(name, ()))
        return None

    def _statement(self, node: ast.stmt) -> bool:
        inner = list(ast.walk(node))
        imports, names = list(self._imports(inner)), _names(inner)
        mentioned = [name for name in names if name in self._bound]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._forget([node.name])
            self._mentions[node.name] = set(names)
            if mentioned:
                self._uses[node.name] = self._as_told(mentioned[0])
            elif imports:
                self._uses[node.name] = (imports[0][1],) * 2
            return bool(imports)
        targets = [name for target in _targets(node) for name in _names(ast.walk(target))]
        self._forget(targets)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            if mentioned:
                self._bound |= dict.fromkeys(targets, self._bound[mentioned[0]])
            value = set(_names(ast.walk(node.value)))
            for target in targets:
                self._mentions[target] = value
                if mentioned:
                    self._uses[target] = self._as_told(mentioned[0])
        self._bound |= dict(imports)
        return bool(imports)

    def _as_told(self, name: str) -> tuple[str, str]:
        """A bound name and its module; the package's own name says too little."""
        module = self._bound[name]
        return (module, module) if name == "rnncourse" else (name, module)

    def _forget(self, names: list[str]) -> None:
        for name in names:
            for known in (self._bound, self._uses, self._mentions):
                known.pop(name, None)

    def _imports(self, nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
        """The names that forbidden imports among ``nodes`` bind, with the modules."""
        for node in nodes:
            for name, module in _imported(node):
                whole = module
                if isinstance(node, ast.ImportFrom):
                    whole = module.rpartition(".")[0]
                elif isinstance(node, ast.Import) and name == module.partition(".")[0]:
                    whole = name
                if is_forbidden(whole, self._allowed):
                    yield name, whole
                elif is_forbidden(module, self._allowed):
                    yield name, module


def _parsed(source: str, without_magics: Callable[[str], str]) -> ast.Module:
    try:
        return ast.parse(source)  # most cells have no magics, and to look for them takes ten times as long
    except SyntaxError:
        return ast.parse(without_magics(source))


def _imported(node: ast.AST) -> list[tuple[str, str]]:
    """The names that one import binds, each with the module, or the thing in a module, that it stands for."""
    if isinstance(node, ast.Import):
        return [(alias.asname or alias.name.partition(".")[0], alias.name) for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [(alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names]
    if isinstance(node, ast.Attribute) and (whole := _dotted(node)) in ANSWERS:
        return [(whole, whole)]
    if isinstance(node, ast.Call) and _called(node.func) in ("import_module", "__import__"):
        return _named_import(node)
    return []


def _dotted(node: ast.Attribute) -> str:
    """``a.b.c`` as it is written; empty where it begins with anything but a name."""
    parts, inner = [], node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    return ".".join([inner.id, *reversed(parts)]) if isinstance(inner, ast.Name) else ""


def _called(function: ast.expr) -> str:
    """The last part of a called function's name; empty where it has none."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _named_import(call: ast.Call) -> list[tuple[str, str]]:
    first = call.args[0] if call.args else None
    named = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return [(first.value, first.value)] if named else []


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else []


def _names(nodes: Iterable[ast.AST]) -> list[str]:
    """The names that ``nodes`` mention, in order, without those that are parameters of a function among them."""
    found, own = [], set()
    for node in nodes:
        if isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.Name):
            found.append(node.id)
    return [name for name in dict.fromkeys(found) if name not in own]
