"""Is a hand-written backward pass right? Compare it with differences of the forward pass.

Central differences: (L(θ+ε) − L(θ−ε)) / 2ε, wrong by O(ε²) from the cut series and O(10⁻¹⁶/ε) from rounding.
Complex step: Im L(θ+iε) / ε, which subtracts nothing, so ε may be 10⁻³⁰ and nothing is lost; it needs a loss
that is analytic and takes complex numbers (Squire & Trapp 1998).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnncourse.tree import Tree, map_arrays, named_arrays, with_arrays

Array = np.ndarray
Loss = Callable[..., float]


def central_differences(loss: Loss, arrays: Mapping[str, Array], name: str, epsilon: float = 1e-6) -> Array:
    """∂ loss / ∂ arrays[name], entry by entry; ``loss`` takes the arrays by name. Same shape as the array."""
    return _entrywise(
        arrays, name, np.float64, lambda at: (loss(**at(epsilon)) - loss(**at(-epsilon))) / (2 * epsilon)
    )


def complex_step(loss: Loss, arrays: Mapping[str, Array], name: str, epsilon: float = 1e-30) -> Array:
    """∂ loss / ∂ arrays[name] by the complex step; every array is handed over as complex128."""
    widened = {key: value.astype(np.complex128) for key, value in arrays.items()}
    return _entrywise(widened, name, np.complex128, lambda at: np.imag(loss(**at(1j * epsilon))) / epsilon)


def _entrywise(arrays: Mapping[str, Array], name: str, dtype: type, slope: Callable) -> Array:
    if name not in arrays:
        raise ValueError(f"name should be one of {sorted(arrays)}, got {name!r}")
    gradient = np.zeros(arrays[name].shape)
    for index in np.ndindex(gradient.shape):

        def at(shift: complex, index: tuple[int, ...] = index) -> dict[str, Array]:
            moved = arrays[name].astype(dtype)
            moved[index] += shift
            return {**arrays, name: moved}

        gradient[index] = slope(at)
    return gradient


@dataclass(frozen=True)
class Report:
    """How far a gradient is from the differences, array by array."""

    errors: dict[str, float]
    worst: dict[str, tuple[tuple[int, ...], float, float]]
    tolerance: float

    @property
    def ok(self) -> bool:
        return all(error <= self.tolerance for error in self.errors.values())

    def __str__(self) -> str:
        width = max(map(len, ["array", *self.errors]))
        lines = [f"{'array':{width}} {'relative error':>14}   worst entry"]
        for name, error in self.errors.items():
            index, got, want = self.worst[name]
            mark = "ok" if error <= self.tolerance else "WRONG"
            lines.append(
                f"{name:{width}} {error:14.1e}   {list(index)}: yours {got:.6g}, differences {want:.6g}  {mark}"
            )
        return "\n".join(lines)


def check(
    loss: Loss,
    arrays: Mapping[str, Array],
    gradients: Mapping[str, Array],
    tolerance: float = 1e-6,
    method: Callable[..., Array] = central_differences,
) -> Report:
    """Compare ``gradients`` with differences of ``loss``, for every array they name.

    The error of an array is max|got − differences| / max(|got|, |differences|), the maxima over the whole
    array: relative to the array's scale, so that entries near zero do not cry wolf.

    Raises ValueError where a gradient has another shape than its array.
    """
    errors, worst = {}, {}
    for name, got in gradients.items():
        want = method(loss, arrays, name)
        if got.shape != want.shape:
            raise ValueError(
                f"the gradient of {name} should have shape {list(want.shape)}, got {list(got.shape)}"
            )
        gap = np.abs(got - want)
        scale = max(np.abs(got).max(), np.abs(want).max(), np.finfo(float).tiny)
        index = np.unravel_index(gap.argmax(), gap.shape)
        errors[name] = float(gap.max() / scale)
        worst[name] = (tuple(int(i) for i in index), float(got[index]), float(want[index]))
    return Report(errors, worst, tolerance)


def check_layer(
    layer: Any,
    params: Tree,
    X: Array,
    state: Tree = None,
    lengths: Array | None = None,
    *,
    rng: np.random.Generator,
    tolerance: float = 1e-6,
    method: Callable[..., Array] = central_differences,
    noise_seed: int | None = None,
) -> Report:
    """Check every gradient that ``layer.backward`` returns: of parameters, input and initial state.

    The loss is a weighted sum of all outputs and of the final state with weights from ``rng``, so that no edge
    can hide behind a zero or a symmetry. Sizes small and all different show the most.

    Parameters
    ----------
    layer : anything with the course's ``forward`` and ``backward``: a cell, two directions, a stack
    params, X [n, T, d], state, lengths : as its ``forward`` takes them; ``state`` zeros if None
    rng : draws the weights of the loss
    tolerance : largest relative error that passes
    method : ``central_differences`` or ``complex_step``
    noise_seed : where the layer has dropout, the seed of its masks, the same in every run; None: evaluation

    Returns
    -------
    Report on arrays named ``params.…``, ``X``, ``state.…``

    >>> from rnncourse.cells import GRU
    >>> rng = np.random.default_rng(0)
    >>> params = GRU().init(rng, d=2, h=3)
    >>> check_layer(GRU(), params, rng.normal(size=(4, 5, 2)), rng=rng).ok
    True
    """
    state = layer.zero_state(params, len(X)) if state is None else state

    def run(params: Tree, X: Array, state: Tree) -> tuple[Array, Tree, Any]:
        noise = None if noise_seed is None else np.random.default_rng(noise_seed)
        return layer.forward(params, X, state, lengths, rng=noise)

    outputs, final, tape = run(params, X, state)
    d_outputs = rng.normal(size=outputs.shape)
    d_final = map_arrays(lambda array: rng.normal(size=array.shape), final)
    arrays = {"params": params, "X": X, "state": state}
    gradients = dict(zip(arrays, layer.backward(params, tape, d_outputs, d_final), strict=True))

    def loss(**moved: Array) -> float:
        outputs, final, _ = run(*(with_arrays(tree, moved, name) for name, tree in arrays.items()))
        products = map_arrays(lambda one, other: (one * other).sum(), final, d_final)
        return (outputs * d_outputs).sum() + sum(named_arrays(products).values())

    def flat(trees: dict[str, Tree]) -> dict[str, Array]:
        return {name: array for key, tree in trees.items() for name, array in named_arrays(tree, key).items()}

    return check(loss, flat(arrays), flat(gradients), tolerance, method)
