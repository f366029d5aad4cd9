"""The mistakes that the exercises of chapter 4 (bidirectional) know, each with the hint it earns.

A hint says what property failed, what usually causes it, and where to read; the writing is the learner's.
Each tuple serves one function of the assignment and is tried from the first to the last.
"""

from rnncourse.checks.bidirectional.layers import opposed_layer, recurrent_layer, window_layer, window_reached
from rnncourse.checks.bidirectional.maps import MEASURE, REACHES, reached, truth_values
from rnncourse.checks.bidirectional.merging import MERGE, MERGE_BACKWARD, merged, merged_backward
from rnncourse.checks.bidirectional.readouts import READOUT
from rnncourse.checks.bidirectional.reversal import REVERSE
from rnncourse.checks.bidirectional.two_ways import FORWARD
from rnncourse.checks.bidirectional.way_back import BACKWARD, BACKWARD_NAMES, flat, way_back

__all__ = [
    "BACKWARD",
    "BACKWARD_NAMES",
    "FORWARD",
    "MEASURE",
    "MERGE",
    "MERGE_BACKWARD",
    "REACHES",
    "READOUT",
    "REVERSE",
    "flat",
    "merged",
    "merged_backward",
    "opposed_layer",
    "reached",
    "recurrent_layer",
    "truth_values",
    "way_back",
    "window_layer",
    "window_reached",
]
