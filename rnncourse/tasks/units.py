"""What single cells of a character model hold: each unit's c_t beside something that can be counted in the text.

A unit is chosen by its correlation on one half of a text and judged on the other. With as many units as letters in
the alphabet some unit will follow anything a little.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch

from rnncourse.tasks.language_experiment import CharModel

Array = np.ndarray


def cells(model: CharModel, ids: Array) -> Array:
    """tanh(c_t) of every unit after each symbol of a text, read from a zero state: [len(ids), h]."""
    model.eval()
    found, state = [], None
    with torch.no_grad():
        for x_t in model.embedding(torch.from_numpy(ids)):
            _, state = model.lstm(x_t[None, None], state)
            found.append(torch.tanh(state[1][0, 0]))
    return torch.stack(found).numpy()


def since(text: str, where: Callable[[str], bool]) -> Array:
    """Characters since the last one of which ``where`` is true, 0 at such a one; counted from the start before it.

    >>> since("ab cd", str.isspace).tolist()
    [1, 2, 0, 1, 2]
    """
    found = np.zeros(len(text), int)
    for t, c in enumerate(text):
        found[t] = 0 if where(c) else 1 + (found[t - 1] if t else 0)
    return found


def inside(text: str) -> Array:
    """1 from an opening round bracket up to the character before the closing one, else 0; a line's end closes all.

    >>> inside("a (b) c").tolist()
    [0, 0, 1, 1, 0, 0, 0]
    """
    found, now = np.zeros(len(text), int), 0
    for t, c in enumerate(text):
        now = 1 if c == "(" else 0 if c in ")\n" else now
        found[t] = now
    return found


class Found(NamedTuple):
    """The ``unit`` that follows a count best, its correlation where it was ``chosen`` and on the text ``held_out``."""

    unit: int
    chosen: float
    held_out: float


def best(C: Array, counted: Array) -> Found:
    """The unit of ``C [T, h]`` whose correlation with ``counted [T]`` is largest in size on the first half.

    Raises ValueError where C and counted differ in length, or nothing varies in a half.
    """
    if len(C) != len(counted):
        raise ValueError(f"C and counted should be of one length, got {len(C)} and {len(counted)}")
    middle = len(C) // 2
    first, second = (_correlations(C[part], counted[part]) for part in (slice(middle), slice(middle, None)))
    unit = int(np.abs(first).argmax())
    return Found(unit, float(first[unit]), float(second[unit]))


def _correlations(C: Array, counted: Array) -> Array:
    """Pearson's, of every unit, [h]; 0 for a unit that never moves."""
    centred, other = C - C.mean(0), counted - counted.mean()
    if not other.any():
        raise ValueError("counted should vary in both halves")
    sizes = np.sqrt((centred**2).sum(0) * (other**2).sum())
    return np.divide(other @ centred, sizes, out=np.zeros(C.shape[1]), where=sizes > 0)
