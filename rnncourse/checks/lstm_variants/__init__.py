"""The mistakes that the exercises of chapter 6 (lstm-variants) know, each with the hint it earns.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.lstm_variants.ablating import ABLATED, GATES, SQUASHINGS, ablated_case
from rnncourse.checks.lstm_variants.counting import COUNT, NEAREST, VARIANTS, counted, lent_count
from rnncourse.checks.lstm_variants.coupled import (
    COUPLED_BACK,
    COUPLED_NAMES,
    COUPLED_STEP,
    coupled_case,
    coupled_way_back,
)
from rnncourse.checks.lstm_variants.peepholes import (
    PEEPHOLE_BACK,
    PEEPHOLE_NAMES,
    PEEPHOLE_STEP,
    peephole_case,
    peephole_way_back,
)
from rnncourse.checks.lstm_variants.projected import (
    PROJECTED_STEP,
    SHAPE_NAMES,
    SHAPES,
    projected_case,
    shapes,
    shapes_of,
)
from rnncourse.checks.lstm_variants.ranking import RANK, measured, two_lists
from rnncourse.checks.lstm_variants.without import (
    CONVERT,
    CONVERTED_NAMES,
    SAME,
    cells_with_peepholes,
    converted,
    same_verdicts,
)

__all__ = [
    "ABLATED",
    "CONVERT",
    "CONVERTED_NAMES",
    "COUNT",
    "COUPLED_BACK",
    "COUPLED_NAMES",
    "COUPLED_STEP",
    "GATES",
    "NEAREST",
    "PEEPHOLE_BACK",
    "PEEPHOLE_NAMES",
    "PEEPHOLE_STEP",
    "PROJECTED_STEP",
    "RANK",
    "SAME",
    "SHAPES",
    "SHAPE_NAMES",
    "SQUASHINGS",
    "VARIANTS",
    "ablated_case",
    "cells_with_peepholes",
    "converted",
    "counted",
    "coupled_case",
    "coupled_way_back",
    "lent_count",
    "measured",
    "peephole_case",
    "peephole_way_back",
    "projected_case",
    "same_verdicts",
    "shapes",
    "shapes_of",
    "two_lists",
]
