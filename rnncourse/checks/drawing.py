"""Random numbers for test cells: the same draw for the same seed and name, fresh for every seed."""

from __future__ import annotations

import copy
import hashlib
import os

import numpy as np

#: Set by grading, a hexadecimal number; without it (a learner practising) every run draws the same.
SEED_VARIABLE = "RNNCOURSE_SEED"


def rng(name: str) -> np.random.Generator:
    """A generator for the test called ``name``, independent of all other tests' generators."""
    seed = os.environ.get(SEED_VARIABLE, "00")
    digest = hashlib.blake2b(name.encode(), key=bytes.fromhex(seed), digest_size=16).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def twins(draw: np.random.Generator) -> tuple[np.random.Generator, np.random.Generator]:
    """Two generators in the same state, spawned from ``draw``: one for the expected value, one to be given away.

    What the learner's function draws from its own is drawn from a copy, in a kernel as in grading: the twin that was
    given away stays where it was, and so does ``draw``.
    """
    (one,) = draw.spawn(1)
    return one, copy.deepcopy(one)


def sizes(draw: np.random.Generator, count: int, low: int = 2, high: int = 8) -> list[int]:
    """``count`` sizes in low..high, all different, so that no transpose passes by luck."""
    if count > high - low + 1:
        raise ValueError(
            f"expected room for {count} sizes that all differ, got {low}..{high}; widen the range"
        )
    return [int(size) for size in draw.permutation(np.arange(low, high + 1))[:count]]


def lengths(draw: np.random.Generator, n: int, T: int) -> np.ndarray:
    """``n`` ≥ 2 lengths in 1..T−1, both ends among them: none fills all steps, and they are never all alike."""
    inner = draw.integers(1, T, size=n - 2)
    return draw.permutation(np.concatenate([[1, T - 1], inner]))
