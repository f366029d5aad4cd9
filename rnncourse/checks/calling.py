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
_ANSWER_NAMES = {"rnncourse", "cells", "frameworks", "reference"}


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the exception it raised and the line of the function where it did."""

    value: Any = None
    error: BaseException | None = None
    line: str | None = None


def run(function: Callable, args: tuple, view: Callable | None = None) -> Outcome:
    """Call ``function`` on read-only copies of ``args``; warnings and standard error go nowhere.

    ``view`` is applied to what comes back; a value that it cannot be applied to is passed on as it is.

    What the function prints on standard output is shown: a learner may be debugging with it.
    """
    frozen = tuple(_frozen(argument) for argument in args)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = function(*frozen)
        except Exception as error:
            return Outcome(error=error, line=_line_of(function, error))
        try:
            return Outcome(value=value if view is None else view(value))
        except Exception:
            return Outcome(value=value)


def uses_answers(function: Callable) -> str | None:
    """The name of the answer-holding module that a plain function mentions, or None.

    This tells an honest learner that the way leads nowhere; what keeps a dishonest one out is the grader.
    """
    code = getattr(function, "__code__", None)
    pending = [code] if isinstance(code, types.CodeType) else []
    while pending:
        code = pending.pop()
        named = _ANSWER_NAMES.intersection(code.co_names)
        if named:
            return min(named)
        pending += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return None


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
