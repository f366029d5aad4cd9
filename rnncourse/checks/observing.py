"""Who may look on while checks are made: a transcript of what was asked, answered and expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_observer: Callable[..., None] | None = None


def observe(observer: Callable[..., None] | None) -> None:
    """Have ``observer(called=, asked=, answered=, expected=)`` told of every check from now on, in short texts."""
    global _observer
    _observer = observer


def tell(called: str, args: tuple, got: Any, expected: Any) -> None:
    """Tell the observer, if there is one, of a call and its ``Outcome``."""
    if _observer is None:
        return
    from rnncourse.checks.wording import shown, words

    answered = shown(got.value) if got.error is None else f"raised {words(got.error)}"
    _observer(called=called, asked=", ".join(map(shown, args)), answered=answered, expected=shown(expected))
