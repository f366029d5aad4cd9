"""Having a learner's function make something that a test goes on with: a module, a state, a sampler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rnncourse.checks.calling import run
from rnncourse.checks.failure import CheckFailed, either
from rnncourse.checks.judging import require_own
from rnncourse.checks.wording import advice_on, named, words


def made(function: Callable, args: tuple = (), *, called: str, of: str = "what it makes") -> Any:
    """What ``function(*args)`` returns, with no judgement on it; in grading an object of the learner's by proxy.

    A test calls nothing of a learner's by itself: this is how it gets at a module, ``checks.made(Net, (4, 3),
    called="Net")``, to hand it to ``checks.returns`` or ``checks.vjp``.

    Raises
    ------
    CheckFailed : with hint ``raised``, ``returns-nothing``, ``not-written``, ``uses-answers``, ``not-a-function``
    """
    require_own(function, called)
    got = run(function, args)
    if type(got.error) is NotImplementedError:  # Jupyter's refusal of input() is a class derived from it
        raise CheckFailed(
            f"`{called}` is not written yet: it still raises NotImplementedError.", "not-written"
        )
    if got.error is not None:
        at = f", at `{got.line.strip()}`" if got.line else ""
        raise CheckFailed(
            f"`{called}` raised {either(f'{words(got.error)}{at}', named(got.error))}.\n{advice_on(got.error)}".strip(),
            "raised",
        )
    if got.value is None:
        raise CheckFailed(f"`{called}` returns None, not {of}: is there a `return`?", "returns-nothing")
    return got.value
