"""Weights to PyTorch and back, and what PyTorch does not have. That both compute the same: test_equal_to_torch.py."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import assert_close, problem, run
from torch_side import run_torch

from rnncourse.cells import (
    GRU,
    LSTM,
    MGU,
    RNN,
    AblatedLSTM,
    Bidirectional,
    Checkpointed,
    CoupledLSTM,
    ForgetOnlyLSTM,
    LayerNormLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
    Stacked,
    StateDropout,
)
from rnncourse.cells.gru import flip_update
from rnncourse.frameworks import pytorch
from rnncourse.tree import map_arrays, named_arrays

THERE_AND_BACK = {
    "rnn": RNN(),
    "rnn-relu": RNN("relu"),
    "lstm": LSTM(),
    "projected": ProjectedLSTM(p=3),
    "gru": GRU(),
    "two directions": Bidirectional(GRU()),
    "three levels": Stacked([LSTM()] * 3),
    "two levels of two directions, with dropout": Stacked([Bidirectional(RNN("relu"))] * 2, dropout=0.25),
}
LEAVES_AS_ANOTHER = {
    "forget-only-beta-0": (ForgetOnlyLSTM(beta=0), GRU()),
    "gru-after-takes": (GRU(update="takes"), GRU()),
    "coupled": (CoupledLSTM(), LSTM()),
    "ablated-NP": (AblatedLSTM("NP"), LSTM()),
}


@pytest.mark.parametrize("layer", THERE_AND_BACK.values(), ids=THERE_AND_BACK)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_there_and_back_gives_the_same_layer_and_the_same_bits(rng, layer, dtype):
    params = layer.init(rng, 3, 5, dtype)
    module = pytorch.to_torch(layer, params)
    came_back, same = pytorch.from_torch(module)
    assert came_back == layer
    assert named_arrays(same).keys() == named_arrays(params).keys()
    for name, array in named_arrays(params).items():
        assert named_arrays(same)[name].dtype == dtype
        assert np.array_equal(named_arrays(same)[name], array), name


@pytest.mark.parametrize(("layer", "into"), LEAVES_AS_ANOTHER.values(), ids=LEAVES_AS_ANOTHER)
@pytest.mark.parametrize("directions", [1, 2])
def test_a_special_case_leaves_as_the_cell_that_it_is_one_of(rng, layer, into, directions):
    if directions == 2:
        layer, into = Bidirectional(layer), Bidirectional(into)
    task = problem(layer, rng, padded=True)
    module = pytorch.to_torch(layer, task.params)
    ours, theirs = run(layer, task), run_torch(module, task)
    in_common = [name for name in ours if not name.startswith("d_params")]
    assert_close({name: ours[name] for name in in_common}, {name: theirs[name] for name in in_common}, 1e-12)
    came_back, params = pytorch.from_torch(module)
    assert came_back == into
    ours_again = run(into, task._replace(params=params))
    assert_close(ours_again, theirs, 1e-12)


def test_the_gradient_of_a_flipped_update_gate_is_the_flipped_gradient(rng):
    task = problem(GRU(update="takes"), rng)
    ours = run(GRU(update="takes"), task)
    theirs = run_torch(pytorch.to_torch(GRU(update="takes"), task.params), task)
    gradients = GRU().Params(*(theirs[f"d_params.{name}"] for name in task.params._fields))
    assert_close(
        {name: array for name, array in ours.items() if name.startswith("d_params")},
        named_arrays(flip_update(gradients), "d_params"),
        1e-12,
    )


@pytest.mark.parametrize("reset", ["after", "before"])
def test_flipping_the_update_gate_twice_gives_the_same_bits(rng, reset):
    params = GRU(reset=reset).init(rng, 2, 4)
    flipped = flip_update(params)
    assert not np.array_equal(flipped.W_hh, params.W_hh)
    for twice, once in zip(flip_update(flipped), params, strict=True):
        assert np.array_equal(twice, once)


@pytest.mark.parametrize("reset", ["after", "before"])
def test_the_two_update_conventions_are_one_cell_with_flipped_weights(rng, reset):
    keeps, takes = GRU(reset=reset), GRU(reset=reset, update="takes")
    task = problem(keeps, rng, padded=True)
    one, other = run(keeps, task), run(takes, task._replace(params=flip_update(task.params)))
    for name in ("outputs", "final", "dX", "d_state"):
        assert np.abs(one[name] - other[name]).max() < 1e-14


def test_the_two_reset_conventions_with_the_same_weights_are_two_functions(rng):
    """No choice of weights is tried here; that with the same ones they differ is what a careless copy gives."""
    after = problem(GRU(), rng)
    before = GRU(reset="before")
    W_xh, W_hh, b_h, _ = after.params
    H, _, _ = GRU().forward(after.params._replace(b_hg=0 * after.params.b_hg), after.X)
    other, _, _ = before.forward(before.Params(W_xh, W_hh, b_h), after.X)
    assert np.abs(H - other).max() > 1e-3


@pytest.mark.parametrize("kind", [torch.nn.RNN, torch.nn.LSTM, torch.nn.GRU])
def test_a_module_without_biases_comes_with_biases_of_zero(rng, kind):
    module = kind(3, 5, bias=False, batch_first=True).double()
    layer, params = pytorch.from_torch(module)
    assert not params.b_h.any()
    X = rng.normal(size=(2, 4, 3))
    with torch.no_grad():
        output, _ = module(torch.tensor(X))
    assert np.abs(layer.forward(params, X)[0] - output.numpy()).max() < 1e-14


def test_time_first_or_batch_first_the_weights_are_the_same(rng):
    module = torch.nn.GRU(3, 5).double()
    layer, params = pytorch.from_torch(module)
    X = rng.normal(size=(2, 4, 3))
    with torch.no_grad():
        output, _ = module(torch.tensor(X).transpose(0, 1))
    assert np.abs(layer.forward(params, X)[0] - output.transpose(0, 1).numpy()).max() < 1e-14


def test_what_was_read_is_a_copy(rng):
    module = torch.nn.LSTM(3, 5)
    _, params = pytorch.from_torch(module)
    before = map_arrays(np.copy, params)
    with torch.no_grad():
        for weight in module.parameters():
            weight.add_(1)
    for one, other in zip(before, params, strict=True):
        assert np.array_equal(one, other)


REFUSED = {
    "gru-before-keeps": (
        GRU(reset="before"),
        "resets after the product: r ⊙ (h W) scales the product's columns",
    ),
    "gru-before-takes": (GRU(reset="before", update="takes"), "resets after the product"),
    "mgu": (MGU(), "MGU() is not converted to PyTorch: it resets before the product"),
    "rnn-identity": (RNN("identity"), "torch.nn.RNN has tanh and relu only"),
    "peephole": (PeepholeLSTM(), "torch.nn.LSTM has no weights from c to the gates"),
    "sum": (Bidirectional(LSTM(), merge="sum"), "concatenate the directions; use merge='concat'"),
    "mean": (Stacked([Bidirectional(LSTM(), merge="mean")] * 2), "use merge='concat'"),
    "different cells": (Stacked([LSTM(), GRU()]), "one cell, one size and as many directions"),
    "different directions": (Stacked([Bidirectional(GRU()), GRU()]), "convert the levels one by one"),
    "two stacks": (Bidirectional(Stacked([GRU()] * 2)), "not one stack whose every level reads both"),
    "one mask": (Stacked([GRU()] * 2, dropout=0.1, mask="sequence"), "with a mask every step"),
    "on input": (Stacked([GRU()] * 2, dropout=0.1, on_input=True), "drop between their layers only"),
    "stack in a stack": (
        Stacked([Stacked([GRU()] * 2, dropout=0.1)] * 2),
        "one dropout, between all their levels",
    ),
    "dropout around a stack": (
        Stacked([GRU(), Stacked([GRU()] * 2)], dropout=0.1),
        "between all their levels",
    ),
    "checkpointed": (Checkpointed(GRU()), "what it adds is no weight; convert its cell, GRU("),
    "noisy": (StateDropout(GRU(), 0.1), "convert its cell, GRU("),
    "layer-norm": (LayerNormLSTM(), "its pre-activations are normalised"),
}


@pytest.mark.parametrize(("layer", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_pytorch_does_not_have_is_refused_with_the_reason(rng, layer, reason):
    with pytest.raises(ValueError, match="is not converted to PyTorch") as caught:
        pytorch.to_torch(layer, layer.init(rng, 3, 5))
    assert reason in str(caught.value)


def test_levels_of_different_sizes_are_refused(rng):
    layer = Stacked([GRU(), GRU()])
    params = GRU().init(rng, 3, 5), GRU().init(rng, 5, 4)
    with pytest.raises(ValueError, match="one cell, one size"):
        pytorch.to_torch(layer, params)


def test_dropout_of_a_single_layer_is_what_it_is_in_pytorch_nothing():
    with pytest.warns(UserWarning, match="non-zero dropout expects num_layers greater than 1"):
        module = torch.nn.LSTM(3, 5, dropout=0.5)
    assert pytorch.from_torch(module)[0] == LSTM()


def test_bad_arguments_are_named(rng):
    with pytest.raises(TypeError, match=r"module should be a torch\.nn\.RNN, LSTM or GRU, got Linear"):
        pytorch.from_torch(torch.nn.Linear(2, 3))
    with pytest.raises(TypeError, match=r"params should be the lstm\.Params"):
        pytorch.to_torch(LSTM(), GRU().init(rng, 3, 5))
    with pytest.raises(TypeError, match=r"params should be the 2 parts that .* got Params of 3"):
        pytorch.to_torch(Bidirectional(LSTM()), LSTM().init(rng, 3, 5))
    with pytest.raises(TypeError, match="float32 or float64 to leave for a framework, got complex128"):
        pytorch.to_torch(RNN(), map_arrays(lambda array: array.astype(complex), RNN().init(rng, 3, 5)))
