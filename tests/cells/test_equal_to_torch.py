"""Our layers and PyTorch's with the same weights: outputs, final states and every gradient are the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from layers import assert_close, problem, run
from torch_side import run_torch

from rnncourse import cells
from rnncourse.frameworks import pytorch
from rnncourse.tree import named_arrays

#: Where cells come from: modules that have some of these classes, with the same parameters.
TIERS = {"plain": cells, "fast": cells.fast}

#: What PyTorch has as well: the class and its options.
LAYERS = {
    "rnn-tanh": ("RNN", {}),
    "rnn-relu": ("RNN", {"activation": "relu"}),
    "lstm": ("LSTM", {}),
    "lstmp": ("ProjectedLSTM", {"p": 2}),
    "gru": ("GRU", {}),
}
CELLS = {
    f"{tier}-{name}": getattr(module, class_name)(**options)
    for tier, module in TIERS.items()
    for name, (class_name, options) in LAYERS.items()
    if hasattr(module, class_name)
}
TOLERANCES = {np.float64: 1e-12, np.float32: 1e-5}

#: n, T, d, h, all different, with h above the projection's 2.
SIZES = st.lists(st.integers(1, 7), min_size=4, max_size=4, unique=True).filter(lambda sizes: sizes[3] > 2)


pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def build(cell: Any, directions: int, levels: int) -> Any:
    """The cell in one direction or two, in as many levels; every level with its own parameters."""
    one = cell if directions == 1 else cells.Bidirectional(cell)
    return one if levels == 1 else cells.Stacked([one] * levels)


@pytest.mark.parametrize("dtype", TOLERANCES, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("levels", [1, 2, 3], ids="levels{}".format)
@pytest.mark.parametrize("directions", [1, 2], ids="directions{}".format)
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@settings(max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(sizes=SIZES, padded=st.booleans(), with_state=st.booleans(), seed=st.integers(0, 2**32 - 1))
def test_outputs_final_states_and_every_gradient(
    cell, directions, levels, dtype, sizes, padded, with_state, seed
):
    layer = build(cell, directions, levels)
    n, T, d, h = sizes
    task = problem(layer, np.random.default_rng(seed), n, T, d, h, dtype, padded=padded)
    if not with_state:
        task = task._replace(state=None)
    ours = run(layer, task)
    theirs = run_torch(pytorch.to_torch(layer, task.params), task)
    if not with_state:
        ours = {name: array for name, array in ours.items() if not name.startswith("d_state")}
    assert {array.dtype for array in ours.values()} == {np.dtype(dtype)}
    assert_close(ours, theirs, TOLERANCES[dtype])


@pytest.mark.parametrize("levels", [1, 2, 3], ids="levels{}".format)
@pytest.mark.parametrize("directions", [1, 2], ids="directions{}".format)
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_the_weights_that_torch_draws_are_ours_too(rng, cell, directions, levels):
    """Read from a module, not written into one: no bias is zero there, and both count."""
    torch.manual_seed(len(repr(cell)))
    task = problem(build(cell, directions, levels), rng, padded=True)
    module = pytorch.to_torch(build(cell, directions, levels), task.params)
    module.reset_parameters()
    layer, params = pytorch.from_torch(module)
    ours, theirs = run(layer, task._replace(params=params)), run_torch(module, task)
    assert all((bias != 0).all() for name, bias in module.named_parameters() if "bias" in name)
    assert_close(ours, theirs, 1e-12)


def test_the_comparison_sees_a_single_wrong_weight(rng):
    """Each weight of a small network, moved a little in the module, is seen in the outputs."""
    layer = build(cells.GRU(), 2, 2)
    task = problem(layer, rng, padded=True)
    module = pytorch.to_torch(layer, task.params)
    ours = run(layer, task)
    for name, array in named_arrays(task.params).items():
        place = tuple(int(rng.integers(size)) for size in array.shape)
        array[place] += 1e-6
        assert np.abs(run(layer, task)["outputs"] - ours["outputs"]).max() > 1e-10, name
        array[place] -= 1e-6
    assert_close(ours, run_torch(module, task), 1e-12)
