"""What a person did in the gradebook and formgrader shows: points and comments by hand, and what lateness costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ByHand:
    """For one student's notebook, what its page says besides the results of its tests.

    Attributes
    ----------
    points : by test, what it counts in the end where somebody gave points or extra credit
    comments : by solution cell, what somebody wrote
    late : points that lateness costs the notebook
    """

    points: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    late: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.points or self.comments or self.late)
