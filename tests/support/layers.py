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
    Bidirectional,
    CandidateDropout,
    Checkpointed,
    CoupledLSTM,
    ForgetOnlyLSTM,
    LayerNormLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
    Stacked,
    StateDropout,
    WeightDrop,
    Zoneout,
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

#: Layers made of layers that can run step by step.
STACKS = {
    "stacked-1": Stacked([LSTM()]),
    "stacked-2": Stacked([GRU(), LSTM()]),
    "stacked-3": Stacked([RNN(), GRU(reset="before"), LSTM()]),
    "stack of stacks": Stacked([Stacked([RNN(), LSTM()]), Stacked([GRU()])]),
    "checkpointed-lstm": Checkpointed(LSTM()),
    "checkpointed-gru-every-2": Checkpointed(GRU(), every=2),
    "stacked checkpoints": Stacked([Checkpointed(RNN()), Checkpointed(LSTM(), every=3)]),
}

#: Layers that need the whole sequence.
TWO_WAYS = {
    "bidirectional-lstm": Bidirectional(LSTM()),
    "bidirectional-lstm-sum": Bidirectional(LSTM(), merge="sum"),
    "bidirectional-gru-mean": Bidirectional(GRU(), merge="mean"),
    "bidirectional-gru-and-rnn": Bidirectional(GRU(), backward_cell=RNN()),
    "bidirectional stack": Bidirectional(Stacked([RNN(), GRU()]), merge="mean"),
    "stacked bidirectionals": Stacked([Bidirectional(RNN()), Bidirectional(GRU(), merge="sum")]),
    "bidirectional checkpoints": Bidirectional(Checkpointed(GRU(), every=2)),
}

#: Every kind of dropout within a cell; each is a cell itself.
NOISY_CELLS = {
    "zoneout-rnn": Zoneout(RNN(), 0.4),
    "zoneout-lstm": Zoneout(LSTM(), 0.3, 0.5),
    "zoneout-gru": Zoneout(GRU(), 0.4),
    "state-dropout-rnn": StateDropout(RNN(), 0.4),
    "state-dropout-lstm": StateDropout(LSTM(), 0.4),
    "state-dropout-lstm-step": StateDropout(LSTM(), 0.4, mask="step"),
    "state-dropout-gru": StateDropout(GRU(), 0.4),
    "state-dropout-gru-before-takes": StateDropout(GRU("before", "takes"), 0.4, mask="step"),
    "candidate-dropout-lstm": CandidateDropout(LSTM(), 0.4),
    "candidate-dropout-lstm-sequence": CandidateDropout(LSTM(), 0.4, mask="sequence"),
    "candidate-dropout-gru": CandidateDropout(GRU(), 0.4),
    "candidate-dropout-gru-before-takes": CandidateDropout(GRU("before", "takes"), 0.4, mask="sequence"),
    "weight-drop-rnn": WeightDrop(RNN(), 0.4),
    "weight-drop-lstm": WeightDrop(LSTM(), 0.4),
    "weight-drop-gru": WeightDrop(GRU(), 0.4),
    "all of them": WeightDrop(Zoneout(StateDropout(CandidateDropout(LSTM(), 0.2), 0.3), 0.2, 0.3), 0.3),
    "weight drop within": Zoneout(WeightDrop(StateDropout(GRU(), 0.3), 0.2), 0.3),
    "checkpointed dropout": Checkpointed(WeightDrop(Zoneout(LSTM(), 0.3, 0.2), 0.3), every=2),
}

#: Dropout between layers, and layers of noisy cells.
NOISY = NOISY_CELLS | {
    "stacked-dropout": Stacked([RNN(), LSTM(), GRU()], dropout=0.4),
    "stacked-dropout-sequence": Stacked([LSTM(), LSTM()], dropout=0.4, mask="sequence"),
    "stacked-dropout-everywhere": Stacked([GRU(), RNN()], dropout=0.4, on_input=True, on_output=True),
    "bidirectional-zoneout": Bidirectional(Zoneout(LSTM(), 0.3, 0.2)),
    "stacked bidirectional dropout": Stacked(
        [Bidirectional(WeightDrop(RNN(), 0.3)), Bidirectional(StateDropout(GRU(), 0.3))], dropout=0.3
    ),
}

#: Everything with the interface of a layer; those with dropout, in evaluation.
LAYERS = CELLS | STACKS | TWO_WAYS | NOISY


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
