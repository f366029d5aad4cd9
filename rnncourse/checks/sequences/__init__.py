"""The mistakes that the exercises of chapter 1 (sequences) know, each with the hint it earns.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.sequences.counts import COUNT_CONVOLUTION, COUNT_RECURRENT, COUNT_WINDOW, REACH
from rnncourse.checks.sequences.embedding import EMBED, EMBED_BACKWARD, ONE_HOT
from rnncourse.checks.sequences.loss import LOSS
from rnncourse.checks.sequences.padding import MASK, PAD
from rnncourse.checks.sequences.tokens import DECODE, ENCODE
from rnncourse.checks.sequences.windows import CAUSAL, WINDOWS

__all__ = [
    "CAUSAL",
    "COUNT_CONVOLUTION",
    "COUNT_RECURRENT",
    "COUNT_WINDOW",
    "DECODE",
    "EMBED",
    "EMBED_BACKWARD",
    "ENCODE",
    "LOSS",
    "MASK",
    "ONE_HOT",
    "PAD",
    "REACH",
    "WINDOWS",
]
