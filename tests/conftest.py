"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("RNNCOURSE_QUIET", "1")  # no progress bars in the logs

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator for test data; the same in every run."""
    return np.random.default_rng(20240229)
