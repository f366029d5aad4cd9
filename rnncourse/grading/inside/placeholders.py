"""What a learner's cell gets that imports what its assignment does not allow: a module whose every use says why."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from rnncourse.checks.allowing import is_forbidden

#: The forbidden modules that cells have asked for, in order; whoever reports them empties it.
asked: list[str] = []


def install(allowed: Sequence[str]) -> None:
    """From now on the learner's cells get placeholders for what is neither allowed nor harmless."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder) is not _Finder]
    sys.meta_path.insert(0, _Finder(frozenset(allowed)))


def why(module: str) -> str:
    """The sentence that a use of the placeholder for ``module`` raises."""
    if module.partition(".")[0] == "rnncourse":
        return f"{module} holds the course's own answers: a solution that uses it earns nothing, so it is not here."
    return f"{module} is not among what this assignment's solutions may use; write it with NumPy."


class _Finder(MetaPathFinder):
    """Finds a placeholder for every forbidden module that a learner's own code asks for."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The placeholder's specification, or None where the module may be looked for."""
        if is_forbidden(name, self._allowed) and _asked_by_the_learner():
            asked.append(name[:64])
            return ModuleSpec(name, _Loader(), is_package=True)
        return None


def _asked_by_the_learner() -> bool:
    """Whether the import stands in a cell: libraries that are allowed may import what they need."""
    frame = sys._getframe(2)
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return frame is not None and frame.f_globals.get("__name__") == "__main__"


class _Loader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__path__ = []


class _Module(ModuleType):
    """A module of which everything may be taken and nothing used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Thing(f"{self.__name__}.{name}")


class _Thing:
    """What is taken from a placeholder; whatever is done with it raises ImportError."""

    def __init__(self, name: str) -> None:
        self.__dict__["__module__"] = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Thing(f"{self.__module__}.{name}")

    def __mro_entries__(self, bases: tuple) -> tuple:
        raise ImportError(why(self.__module__))


def _refuse(self: _Thing, *args: Any, **settings: Any) -> Any:
    raise ImportError(why(self.__module__))


for _name in [
    "call",
    "iter",
    "len",
    "bool",
    "getitem",
    "setitem",
    "delitem",
    "contains",
    "enter",
    "exit",
    "float",
    "int",
    "index",
    "array",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "hash",
    "add",
    "radd",
    "sub",
    "rsub",
    "mul",
    "rmul",
    "matmul",
    "rmatmul",
    "truediv",
    "rtruediv",
    "pow",
    "rpow",
    "neg",
    "abs",
    "setattr",
]:
    setattr(_Thing, f"__{_name}__", _refuse)
