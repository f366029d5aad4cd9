"""The mistakes that the exercises of chapter 7 (gru) know, each with the hint it earns, and the cases they are set.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.gru.conventions import TELLS, case, tellable_case
from rnncourse.checks.gru.detective import DETECT, TELLABLE, truths
from rnncourse.checks.gru.half_life import (
    BIAS,
    HALF_LIFE,
    WINDOW,
    bias_case,
    half_life_case,
    whole,
    window_case,
)
from rnncourse.checks.gru.layouts import (
    POLARITY,
    TO_KERAS,
    TO_PYTORCH,
    keras_arrays,
    polarity_case,
    torch_arrays,
)
from rnncourse.checks.gru.minimal import COUNT_NAMES, COUNTS, MGU_BACK, MGU_NAMES, MGU_STEP, counted, mgu_case
from rnncourse.checks.gru.one_step import STEP_AFTER, STEP_BEFORE, step_case
from rnncourse.checks.gru.sequence import FORWARD, forward_case
from rnncourse.checks.gru.step_back import BACK_NAMES, STEP_BACK, back_case, signals, weights
from rnncourse.checks.gru.through_time import TIME_BACK, time_case

__all__ = [
    "BACK_NAMES",
    "BIAS",
    "COUNTS",
    "COUNT_NAMES",
    "DETECT",
    "FORWARD",
    "HALF_LIFE",
    "MGU_BACK",
    "MGU_NAMES",
    "MGU_STEP",
    "POLARITY",
    "STEP_AFTER",
    "STEP_BACK",
    "STEP_BEFORE",
    "TELLABLE",
    "TELLS",
    "TIME_BACK",
    "TO_KERAS",
    "TO_PYTORCH",
    "WINDOW",
    "back_case",
    "bias_case",
    "case",
    "counted",
    "forward_case",
    "half_life_case",
    "keras_arrays",
    "mgu_case",
    "polarity_case",
    "signals",
    "step_case",
    "tellable_case",
    "time_case",
    "torch_arrays",
    "truths",
    "weights",
    "whole",
    "window_case",
]
