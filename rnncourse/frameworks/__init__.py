"""Weights to and from other libraries' layouts."""

from rnncourse.frameworks import pytorch

__all__ = ["pytorch"]
