"""Comparing outcomes: structure, type, shape, dtype, then values relative to the array's scale."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.calling import Outcome

#: How far apart two right answers may be, relative to the largest expected entry: rounding, and no more.
TOLERANCES = {np.dtype(np.float32): 1e-4, np.dtype(np.float64): 1e-9}


def tolerance(dtype: np.dtype) -> float:
    """The relative tolerance for results of this type; exact for integers and truth values."""
    return TOLERANCES.get(np.dtype(dtype), 0.0)


def close(got: np.ndarray, want: np.ndarray) -> bool:
    """Same shape and kind, and no entry further from ``want`` than the tolerance times its largest entry."""
    if got.shape != want.shape or got.dtype.kind not in "biuf":
        return False
    if want.dtype.kind in "biu" and got.dtype.kind in "biu":
        return bool(np.array_equal(got, want))
    return bool((gaps(got, want) <= allowed_gap(got, want)).all())


def allowed_gap(got: np.ndarray, want: np.ndarray) -> float:
    """How far an entry of ``got`` may be from its wanted value: what rounding explains, and no more."""
    return max(tolerance(got.dtype), tolerance(want.dtype)) * max(_largest(want), 1e-30)


def _largest(array: np.ndarray) -> float:
    finite = np.abs(array[np.isfinite(array)].astype(float))
    return float(finite.max(initial=0.0))


def gaps(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    """|got − want| entry by entry; 0 where both are the same infinity or NaN, infinite where only one is."""
    with np.errstate(all="ignore"):
        gap = np.abs(got.astype(float) - want.astype(float))
    alike = (got == want) | (np.isnan(got.astype(float)) & np.isnan(want.astype(float)))
    return np.where(alike, 0.0, np.where(np.isfinite(gap), gap, np.inf))


def same(one: Outcome, other: Outcome) -> bool:
    """Both raised the same error with the same words, or both returned the same values.

    What is neither a number nor an array is like nothing else, not even another of its kind: there is no telling.
    Where a view could be applied to one and not to the other, they are not the same.
    """
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error) and str(one.error) == str(other.error)
    if (one.view_error is None) != (other.view_error is None):
        return False
    return _same_value(one.value, other.value)


def _same_value(one: Any, other: Any) -> bool:
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(map(_same_value, one, other))
    if isinstance(one, (tuple, list)) or isinstance(other, (tuple, list)):
        return False
    one, other = as_array(one), as_array(other)
    if one is None or other is None:
        return False
    return close(one, other)


def as_array(value: Any) -> np.ndarray | None:
    """Numbers and arrays of numbers as an array; None for anything else (None, text, lists, objects)."""
    if not isinstance(value, (bool, int, float, np.ndarray, np.generic)):
        return None
    array = np.asarray(value)
    return array if array.dtype.kind in "biuf" else None
