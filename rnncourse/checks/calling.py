"""Calling a learner's function: with copies it cannot write to, quietly, and catching what it raises."""

from __future__ import annotations

import contextlib
import copy
import dis
import io
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from rnncourse.checks.allowing import ANSWERS, is_forbidden
from rnncourse.checks.outcomes import Outcome
from rnncourse.checks.standing import StandIn


def run(function: Callable, args: tuple, view: Callable | None = None) -> Outcome:
    """Call ``function`` on read-only copies of ``args``; warnings and standard error go nowhere.

    ``view`` is applied to what comes back; a value that it cannot be applied to is passed on as it is, with
    the reason. Lists can be written to, unlike arrays, so they are compared with the originals afterwards.

    What the function prints on standard output is shown: a learner may be debugging with it.
    """
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        got = function.outcome(args) if isinstance(function, StandIn) else _outcome(function, args)
        if got.error is not None or view is None:
            return got
        try:
            return replace(got, value=view(got.value))
        except Exception as error:
            return replace(got, view_error=error)


def _outcome(function: Callable, args: tuple) -> Outcome:
    copies: dict[int, Any] = {}
    frozen = tuple(frozen_copy(argument, copies) for argument in args)
    try:
        value = function(*frozen)
    except (Exception, SystemExit) as error:
        return Outcome(error=error, line=line_of(function, error))
    changed = [not alike(original, given) for original, given in zip(args, frozen, strict=True)]
    return Outcome(value=value, changed=changed_names(parameters(function), changed))


def uses_answers(function: Callable) -> tuple[str, str] | None:
    """The name by which a function mentions a module that solutions may not use, and that module; or None.

    A name counts for what it stands for: ``reference`` is one where it is the module or a function out of it,
    and a learner's own array of that name is not. What the function calls among the learner's own counts too. This
    tells an honest learner that the way leads nowhere; what keeps a dishonest one out is the grader.
    """
    if isinstance(function, StandIn):
        return function.uses
    if is_forbidden(_home(function)):
        return getattr(function, "__name__", type(function).__name__), _home(function)
    code = getattr(function, "__code__", None)
    space = getattr(function, "__globals__", None)
    if not isinstance(code, types.CodeType) or not isinstance(space, dict):
        return None
    seen, pending = {code}, [code]
    while pending:
        code = pending.pop()
        for name, module in _mentioned(code, space):
            if is_forbidden(module):
                return name, module
        helpers = [space.get(name) for name in code.co_names]
        inner = [helper.__code__ for helper in helpers if _is_own(helper, space)]
        inner += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        pending += [code for code in inner if code not in seen]
        seen.update(inner)
    return None


def _mentioned(code: types.CodeType, space: dict) -> Iterator[tuple[str, str]]:
    """The names in a piece of code with the modules that they are, come from, or import."""
    for name in code.co_names:
        yield name, _home(space.get(name))
        if name == "rnncourse":
            parts = (f"rnncourse.{way}{part}" for part in code.co_names for way in ("", "checks."))
            yield from ((part, part) for part in sorted(parts) if part in ANSWERS)
    for step in dis.get_instructions(code) if "IMPORT_NAME" in _operations(code) else ():
        if step.opname == "IMPORT_NAME":
            yield step.argval, step.argval


def _operations(code: types.CodeType) -> set[str]:
    return {dis.opname[operation] for operation in code.co_code[::2]}


def _is_own(thing: Any, space: dict) -> bool:
    return type(thing) is types.FunctionType and thing.__globals__ is space


def _home(thing: Any) -> str:
    """The module that a thing is, or comes from."""
    home = thing.__name__ if isinstance(thing, types.ModuleType) else getattr(thing, "__module__", None)
    return home if isinstance(home, str) else ""


def parameters(function: Callable) -> tuple[str, ...]:
    """The names of a plain function's parameters."""
    code = getattr(function, "__code__", None)
    return code.co_varnames[: code.co_argcount] if isinstance(code, types.CodeType) else ()


def changed_names(names: tuple[str, ...], changed: list[bool]) -> tuple[str, ...]:
    """What to call the arguments that are no longer what they were."""
    return tuple(
        names[i] if i < len(names) else f"argument {i + 1}"
        for i, is_changed in enumerate(changed)
        if is_changed
    )


def alike(one: Any, other: Any) -> bool:
    """Whether an argument still is what it was before a call, bit for bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and one.tobytes() == other.tobytes()
    if _is_tensor(one):
        return one.shape == other.shape and alike(one.detach().numpy(), other.detach().numpy())
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if type(one) in (bool, int, float, complex, str, bytes):
        return one == other or (one != one and other != other)
    return True


def frozen_copy(argument: Any, copies: dict[int, Any] | None = None) -> Any:
    """A copy whose arrays cannot be written to, in lists, tuples and dicts too.

    A random generator is copied as well: what is drawn from the copy leaves the caller's where it was. What stands in
    several places is one thing in the copy too, as in grading; ``copies`` holds what has been copied, by its id.
    """
    copies = {} if copies is None else copies
    if id(argument) not in copies:
        copies[id(argument)] = _frozen(argument, copies)
    return copies[id(argument)]


def _frozen(argument: Any, copies: dict[int, Any]) -> Any:
    if isinstance(argument, np.ndarray):
        given = argument.copy()
        given.flags.writeable = False
        return given
    if _is_tensor(argument):
        return argument.detach().clone().requires_grad_(argument.requires_grad)
    if isinstance(argument, tuple) and hasattr(argument, "_fields"):
        return type(argument)(*(frozen_copy(item, copies) for item in argument))
    if type(argument) in (list, tuple):
        return type(argument)(frozen_copy(item, copies) for item in argument)
    if type(argument) is dict:
        return {key: frozen_copy(item, copies) for key, item in argument.items()}
    if isinstance(argument, np.random.Generator):
        return copy.deepcopy(argument)
    return argument


def _is_tensor(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def line_of(function: Callable, error: BaseException) -> str | None:
    """The source line of ``function``, or of a class's ``__init__``, at which the error passed through it."""
    made_by = function.__init__ if isinstance(function, type) else function
    code = getattr(made_by, "__code__", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if code is not None and frame.filename == code.co_filename and frame.line:
            return frame.line
    return None
