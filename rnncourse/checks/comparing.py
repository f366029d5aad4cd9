"""Comparing outcomes: structure, type, shape, dtype, then values relative to the array's scale.

What a value says of itself does not count: an array of a class of its own is looked at as the plain array that it
holds, a number likewise, and all functions used here are bound when the module is loaded, so that a cell that replaces
``np.abs`` or ``all`` afterwards changes nothing.
"""

from __future__ import annotations

from builtins import abs, all, bool, float, int, isinstance, issubclass, len, list, map, max, str, tuple, type  # noqa: UP029
from typing import Any

import numpy as np
from numpy import array_equal, asarray, errstate, isfinite, isnan, where

from rnncourse.checks.outcomes import Outcome

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
        return bool(array_equal(got, want))
    return bool((gaps(got, want) <= allowed_gap(got, want)).all())


def allowed_gap(got: np.ndarray, want: np.ndarray) -> float:
    """How far an entry of ``got`` may be from its wanted value: what rounding explains, and no more.

    A single number is held to its own type, and a count is exact: a coarser type would let what is wrong pass.
    """
    if want.dtype.kind in "biu":
        return 0.0
    types = [want.dtype] if want.ndim == 0 else [got.dtype, want.dtype]
    return max(map(tolerance, types)) * max(_largest(want), 1e-30)


def _largest(array: np.ndarray) -> float:
    finite = abs(array[isfinite(array)].astype(float))
    return float(finite.max(initial=0.0))


def gaps(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    """|got − want| entry by entry; 0 where both are the same infinity or NaN, infinite where only one is."""
    with errstate(all="ignore"):
        gap = abs(got.astype(float) - want.astype(float))
    alike = (got == want) | (isnan(got.astype(float)) & isnan(want.astype(float)))
    return where(alike, 0.0, where(isfinite(gap), gap, np.inf))


def same(one: Outcome, other: Outcome) -> bool:
    """Both raised the same error with the same words, or both returned the same values.

    What is no number, array or text is like nothing else, not even another of its kind: there is no telling.
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
    if (text := as_text(one)) is not None:
        return text == as_text(other)
    one, other = as_array(one), as_array(other)
    if one is None or other is None:
        return False
    return close(one, other)


def as_text(value: Any) -> str | None:
    """A text as a plain one; None for anything else."""
    return str.__str__(value) if issubclass(type(value), str) else None


def as_array(value: Any) -> np.ndarray | None:
    """Numbers and arrays of numbers as an array; None for anything else (None, text, lists, objects)."""
    kind = type(value)
    if issubclass(kind, (np.ndarray, np.generic)) or kind in (bool, int, float):
        array = asarray(value)
    elif issubclass(kind, float):
        array = asarray(float.__float__(value))
    elif issubclass(kind, int):
        array = asarray(int.__index__(value))
    else:
        return None
    return array if array.dtype.kind in "biuf" else None
