"""The one check that most test cells make: a function returns what it should, or we say what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnncourse.checks.allowing import sentence
from rnncourse.checks.calling import run, uses_answers
from rnncourse.checks.comparing import allowed_gap, as_array, close, gaps
from rnncourse.checks.failure import CheckFailed, either
from rnncourse.checks.observing import tell
from rnncourse.checks.outcomes import Outcome
from rnncourse.checks.suspects import Suspect, find, pointing
from rnncourse.checks.texts import difference
from rnncourse.checks.wording import advice_on, because, count, kind, named, on_which_numbers, said, words


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
    expected : a number, an array, a list of texts, or a tuple of them; computed by the caller before this call
    called : the function's name, for messages
    of : the name of the result, or one name for each part of a tuple
    suspects : known mistakes to try when the result is wrong, the most specific first
    read : where to read, for instance ``"Eq. 2.1"``; a suspect's hint that says so itself is left as it is
    view : what of the result is judged, where several results are right or only a part counts; ``expected``
        and ``of`` speak of ``view(result)``

    Raises
    ------
    CheckFailed : always with a ``hint_id``: a suspect's, or one of ``not-written``, ``uses-answers``,
        ``not-a-function``, ``argument-changed``, ``raised``, ``returns-nothing``, ``wrong-structure``, ``wrong-type``,
        ``wrong-shape``, ``wrong-dtype``, ``not-finite``, ``wrong-values``

    Example
    -------
    >>> returns(lambda x: x + x, (3,), 9, called="square", of="x²", read="Eq. 1")
    Traceback (most recent call last):
    rnncourse.checks.failure.CheckFailed: x² of `square` is wrong. It is 6, expected 9. The call was `square(3)`.
    Work one case by hand and compare it with yours, term by term; see Eq. 1.
    [wrong-values]
    """
    require_own(function, called)
    got, want = run(function, args, view), Outcome(value=expected)
    tell(called, args, got, expected)
    if type(got.error) is NotImplementedError:  # Jupyter's refusal of input() is a class derived from it
        raise CheckFailed(
            f"`{called}` is not written yet: it still raises NotImplementedError.", "not-written"
        )

    failure = _failure(got, expected, called, of, read)
    if failure is None:
        return
    failure.fact += on_which_numbers(called, args)
    suspect = find(suspects, function, args, got, want, view)
    fact = either(failure.fact, failure.quiet)
    if suspect is None:
        raise CheckFailed(f"{fact}\n{pointing(failure.advice, read).strip()}".strip(), failure.hint_id)
    places = {"where": failure.where, "got": failure.got, "want": failure.want}
    hint = suspect.hint.format(**{name: either(words, "…") for name, words in places.items()})
    raise CheckFailed(f"{fact}\n{pointing(hint, read)}", suspect.hint_id)


def require_own(function: Any, called: str) -> None:
    """Raise a CheckFailed unless ``function`` can be called, and mentions nothing that solutions may not use."""
    if used := uses_answers(function):
        raise CheckFailed(sentence(called, *used), "uses-answers")
    if not callable(function):
        raise CheckFailed(f"`{called}` should be a function, it is {kind(function)}.", "not-a-function")


def part(index: int, of: int) -> Callable[[Any], Any]:
    """A view of result number ``index`` of a function that returns ``of`` results."""

    def view(result: Any) -> Any:
        if not isinstance(result, (tuple, list)) or len(result) != of:
            raise TypeError(f"expected {of} values, got {count(result)}")
        return result[index]

    return view


_OF_WRONG_TYPES = {
    list: "np.array makes an array of a list of numbers, or of arrays of one shape; np.stack says on which axis.",
    tuple: "One value is wanted; a comma in a `return` makes a tuple of several.",
}


@dataclass
class _Failure:
    """What is wrong (``fact``), what to make of it when no suspect explains it, and the worst entry.

    ``quiet`` says the same without anything that the learner's code could have put there.
    """

    hint_id: str
    fact: str
    quiet: str
    advice: str = ""
    where: str = ""
    got: str = ""
    want: str = ""


def _failure(got: Outcome, expected: Any, called: str, of: str | Sequence[str], read: str) -> _Failure | None:
    if got.error is not None:
        return _raised(got, called)
    if got.value is None:
        return _nothing(f"What `{called}` returns")
    names = of if isinstance(of, str) else ", ".join(of)
    if got.view_error is not None:
        unread = f"What `{called}` returns cannot be read as {names}"
        return _Failure("wrong-structure", f"{unread}: {said(got.view_error)}.", f"{unread}.")
    if not isinstance(expected, tuple):
        return _part_failure(got.value, expected, f"{of} of `{called}`", read) or _changed(got, called)
    if not isinstance(got.value, (tuple, list)) or len(got.value) != len(expected):
        wanted = f"`{called}` should return {len(expected)} values ({names})"
        return _Failure("wrong-structure", f"{wanted}, it returns {count(got.value)}.", f"{wanted}.")
    parts = zip(of, got.value, expected, strict=True)
    failures = {name: _part_failure(part, want, f"{name} of `{called}`", read) for name, part, want in parts}
    wrong = [failure for failure in failures.values() if failure]
    right = [name for name, failure in failures.items() if not failure]
    if wrong and right:
        others = f" ({', '.join(right)} {'is' if len(right) == 1 else 'are'} right.)"
        wrong[0].fact, wrong[0].quiet = wrong[0].fact + others, wrong[0].quiet + others
    return wrong[0] if wrong else _changed(got, called)


def _part_failure(got: Any, want: Any, name: str, read: str) -> _Failure | None:
    got_array, want_array = as_array(got), np.asarray(want)
    if got is None:
        return _nothing(name)
    if isinstance(want, list):
        return (found := difference(got, want, name, read)) and _Failure(**found)
    if got_array is None:
        wanted = f"{name} should be {kind(want)}"
        advice = _OF_WRONG_TYPES.get(type(got), "")
        return _Failure("wrong-type", f"{wanted}, it is {kind(got)}{because(got)}.", f"{wanted}.", advice)
    if got_array.shape != want_array.shape:
        wanted = f"{name} should have shape {list(want_array.shape)}"
        return _Failure(
            "wrong-shape",
            f"{wanted}, it has {list(got_array.shape)}.",
            f"{wanted}, and has another.",
            "Print the shape after each line, and compare it with the shapes in the docstring.",
        )
    if not close(got_array, want_array):
        if not np.isfinite(got_array).all() and np.isfinite(want_array).all():
            return _not_finite(got_array, want_array, name)
        return _values_differ(got_array, want_array, name, read)
    if isinstance(want, np.ndarray) and got_array.dtype.newbyteorder("=") != want_array.dtype.newbyteorder(
        "="
    ):
        fact = f"{name} should be {want_array.dtype}, it is {got_array.dtype}. Its values are right."
        return _Failure(
            "wrong-dtype",
            fact,
            fact,
            "The type is the docstring's, or else that of the arguments. An array made inside (np.zeros, np.empty, "
            "np.ones) has one of its own unless it is told, and whole numbers that are divided become float64.",
        )
    return None


def _not_finite(got: np.ndarray, want: np.ndarray, name: str) -> _Failure:
    bad = np.argwhere(~np.isfinite(got))
    index = tuple(int(i) for i in bad[0])
    share = f" ({len(bad)} of its {got.size} entries are such)" if got.size > 1 else ""
    at = f" at {_place(index)}" if index else ""
    fact = f"{name} is {got[index]}{at}, expected {want[index]:.6g}{share}."
    advice = (
        "A number that is not finite stays so in every later sum and product: find where it first appears."
    )
    quiet = f"{name} holds what is not finite where numbers are expected."
    return _Failure("not-finite", fact, quiet, advice, _place(index), f"{got[index]}", f"{want[index]:.6g}")


def _values_differ(got: np.ndarray, want: np.ndarray, name: str, read: str) -> _Failure:
    gap = gaps(got, want)
    index = tuple(int(i) for i in np.unravel_index(gap.argmax(), gap.shape))
    got_there, want_there = f"{got[index] + 0.0:.6g}", f"{want[index] + 0.0:.6g}"  # no one reads -0
    quiet = f"{name} has the right shape and wrong values." if index else f"{name} is wrong."
    if index:
        wrong = int((gap > allowed_gap(got, want)).sum())
        fact = (
            f"{quiet} At {_place(index)} it is {got_there}, "
            f"expected {want_there}; {wrong} of its {want.size} entries differ."
        )
    else:
        fact = f"{quiet} It is {got_there}, expected {want_there}."
    see = f"; see {read}" if read else ""
    by_hand = "Work the docstring's example by hand" if index else "Work one case by hand"
    advice = f"{by_hand} and compare it with yours, term by term{see}."
    return _Failure("wrong-values", fact, quiet, advice, _place(index), got_there, want_there)


def _place(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else "it"


def _raised(got: Outcome, called: str) -> _Failure:
    at = either(f", at `{got.line.strip()}`") if got.line else ""
    if isinstance(got.error, ValueError) and "read-only" in str(got.error):
        return _Failure(
            "argument-changed",
            f"`{called}` writes into one of its arguments{at}.",
            f"`{called}` writes into one of its arguments.",
            "What a function is given belongs to its caller, who may still need it: put the result into an array "
            "of your own. `a += b` and `a[:] = b` write into a; `a = a + b` makes a new array. And `b = a` copies "
            "nothing: it gives the same array a second name.",
        )
    fact, quiet = f"`{called}` raised {words(got.error)}{at}.", f"`{called}` raised {named(got.error)}."
    return _Failure("raised", fact, quiet, advice_on(got.error))


def _changed(got: Outcome, called: str) -> _Failure | None:
    if not got.changed:
        return None
    right = f"The result of `{called}` is right, but after the call"
    return _Failure(
        "argument-changed",
        f"{right} `{got.changed[0]}` is not what it was.",
        f"{right} one of its arguments is not what it was.",
        "What a function is given belongs to its caller, who may still need it: read it, and leave it as it is.",
    )


def _nothing(name: str) -> _Failure:
    fact = f"{name} is None: is there a `return`, with something behind it?"
    return _Failure("returns-nothing", fact, fact)
