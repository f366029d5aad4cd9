"""What the tests of layers share: a catalogue of all of them, a problem to run them on, and how far is far."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells import (
    GRU,
    LSTM,
    LSTM1997,
    MGU,
    RNN,
    CoupledLSTM,
    ForgetOnlyLSTM,
    LayerNormLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
)
from rnncourse.cells.ablations import SEARCH_SPACE
from rnncourse.tree import Tree, map_arrays, named_arrays

#: Every plain cell of the course, with each of its options, by the name that the tests show.
CELLS = {
    "rnn": RNN(),
    "rnn-relu": RNN("relu"),
    "rnn-identity": RNN("identity"),
    "lstm": LSTM(),
    "gru-after-keeps": GRU(),
    "gru-after-takes": GRU(update="takes"),
    "gru-before-keeps": GRU(reset="before"),
    "gru-before-takes": GRU(reset="before", update="takes"),
    "mgu": MGU(),
    "lstm-1997": LSTM1997(),
    "lstm-1997-tanh": LSTM1997("tanh"),
    "peephole": PeepholeLSTM(),
    "coupled": CoupledLSTM(),
    "projected": ProjectedLSTM(p=3),
    "layer-norm": LayerNormLSTM(),
    "forget-only": ForgetOnlyLSTM(),
    "forget-only-beta-0": ForgetOnlyLSTM(beta=0),
    **{f"ablated-{name}": cell for name, cell in SEARCH_SPACE.items()},
}


class Problem(NamedTuple):
    """Parameters, input, initial state and lengths for a layer, and the loss's weights on what comes out."""

    params: Tree
    X: np.ndarray
    state: Tree
    lengths: np.ndarray | None
    d_outputs: np.ndarray
    d_final: Tree


def problem(
    layer: Any,
    rng: np.random.Generator,
    n: int = 3,
    T: int = 5,
    d: int = 2,
    h: int = 4,
    dtype: type = np.float64,
    padded: bool = False,
) -> Problem:
    """Random numbers of different sizes everywhere; lengths from 1 to T, both among them, where padded."""
    params = layer.init(rng, d, h, dtype)
    # No parameter at a special value: biases of zero and gains of one would hide mistakes.
    params = map_arrays(lambda array: (array + 0.3 * rng.normal(size=array.shape)).astype(dtype), params)
    X = rng.normal(size=(n, T, d)).astype(dtype)
    normal = lambda array: rng.normal(size=array.shape).astype(dtype)  # noqa: E731
    state = map_arrays(normal, layer.zero_state(params, n))
    lengths = None
    if padded:
        lengths = rng.integers(1, T + 1, n)
        lengths[0], lengths[-1] = T, 1
    d_outputs = rng.normal(size=(n, T, layer.output_size(params))).astype(dtype)
    return Problem(params, X, state, lengths, d_outputs, map_arrays(normal, state))


def run(layer: Any, given: Problem) -> dict[str, np.ndarray]:
    """Everything that a layer computes: outputs, final state and every gradient, by name."""
    outputs, final, tape = layer.forward(given.params, given.X, given.state, given.lengths)
    d_params, dX, d_state = layer.backward(given.params, tape, given.d_outputs, given.d_final)
    trees = {"outputs": outputs, "final": final, "d_params": d_params, "dX": dX, "d_state": d_state}
    return {name: array for key, tree in trees.items() for name, array in named_arrays(tree, key).items()}


def relative(got: np.ndarray, want: np.ndarray) -> float:
    """The largest difference, relative to the largest entry of ``want``."""
    assert got.shape == want.shape
    return float(np.abs(got - want).max() / max(np.abs(want).max(), np.finfo(want.dtype).tiny))


def assert_close(got: dict[str, np.ndarray], want: dict[str, np.ndarray], tolerance: float) -> None:
    """Every array of ``want`` is in ``got`` and as near as ``tolerance``, relative to the array's scale."""
    assert got.keys() == want.keys()
    gaps = {name: relative(got[name], want[name]) for name in want}
    assert max(gaps.values()) < tolerance, {name: gap for name, gap in gaps.items() if gap >= tolerance}
