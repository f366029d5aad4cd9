"""The PyTorch training that the labs share: one loop, seeded, with a progress bar and a history."""

from rnncourse.training.ensemble import Ensemble, clip_each
from rnncourse.training.loop import clip_together, fit
from rnncourse.training.side_by_side import STARTS, SideBySide, count, fit_each, hidden_size

__all__ = [
    "STARTS",
    "Ensemble",
    "SideBySide",
    "clip_each",
    "clip_together",
    "count",
    "fit",
    "fit_each",
    "hidden_size",
]
