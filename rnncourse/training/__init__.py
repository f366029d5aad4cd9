"""The PyTorch training that the labs share: one loop, seeded, with a progress bar and a history.

What trains the course's own cells side by side is in ``side_by_side``, apart from this: an assignment that lends the
loop to learners must not lend them the cells.
"""

from rnncourse.training.ensemble import Ensemble, clip_each
from rnncourse.training.loop import clip_together, fit

__all__ = ["Ensemble", "clip_each", "clip_together", "fit"]
