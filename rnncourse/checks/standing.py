"""A function that lives elsewhere: what checks need to know of it to say the same words as of one that is here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rnncourse.checks.outcomes import Outcome


class StandIn(ABC):
    """Stands for a learner's function (or for something else of theirs) in another process.

    Attributes
    ----------
    uses : (name, module): the name by which it mentions a module that solutions may not use; None if it does not
    kind : what it is, in a learner's words, for instance "a function"
    """

    uses: tuple[str, str] | None = None
    kind: str = "a function"

    @abstractmethod
    def outcome(self, args: tuple) -> Outcome:
        """What a call with copies of ``args`` gives: a value, or an error with the learner's line; never raises."""

    def __call__(self, *args: Any) -> Any:
        """Call it as a function that is here; raises what it raises."""
        outcome = self.outcome(args)
        if outcome.error is not None:
            raise outcome.error
        return outcome.value


class Unreadable:
    """Something of a learner's that cannot be looked at from here.

    Attributes
    ----------
    kind : what it is, in a learner's words
    why : a clause that says why it cannot be looked at; "" where its kind says enough
    """

    def __init__(self, kind: str, why: str = "") -> None:
        self.kind, self.why = kind, why
