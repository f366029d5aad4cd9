"""Calling a learner's function: with copies it cannot write to, quietly, and catching what it raises."""

from __future__ import annotations

import contextlib
import io
import traceback
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Modules that hold the answers; a solution that names them is not the learner's own.
ANSWERS = ("rnncourse.cells", "rnncourse.frameworks")


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the exception it raised and the line of the function where it did.

    ``view_error`` says why a view could not be applied; ``value`` is then what the function returned.
    ``changed`` names the arguments that are no longer what they were.
    """

    value: Any = None
    error: BaseException | None = None
    line: str | None = None
    view_error: BaseException | None = None
    changed: tuple[str, ...] = ()


def run(function: Callable, args: tuple, view: Callable | None = None) -> Outcome:
    """Call ``function`` on read-only copies of ``args``; warnings and standard error go nowhere.

    ``view`` is applied to what comes back; a value that it cannot be applied to is passed on as it is, with
    the reason. Lists can be written to, unlike arrays, so they are compared with the originals afterwards.

    What the function prints on standard output is shown: a learner may be debugging with it.
    """
    frozen = tuple(_frozen(argument) for argument in args)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = function(*frozen)
        except Exception as error:
            return Outcome(error=error, line=_line_of(function, error))
        changed = _changed(function, args, frozen)
        try:
            return Outcome(value=value if view is None else view(value), changed=changed)
        except Exception as error:
            return Outcome(value=value, view_error=error, changed=changed)


def uses_answers(function: Callable) -> str | None:
    """The name by which a plain function mentions a module that holds the answers, or None.

    A name counts for what it stands for: ``reference`` is one where it is the module or a function out of it,
    and a learner's own array of that name is not. This tells an honest learner that the way leads nowhere;
    what keeps a dishonest one out is the grader.
    """
    code = getattr(function, "__code__", None)
    pending = [code] if isinstance(code, types.CodeType) else []
    while pending:
        code = pending.pop()
        for name in code.co_names:
            if _holds_answers(name) or _holds_answers(_home(function.__globals__.get(name))):
                return name
            if name == "rnncourse" and (part := {"cells", "frameworks"}.intersection(code.co_names)):
                return f"rnncourse.{min(part)}"
        pending += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return None


def _holds_answers(module: str) -> bool:
    return any(module == answers or module.startswith(f"{answers}.") for answers in ANSWERS)


def _home(thing: Any) -> str:
    """The module that a thing is, or comes from."""
    home = thing.__name__ if isinstance(thing, types.ModuleType) else getattr(thing, "__module__", None)
    return home if isinstance(home, str) else ""


def _changed(function: Callable, originals: tuple, copies: tuple) -> tuple[str, ...]:
    """The names of the parameters whose arguments, ``copies``, are no longer like the ``originals``."""
    code = getattr(function, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if isinstance(code, types.CodeType) else ()
    return tuple(
        names[i] if i < len(names) else f"argument {i + 1}"
        for i, (original, copy) in enumerate(zip(originals, copies, strict=True))
        if not _alike(original, copy)
    )


def _alike(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and one.tobytes() == other.tobytes()
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    return True


def _frozen(argument: Any) -> Any:
    """A copy whose arrays cannot be written to, in lists, tuples and dicts too."""
    if isinstance(argument, np.ndarray):
        copy = argument.copy()
        copy.flags.writeable = False
        return copy
    if type(argument) in (list, tuple):
        return type(argument)(_frozen(item) for item in argument)
    if type(argument) is dict:
        return {key: _frozen(item) for key, item in argument.items()}
    return argument


def _line_of(function: Callable, error: BaseException) -> str | None:
    """The source line of ``function`` at which the error passed through it."""
    code = getattr(function, "__code__", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if code is not None and frame.filename == code.co_filename and frame.line:
            return frame.line
    return None
