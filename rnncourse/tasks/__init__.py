"""Data to learn from: made in the page or shipped with a dependency, never fetched."""

from rnncourse.tasks import digits, echo

__all__ = ["digits", "echo"]
