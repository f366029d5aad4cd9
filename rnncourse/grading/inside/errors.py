"""Errors that cross between the boxes: as the same type where it is on a list, with the same words, cut and cleaned."""

from __future__ import annotations

import builtins
from functools import lru_cache

import numpy as np

#: What may be raised on the other side as it is. Neither SystemExit nor KeyboardInterrupt nor anything else that
#: could end more than a call.
_NAMES = [
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BufferError",
    "EOFError",
    "Exception",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "ImportError",
    "IndexError",
    "KeyError",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "RecursionError",
    "ReferenceError",
    "RuntimeError",
    "StopIteration",
    "SyntaxError",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "ValueError",
    "ZeroDivisionError",
]
MIRRORED: dict[str, type[Exception]] = {name: getattr(builtins, name) for name in _NAMES} | {
    "AxisError": np.exceptions.AxisError,
    "LinAlgError": np.linalg.LinAlgError,
}

_LISTED = frozenset(MIRRORED.values())


class LearnerError(Exception):
    """An error of a kind that does not cross; its class is named as the learner's was."""


class _Words(str):
    """A text that shows itself without quotes, for errors that show their argument's ``repr``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def told(error: BaseException) -> tuple[str, str, str]:
    """What crosses of an error: its class's name, the nearest class on the list that it derives from, its words."""
    base = next((kind.__name__ for kind in type(error).__mro__ if kind in _LISTED), "Exception")
    try:
        words = str(error)
    except Exception:
        words = ""
    return type(error).__name__[:64], base, words[:2000]


def mirrored(name: str, base: str, words: str) -> Exception:
    """The error of that name with these words: one of ``MIRRORED``, else one of a class of that name, derived from it.

    A learner's own class by the name of one on the list is not that one. What derives from nothing on the list,
    SystemExit for one, becomes a ``LearnerError`` of that name.
    """
    words = clean(words, 2000)
    listed = MIRRORED.get(name) if name == base else None
    kind = listed or _kind(name if name.isidentifier() and name.isascii() else "LearnerError", base)
    return kind(_Words(words)) if words else kind()


@lru_cache(maxsize=256)
def _kind(name: str, base: str) -> type[Exception]:
    listed = MIRRORED.get(base, Exception)
    return type(name[:64], (LearnerError,) if listed is Exception else (listed,), {})


def clean(text: str, limit: int) -> str:
    """``text`` without characters that could write elsewhere than where they stand, cut to ``limit``."""
    cut = text[:limit]
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in cut)
