"""Errors for arguments that do not fit: the argument, what was expected, what came."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

#: The types a layer computes in. complex128 is there for the complex step of ``gradcheck``.
DTYPES = (np.float32, np.float64, np.complex128)


def require_array(name: str, array: object) -> None:
    """Raise TypeError for anything but a NumPy array."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} should be a NumPy array, got {type(array).__name__}; use np.asarray(...)")


def require_shape(name: str, array: np.ndarray, expected: tuple[int | str, ...]) -> None:
    """Raise unless ``array`` is a NumPy array of the expected shape.

    A string in ``expected`` names a size that may be anything: ``("n", 3)`` takes ``(7, 3)``.
    """
    if type(array) is np.ndarray and array.shape == expected:
        return
    require_array(name, array)
    fits = array.ndim == len(expected) and all(
        isinstance(want, str) or want == got for want, got in zip(expected, array.shape, strict=True)
    )
    if not fits:
        wanted = "[" + ", ".join(map(str, expected)) + "]"
        raise ValueError(f"{name} should have shape {wanted}, got {list(array.shape)}")


def require_dtype(**arrays: np.ndarray) -> None:
    """Raise unless all arrays share one of the floating types that the layers compute in."""
    dtypes = {name: array.dtype for name, array in arrays.items()}
    if len(set(dtypes.values())) > 1:
        listed = ", ".join(f"{name} {dtype}" for name, dtype in dtypes.items())
        raise TypeError(f"all arrays should have one dtype, got {listed}; convert with .astype(...)")
    name, dtype = next(iter(dtypes.items()))
    if dtype.type not in DTYPES:
        raise TypeError(f"{name} should be float32 or float64, got {dtype}; convert with .astype(np.float64)")


def require_lengths(lengths: np.ndarray, n: int, T: int) -> np.ndarray:
    """Return ``lengths`` as an integer array [n] with every entry in 1..T, or raise."""
    lengths = np.asarray(lengths)
    if lengths.shape != (n,) or not np.issubdtype(lengths.dtype, np.integer):
        raise ValueError(
            f"lengths should be {n} integers, one a sequence of the batch, "
            f"got shape {list(lengths.shape)} of {lengths.dtype}"
        )
    if lengths.min() < 1 or lengths.max() > T:
        raise ValueError(f"lengths should lie in 1..{T}, got {lengths.min()}..{lengths.max()}")
    return lengths.astype(
        np.intp
    )  # a copy, signed: the caller's own may change, and unsigned ones wrap round


def require_finite(name: str, array: np.ndarray) -> None:
    """Raise ValueError at the first entry that is NaN or infinite, giving its place."""
    require_array(name, array)
    finite = np.isfinite(array)
    if not finite.all():
        place = [int(index) for index in np.argwhere(~finite)[0]]
        raise ValueError(f"{name} should hold finite numbers, got {array[tuple(place)]} at {place}")


def require_sizes(**sizes: int) -> None:
    """Raise ValueError for a size that is no whole number from 1 up."""
    for name, size in sizes.items():
        if not isinstance(size, int | np.integer) or isinstance(size, bool) or size < 1:
            raise ValueError(f"{name} should be a whole number from 1 up, got {size!r}")


def require_choice(name: str, value: object, choices: Iterable[object]) -> None:
    """Raise ValueError for an option that does not exist, naming those that do."""
    if value not in (listed := list(choices)):
        raise ValueError(f"{name} should be one of {', '.join(map(repr, listed))}, got {value!r}")


def require_generator(rng: object) -> None:
    """Raise TypeError for anything but a generator of random numbers; a seed is the usual slip."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng should be a generator such as np.random.default_rng(0), got {rng!r}")


def require_type(dtype: object) -> None:
    """Raise TypeError for a dtype that parameters cannot have."""
    if dtype not in (np.float32, np.float64, "float32", "float64", np.dtype("float32"), np.dtype("float64")):
        raise TypeError(f"dtype should be np.float32 or np.float64, got {dtype!r}")


def require_rate(name: str, rate: float) -> None:
    """Raise ValueError for a probability outside [0, 1)."""
    if not 0 <= rate < 1:
        raise ValueError(f"{name} should be a number from 0 up to, not including, 1, got {rate!r}")


def up_to(lengths: np.ndarray, T: int) -> np.ndarray:
    """[n, T] truth values: True for the first ``lengths[i]`` steps of sequence i.

    >>> up_to(np.array([1, 3]), 3).astype(int)
    array([[1, 0, 0],
           [1, 1, 1]])
    """
    return np.arange(T) < np.asarray(lengths)[:, None]
