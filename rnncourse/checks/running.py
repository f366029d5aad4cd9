"""Running the body of a test cell, and what tests lend to the learner's functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rnncourse.checks.failure import CheckFailed
from rnncourse.checks.wording import NO_END, count


def check(body: Callable[[], None]) -> None:
    """Run ``body`` at once; as a decorator it leaves None behind, so that a test cell ends in None.

    A body of its own keeps what a test draws out of the global names, where a solution could lean on it.

    Raises CheckFailed with hint ``not-defined`` where a name of the notebook is missing, which happens when a cell
    above was not run, or ended in an error.
    """
    try:
        body()
    except NameError as error:
        raise CheckFailed(
            f"There is no `{error.name}` yet. Run the cells above this one, from the top; "
            "if one of them shows an error, mend that first.",
            "not-defined",
        ) from None


def bounded(function: Callable, called: str, calls: int = 10_000) -> Callable:
    """``function``, lent for at most so many calls: a loop that never ends comes back with a sentence."""
    left = calls

    def lent(*args: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise RuntimeError(f"`{called}` has been called {calls:,} times: {NO_END}")
        return function(*args)

    lent.__name__ = lent.__qualname__ = called  # Python's own messages name it
    return lent


def several(values: Any, names: Sequence[str]) -> list[np.ndarray]:
    """``values`` as one array for each name, for a view; raises TypeError saying which of them is missing."""
    if not isinstance(values, (tuple, list)) or len(values) != len(names):
        raise TypeError(f"{len(names)} values are wanted ({', '.join(names)}), got {count(values)}")
    for name, value in zip(names, values, strict=True):
        if value is None:
            raise TypeError(f"{name} is None, not an array")
    return [np.asarray(value) for value in values]
