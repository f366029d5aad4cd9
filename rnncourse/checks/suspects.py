"""Known mistakes, run on the inputs of a failed check to find out which of them was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rnncourse.checks.calling import Outcome, run
from rnncourse.checks.comparing import same


@dataclass(frozen=True)
class Suspect:
    """A mistake with a name: ``wrong`` computes what someone who makes it gets.

    Attributes
    ----------
    hint_id : lower-case words joined by hyphens; unique within an exercise
    wrong : takes the arguments of the learner's function, returns (or raises) what the mistake gives
    hint : says what usually causes this and where to read; never the repaired line itself. ``{where}``,
        ``{got}`` and ``{want}`` are filled in with the worst entry and the two values there.
    """

    hint_id: str
    wrong: Callable[..., Any]
    hint: str


def find(
    suspects: Iterable[Suspect], args: tuple, got: Outcome, expected: Outcome, view: Callable | None = None
) -> Suspect | None:
    """The first suspect whose outcome on ``args`` is the learner's, and is not the right one."""
    for suspect in suspects:
        outcome = run(suspect.wrong, args, view)
        if same(outcome, got) and not same(outcome, expected):
            return suspect
    return None
