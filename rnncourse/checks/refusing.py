"""The check that a function refuses what it cannot work with, and only that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rnncourse.checks.calling import run
from rnncourse.checks.failure import CheckFailed, either
from rnncourse.checks.judging import require_own
from rnncourse.checks.observing import tell
from rnncourse.checks.outcomes import Outcome
from rnncourse.checks.wording import kind, named, said, words


def raises(
    function: Callable,
    args: tuple,
    exception: type[Exception],
    *,
    called: str,
    given: str,
    accepts: tuple,
    saying: Sequence[str] = (),
    read: str = "",
) -> None:
    """Pass in silence if ``function(*args)`` raises ``exception`` and ``function(*accepts)`` raises nothing.

    Parameters
    ----------
    function : the learner's; it gets read-only copies
    args : what it must refuse
    exception : the class of error that it must raise, or one derived from it
    called : the function's name, for messages
    given : what ``args`` are, in words: "a matrix whose rows do not fit"
    accepts : arguments that are right, so that a function that refuses everything refuses nothing
    saying : what the error's words must hold, in any case: the wrong size, the argument's name
    read : where to read

    Raises
    ------
    CheckFailed : with hint ``not-refused``, ``wrong-error``, ``error-says-too-little``, ``refuses-what-is-right``,
        or ``not-written``, ``uses-answers``, ``not-a-function`` as of ``returns``

    Example
    -------
    >>> raises(abs, ("x",), TypeError, called="abs", given="a text", accepts=(1,))
    """
    require_own(function, called)
    see = f" See {read}." if read else ""
    right = run(function, accepts)
    got = run(function, args)
    tell(called, args, got, Outcome(error=exception()))
    if any(type(outcome.error) is NotImplementedError for outcome in (right, got)):
        raise CheckFailed(
            f"`{called}` is not written yet: it still raises NotImplementedError.", "not-written"
        )
    if got.error is None:
        raise CheckFailed(
            f"`{called}` took {given} and returned {either(kind(got.value), 'something')}; it should refuse it with a "
            f"{exception.__name__}.\nWrong input that passes in silence gives wrong results far from here: look at "
            f"what you are given first, and `raise {exception.__name__}(…)` with words that help.{see}",
            "not-refused",
        )
    if not _is(got, exception):
        at = f", at `{got.line.strip()}`" if got.line else ""
        came = either(f"{words(got.error)}{at}", named(got.error))
        raise CheckFailed(
            f"Given {given}, `{called}` should raise {exception.__name__}; it raised {came}.\n"
            f"An error that merely happens later says little of its cause: find the fault before you compute.{see}",
            "wrong-error",
        )
    missing = [word for word in saying if word.lower() not in str(got.error).lower()]
    if missing:
        raise CheckFailed(
            f"The {exception.__name__} of `{called}` for {given} says{either(f': {said(got.error)}', ' too little')}. "
            f"It should name {' and '.join(missing)}.\n"
            f"Whoever reads it wants to know what was expected and what came.{see}",
            "error-says-too-little",
        )
    if right.error is not None:
        came = either(words(right.error), named(right.error))
        raise CheckFailed(
            f"`{called}` refuses {given}, and what is right as well: it raised {came}.\n"
            f"Which condition tells the two apart?{see}",
            "refuses-what-is-right",
        )


def _is(outcome: Outcome, exception: type[BaseException]) -> bool:
    """Whether an error really is of this class: what it says of itself (``__class__``) does not count."""
    return outcome.error is not None and issubclass(type(outcome.error), exception)
