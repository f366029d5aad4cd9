"""Is a hand-written backward pass right? Compare it with differences of the forward pass.

    report = check_layer(LSTM(), params, X, rng=rng)
    print(report)               array by array: how far off, where most, by how much
    report.ok, report.wrong     True or False, and the names of the arrays that are wrong

``central_differences`` asks nothing of the forward pass and is good for seven digits; ``complex_step`` is good
for fifteen where the forward pass takes complex numbers, as all layers of the course do (``differences``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnncourse.cells.validation import require_array, require_choice
from rnncourse.differences import (
    EPSILON,
    Array,
    Loss,
    Place,
    central_differences,
    complex_step,
    evaluate,
    sides,
    widen,
)
from rnncourse.tree import Tree, describe, map_arrays, named_arrays, with_arrays


@dataclass(frozen=True)
class Report:
    """How far a gradient is from the differences, array by array.

    errors : relative error of each array
    worst : the entry that is farthest off: its place, the gradient there, the differences there
    compared : how many entries were compared, and of how many
    kinks : slope to the left and to the right of the worst entry, where an array is wrong and the two differ
    """

    errors: dict[str, float]
    worst: dict[str, tuple[Place, float, float]]
    tolerance: float
    compared: dict[str, tuple[int, int]]
    kinks: dict[str, tuple[float, float]]

    @property
    def wrong(self) -> list[str]:
        """The arrays whose error is above the tolerance, or no number at all."""
        return [name for name, error in self.errors.items() if not error <= self.tolerance]

    @property
    def ok(self) -> bool:
        return not self.wrong

    def __str__(self) -> str:
        rows = [("gradient of", "entries", "error", "worst at", "yours", "differences", "")]
        for name, error in self.errors.items():
            place, got, want = self.worst[name]
            entries = "{} of {}".format(*self.compared[name])
            verdict = "WRONG" if name in self.wrong else "ok"
            rows.append(
                (name, entries, f"{error:.1e}", str(list(place)), f"{got:.6g}", f"{want:.6g}", verdict)
            )
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        left = (0, 3, 6)
        lines = [
            "  ".join(
                f"{cell:{'<' if column in left else '>'}{width}}"
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        for name, (before, after) in self.kinks.items():
            lines.append(
                f"{name} at {list(self.worst[name][0])}: a kink? The slope is {before:.6g} to the left and "
                f"{after:.6g} to the right; check at a point off it."
            )
        verdict = f"wrong: {', '.join(self.wrong)}" if self.wrong else "all agree"
        return "\n".join(
            [*lines, f"{verdict} (error relative to the array's scale, at most {self.tolerance:g})"]
        )


def check(
    loss: Loss,
    arrays: Mapping[str, Array],
    gradients: Mapping[str, Array],
    tolerance: float = 1e-6,
    method: Callable[..., Array] = central_differences,
    *,
    entries: int | None = None,
    rng: np.random.Generator | None = None,
) -> Report:
    """Compare ``gradients`` with differences of ``loss``, for every array they name.

    The error of an array is max|got − differences| / max(|got|, |differences|), the maxima over the array: its
    scale, so that entries near zero do not cry wolf. Where the whole gradient is smaller than what rounding
    leaves of a difference, it is that rounding over the tolerance which serves as scale.

    ``entries`` compares so many of each array, drawn from ``rng``: a difference costs a run or two of the loss.

    Raises ValueError for a gradient of another shape than its array, TypeError for one that is not real.
    """
    if entries is not None and (rng is None or entries < 1):
        raise ValueError(f"entries should be at least 1, and drawn from an rng, got {entries} and rng {rng}")
    if not gradients:
        raise ValueError("gradients should name at least one array, got none")
    if not tolerance > 0:
        raise ValueError(f"tolerance should be above 0, got {tolerance}")
    for name, array in arrays.items():
        require_array(name, array)
    for name, got in gradients.items():
        require_choice("a gradient's name", name, sorted(arrays))
        require_array(f"the gradient of {name}", got)
        if got.shape != arrays[name].shape:
            wanted = list(arrays[name].shape)
            raise ValueError(f"the gradient of {name} should have shape {wanted}, got {list(got.shape)}")
        if got.dtype.kind != "f":
            raise TypeError(f"the gradient of {name} should hold real floating numbers, got {got.dtype}")
    here = abs(evaluate(loss, widen(arrays, np.float64)))
    largest = max((float(np.nanmax(np.abs(got), initial=0)) for got in gradients.values()), default=0.0)
    rounding = 4 * np.finfo(float).eps * (largest if method is complex_step else here / EPSILON)

    report = Report({}, {}, tolerance, {}, {})
    for name, got in gradients.items():
        places = list(np.ndindex(got.shape))
        if entries is not None and entries < len(places):
            places = [places[i] for i in np.sort(rng.choice(len(places), entries, replace=False))]
        want = method(loss, arrays, name, places=places)
        pairs = np.array([(got[place], want[place]) for place in places], float)
        gaps = np.abs(pairs[:, 0] - pairs[:, 1])
        scale = max(np.abs(got).max(), np.abs(pairs[:, 1]).max(), rounding / tolerance, np.finfo(float).tiny)
        index = int(gaps.argmax())  # of a NaN, if there is one
        report.errors[name] = float(gaps[index] / scale)
        report.worst[name] = (places[index], *map(float, pairs[index]))
        report.compared[name] = (len(places), got.size)
        if name in report.wrong and (slopes := sides(loss, arrays, name, places[index])):
            report.kinks[name] = slopes
    return report


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
    entries: int | None = None,
) -> Report:
    """Check every gradient that ``layer.backward`` returns: of parameters, input and initial state.

    The loss is a weighted sum of all outputs and of the final state with weights from ``rng``, so that no edge
    can hide behind a zero or a symmetry. Sizes small and all different show the most. Of dropout inside the layer
    only evaluation is checked, unless ``noise_seed`` is given.

    Parameters
    ----------
    layer : anything with the course's ``forward`` and ``backward``: a cell, two directions, a stack
    params, X [n, T, d], state, lengths : as its ``forward`` takes them; ``state`` drawn if None. The gradients
        are computed in their dtype, the differences in float64: float32 needs a tolerance of about 1e-4.
    rng : draws the weights of the loss, the entries, and the state if none is given
    tolerance : largest relative error that passes
    method : ``central_differences`` or ``complex_step``
    noise_seed : where the layer has dropout, the seed of its masks, the same in every run; None: evaluation
    entries : how many entries of each array to compare; all if None. Each costs two runs of the layer.

    Returns
    -------
    Report on arrays named ``params.…``, ``X``, ``state.…``

    Raises
    ------
    ValueError, TypeError : ``backward`` returns something other than three trees of the given ones' form

    >>> from rnncourse.cells import GRU
    >>> rng = np.random.default_rng(0)
    >>> params = GRU().init(rng, d=2, h=3)
    >>> check_layer(GRU(), params, rng.normal(size=(4, 5, 2)), rng=rng).ok
    True
    """

    def weights(array: Array) -> Array:
        return rng.normal(size=array.shape).astype(array.dtype)

    state = map_arrays(weights, layer.zero_state(params, len(X))) if state is None else state

    def run(params: Tree, X: Array, state: Tree) -> tuple[Array, Tree, Any]:
        noise = None if noise_seed is None else np.random.default_rng(noise_seed)
        return layer.forward(params, X, state, lengths, rng=noise)

    outputs, final, tape = run(params, X, state)
    d_outputs, d_final = weights(outputs), map_arrays(weights, final)
    trees = {"params": params, "X": X, "state": state}
    results = layer.backward(params, tape, d_outputs, d_final)
    if not isinstance(results, tuple) or len(results) != 3:
        raise TypeError(f"backward should return d_params, d_X, d_state, got {describe(results)}")

    def loss(**moved: Array) -> float:
        outputs, final, _ = run(*(with_arrays(tree, moved, name) for name, tree in trees.items()))
        products = map_arrays(lambda one, other: (one * other).sum(), final, d_final)
        return (outputs * d_outputs).sum() + sum(named_arrays(products).values())

    arrays, gradients = _flat(trees), _flat(dict(zip(trees, results, strict=True)))
    if astray := sorted(arrays.keys() ^ gradients.keys()):
        raise ValueError(
            f"backward should return a gradient for {', '.join(arrays)}; missing or too many: {', '.join(astray)}"
        )
    return check(loss, arrays, gradients, tolerance, method, entries=entries, rng=rng)


def _flat(trees: dict[str, Tree]) -> dict[str, Array]:
    return {name: array for key, tree in trees.items() for name, array in named_arrays(tree, key).items()}
