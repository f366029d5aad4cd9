"""The PyTorch training that the labs share: one loop, seeded, with a progress bar and a history."""

from rnncourse.training.ensemble import Ensemble, clip_each
from rnncourse.training.loop import clip_together, fit

__all__ = ["Ensemble", "clip_each", "clip_together", "fit"]
