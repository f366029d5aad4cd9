"""Data to learn from: made in the page or shipped with a dependency, never fetched."""

from rnncourse.tasks import adding, cloze, digits, echo, latch, temporal_order, timing

__all__ = ["adding", "cloze", "digits", "echo", "latch", "temporal_order", "timing"]
