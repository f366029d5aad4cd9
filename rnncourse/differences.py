"""Slopes of a function of arrays, entry by entry, from its values alone.

Central differences: (L(θ+ε) − L(θ−ε)) / 2ε, wrong by O(ε²) from the cut series and O(10⁻¹⁶/ε) from rounding.
Complex step: Im L(θ+iε) / ε, which subtracts nothing, so ε may be 10⁻³⁰ and nothing is lost; it needs a loss
that is analytic and takes complex numbers (Squire & Trapp 1998): no absolute value, no part taken, no float().
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from rnncourse.cells.validation import require_array, require_choice

Array = np.ndarray
Loss = Callable[..., float]
Place = tuple[int, ...]

EPSILON = 1e-6


def central_differences(
    loss: Loss,
    arrays: Mapping[str, Array],
    name: str,
    epsilon: float = EPSILON,
    places: Sequence[Place] | None = None,
) -> Array:
    """∂ loss / ∂ arrays[name], entry by entry; ``loss`` takes the arrays by name, all of them as float64.

    Same shape as the array. Where ``places`` lists entries, only those; the others are NaN.

    Raises ValueError for an unknown name, or a loss that is not one finite number.
    """

    def slope(at: Callable[[complex], dict[str, Array]]) -> float:
        return (evaluate(loss, at(epsilon)) - evaluate(loss, at(-epsilon))) / (2 * epsilon)

    return _entrywise(arrays, name, np.float64, slope, places)


def complex_step(
    loss: Loss,
    arrays: Mapping[str, Array],
    name: str,
    epsilon: float = 1e-30,
    places: Sequence[Place] | None = None,
) -> Array:
    """As ``central_differences``, by the complex step; every array is handed over as complex128.

    Raises TypeError where the loss drops the imaginary part.
    """

    def slope(at: Callable[[complex], dict[str, Array]]) -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            try:
                value = evaluate(loss, at(1j * epsilon))
            except np.exceptions.ComplexWarning as dropped:
                raise TypeError(f"{_NOT_ANALYTIC}, but it casts a complex number to a real one") from dropped
        if not np.iscomplexobj(value):
            raise TypeError(f"{_NOT_ANALYTIC}, got {type(value).__name__}")
        return np.imag(value) / epsilon

    return _entrywise(arrays, name, np.complex128, slope, places)


_NOT_ANALYTIC = (
    "under the complex step the loss should stay complex from end to end (no abs, no .real, no float(), "
    "buffers of the inputs' dtype; else use central_differences)"
)


def evaluate(loss: Loss, arrays: Mapping[str, Array]) -> complex:
    """The loss of these arrays. Raises ValueError where it is not one finite number."""
    value = loss(**arrays)
    if np.ndim(value) != 0:
        raise ValueError(f"the loss should be one number, got an array of shape {list(np.shape(value))}")
    if not np.isfinite(value):
        raise ValueError(f"the loss should be finite, got {value}")
    return value


def _entrywise(
    arrays: Mapping[str, Array], name: str, dtype: type, slope: Callable, places: Sequence[Place] | None
) -> Array:
    require_choice("name", name, sorted(arrays))
    widened = widen(arrays, dtype)
    gradient = np.full(arrays[name].shape, np.nan)
    for place in np.ndindex(gradient.shape) if places is None else places:

        def at(shift: complex, place: Place = place) -> dict[str, Array]:
            moved = widened[name].copy()
            moved[place] += shift
            return {**widened, name: moved}

        gradient[place] = slope(at)
    return gradient


def widen(arrays: Mapping[str, Array], dtype: type) -> dict[str, Array]:
    """The arrays in ``dtype``. Raises TypeError for one that holds no real floating numbers."""
    for name, array in arrays.items():
        require_array(name, array)
        if array.dtype.kind != "f":
            raise TypeError(f"{name} should hold real floating numbers, got {array.dtype}")
    return {name: array.astype(dtype) for name, array in arrays.items()}


def sides(loss: Loss, arrays: Mapping[str, Array], name: str, place: Place) -> tuple[float, float] | None:
    """The slopes to the left and to the right of an entry where they differ, so at a kink; else None."""
    widened = widen(arrays, np.float64)
    values = []
    for shift in (-EPSILON, 0.0, EPSILON):
        moved = widened[name].copy()
        moved[place] += shift
        values.append(evaluate(loss, {**widened, name: moved}))
    before, after = (float(slope) for slope in np.diff(values) / EPSILON)
    # On a smooth piece they differ by ε times the curvature, and by rounding.
    rounding = 1e-15 * abs(values[1]) / EPSILON
    return (before, after) if abs(after - before) > 1e-3 * max(abs(before), abs(after)) + rounding else None
