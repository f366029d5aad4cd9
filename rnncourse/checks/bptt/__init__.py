"""The mistakes that the exercises of chapter 3 (bptt) know, each with the hint it earns.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.bptt.checker import CHECKER, verdicts
from rnncourse.checks.bptt.claims import claims_on
from rnncourse.checks.bptt.clipping import CLIP, clipped_and_norm
from rnncourse.checks.bptt.losses import BINARY, SOFTMAX
from rnncourse.checks.bptt.steps import STEP, STEP_NAMES, step_signals, step_weights
from rnncourse.checks.bptt.through_time import (
    SEQUENCE,
    SEQUENCE_NAMES,
    lent_step,
    sequence_signals,
    sequence_weights,
)
from rnncourse.checks.bptt.truncation import TRUNCATED, lent_window, truncated_gradients
from rnncourse.checks.bptt.vanishing import RANK, networks, order, ranking

__all__ = [
    "BINARY",
    "CHECKER",
    "CLIP",
    "RANK",
    "SEQUENCE",
    "SEQUENCE_NAMES",
    "SOFTMAX",
    "STEP",
    "STEP_NAMES",
    "TRUNCATED",
    "claims_on",
    "clipped_and_norm",
    "lent_step",
    "lent_window",
    "networks",
    "order",
    "ranking",
    "sequence_signals",
    "sequence_weights",
    "step_signals",
    "step_weights",
    "truncated_gradients",
    "verdicts",
]
