"""The one check that most test cells make: a function returns what it should, or we say what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rnncourse.checks.calling import Outcome, run, uses_answers
from rnncourse.checks.comparing import as_array, close, gaps
from rnncourse.checks.failure import CheckFailed
from rnncourse.checks.suspects import Suspect, find


def returns(
    function: Callable,
    args: tuple,
    expected: Any,
    *,
    called: str,
    of: str | Sequence[str],
    suspects: Sequence[Suspect] = (),
    read: str = "",
    view: Callable[[Any], Any] | None = None,
) -> None:
    """Pass in silence if ``function(*args)`` returns ``expected``; else raise a ``CheckFailed`` that teaches.

    Parameters
    ----------
    function : the learner's; it gets read-only copies of ``args``
    args : plain data, and functions lent to the learner
    expected : a number, an array, or a tuple of them; computed by the caller before this call
    called : the function's name, for messages
    of : the name of the result, or one name for each part of a tuple
    suspects : known mistakes to try when the result is wrong, the most specific first
    read : where to read, for failures that no suspect explains, for instance ``"Eq. 2.1"``
    view : what of the result is judged, where several results are right or only a part counts; ``expected``
        and ``of`` speak of ``view(result)``

    Raises
    ------
    CheckFailed : always with a ``hint_id``: a suspect's, or one of ``not-written``, ``uses-answers``,
        ``argument-changed``, ``raised``, ``returns-nothing``, ``wrong-structure``, ``wrong-type``,
        ``wrong-shape``, ``wrong-dtype``, ``not-finite``, ``wrong-values``
    """
    if name := uses_answers(function):
        raise CheckFailed(
            f"`{called}` uses `{name}`, which holds the course's own answer. Write it with NumPy alone: "
            "grading takes that module away, so this would earn nothing.",
            "uses-answers",
        )
    got, want = run(function, args, view), Outcome(value=expected)
    if isinstance(got.error, NotImplementedError):
        raise CheckFailed(
            f"`{called}` is not written yet: it still raises NotImplementedError.", "not-written"
        )

    failure = _failure(got, expected, called, of, read)
    if failure is None:
        return
    suspect = find(suspects, args, got, want, view)
    if suspect is None:
        raise CheckFailed(failure.text, failure.hint_id)
    hint = suspect.hint.format(where=failure.where, got=failure.got, want=failure.want)
    raise CheckFailed(f"{failure.fact}\n{hint}", suspect.hint_id)


class _Failure:
    """What is wrong (``fact``), what to make of it when no suspect explains it, and the worst entry."""

    def __init__(
        self, hint_id: str, fact: str, advice: str = "", where: str = "", got: str = "", want: str = ""
    ):
        self.hint_id, self.fact, self.where, self.got, self.want = hint_id, fact, where, got, want
        self.text = f"{fact}\n{advice}" if advice else fact


def _failure(got: Outcome, expected: Any, called: str, of: str | Sequence[str], read: str) -> _Failure | None:
    if got.error is not None:
        return _raised(got, called)
    if not isinstance(expected, tuple):
        return _part_failure(got.value, expected, f"{of} of `{called}`", read)
    names = ", ".join(of)
    if not isinstance(got.value, (tuple, list)) or len(got.value) != len(expected):
        if got.value is None:
            return _nothing(f"`{called}`")
        came = (
            f"{len(got.value)} values" if isinstance(got.value, (tuple, list)) else f"one {_kind(got.value)}"
        )
        return _Failure(
            "wrong-structure",
            f"`{called}` should return {len(expected)} values ({names}), it returns {came}.",
        )
    wrong, right = [], []
    for name, part, want in zip(of, got.value, expected, strict=True):
        failure = _part_failure(part, want, f"{name} of `{called}`", read)
        wrong += [failure] if failure else []
        right += [] if failure else [name]
    if wrong and right:
        wrong[0].fact += f" ({', '.join(right)} {'is' if len(right) == 1 else 'are'} right.)"
        wrong[0].text += f" ({', '.join(right)} {'is' if len(right) == 1 else 'are'} right.)"
    return wrong[0] if wrong else None


def _part_failure(got: Any, want: Any, name: str, read: str) -> _Failure | None:
    got_array, want_array = as_array(got), np.asarray(want)
    if got is None:
        return _nothing(name)
    if got_array is None:
        return _Failure("wrong-type", f"{name} should be {_kind(want)}, it is {_kind(got)}.")
    if got_array.shape != want_array.shape:
        return _Failure(
            "wrong-shape",
            f"{name} should have shape {list(want_array.shape)}, it has {list(got_array.shape)}.",
        )
    if not np.isfinite(got_array).all() and np.isfinite(want_array).all():
        return _Failure("not-finite", f"{name} holds NaN or infinity, from inputs that are all finite.")
    if not close(got_array, want_array):
        return _values_differ(got_array, want_array, name, read)
    if isinstance(want, np.ndarray) and got_array.dtype != want_array.dtype:
        return _Failure(
            "wrong-dtype",
            f"{name} should be {want_array.dtype} like the arguments, it is {got_array.dtype}.",
            "An array made inside (np.zeros, np.ones) has a type of its own: give it the input's.",
        )
    return None


def _values_differ(got: np.ndarray, want: np.ndarray, name: str, read: str) -> _Failure:
    gap = gaps(got, want)
    index = np.unravel_index(gap.argmax(), gap.shape)
    where = f"[{', '.join(str(int(i)) for i in index)}]" if index else "it"
    values = f"{got[index]:.6g}", f"{want[index]:.6g}"
    wrong = int((gap > 1e-9 * max(np.abs(want).max(), 1e-30)).sum())
    share = f"; {wrong} of its {want.size} entries differ" if want.size > 1 else ""
    at = f"At {where} it is" if index else "It is"
    fact = f"{name} has the right shape and wrong values. {at} {values[0]}, expected {values[1]}{share}."
    advice = f"Compare each term of your line with {read}, on the example of the docstring." if read else ""
    return _Failure("wrong-values", fact, advice, where, *values)


def _raised(got: Outcome, called: str) -> _Failure:
    words = f"{type(got.error).__name__}: {got.error}"
    at = f", at `{got.line.strip()}`" if got.line else ""
    if isinstance(got.error, ValueError) and "read-only" in str(got.error):
        return _Failure(
            "argument-changed",
            f"`{called}` writes into one of its arguments{at}.",
            "The caller still needs that array: the state before a step is the state after the one before. "
            "Make a new array (h = h + ..., not h += ...; np.zeros_like, not the argument itself).",
        )
    return _Failure("raised", f"`{called}` raised {words}{at}.")


def _nothing(name: str) -> _Failure:
    return _Failure("returns-nothing", f"{name} is None: is there a `return`?")


def _kind(value: Any) -> str:
    """The type in a learner's words."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    names = {int: "an integer", float: "a number", tuple: "a tuple", list: "a list", str: "a text"}
    return names.get(type(value), f"a {type(value).__name__}")
