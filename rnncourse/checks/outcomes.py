"""What a call of a learner's function gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the exception it raised and the line of the function where it did.

    ``view_error`` says why a view could not be applied; ``value`` is then what the function returned.
    ``changed`` names the arguments that are no longer what they were.
    """

    value: Any = None
    error: BaseException | None = None
    line: str | None = None
    view_error: BaseException | None = None
    changed: tuple[str, ...] = ()
