"""The mistakes that the exercises of chapter 2 (rnn) know, each with the hint it earns.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.rnn.cell import STEP
from rnncourse.checks.rnn.padding import PADDED
from rnncourse.checks.rnn.readouts import EVERY, LAST
from rnncourse.checks.rnn.streams import STREAM
from rnncourse.checks.rnn.time import FORWARD
from rnncourse.checks.rnn.weights import COUNT, COUNT_TORCH, FROM_TORCH, LARGEST, TO_TORCH

__all__ = [
    "COUNT",
    "COUNT_TORCH",
    "EVERY",
    "FORWARD",
    "FROM_TORCH",
    "LARGEST",
    "LAST",
    "PADDED",
    "STEP",
    "STREAM",
    "TO_TORCH",
]
