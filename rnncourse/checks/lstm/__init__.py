"""The mistakes that the exercises of chapter 5 (lstm) know, each with the hint it earns.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.lstm.cell import STEP
from rnncourse.checks.lstm.counts import COUNT, UNITS, parameters
from rnncourse.checks.lstm.finals import FINAL, padded_run
from rnncourse.checks.lstm.forgetting import (
    BIAS,
    CHRONO,
    HALF_LIFE,
    biases_of,
    chrono_case,
    left_after,
    rates_of,
)
from rnncourse.checks.lstm.layouts import FROM, NAMES, READ, TO, as_read, foreign
from rnncourse.checks.lstm.one_back import STEP_BACK, STEP_BACK_NAMES, results, step_case
from rnncourse.checks.lstm.time import FORWARD, lent_step
from rnncourse.checks.lstm.way_back import BACK, BACK_NAMES, way_back

__all__ = [
    "BACK",
    "BACK_NAMES",
    "BIAS",
    "CHRONO",
    "COUNT",
    "FINAL",
    "FORWARD",
    "FROM",
    "HALF_LIFE",
    "NAMES",
    "READ",
    "STEP",
    "STEP_BACK",
    "STEP_BACK_NAMES",
    "TO",
    "UNITS",
    "as_read",
    "biases_of",
    "chrono_case",
    "foreign",
    "left_after",
    "lent_step",
    "padded_run",
    "parameters",
    "rates_of",
    "results",
    "step_case",
    "way_back",
]
