"""Weights to PyTorch and back."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnncourse.cells import RNN
from rnncourse.frameworks import pytorch


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_there_and_back_gives_the_same_weights(rng, dtype):
    params = RNN().init(rng, 3, 5, dtype)
    for before, after in zip(params, pytorch.rnn_from_torch(pytorch.rnn_to_torch(params)), strict=True):
        assert after.dtype == dtype
        assert np.array_equal(before, after)


def test_both_of_torchs_biases_count(rng):
    module = torch.nn.RNN(3, 5, batch_first=True).double()
    X = rng.normal(size=(2, 4, 3))
    with torch.no_grad():
        output, _ = module(torch.tensor(X))
    H, _, _ = RNN().forward(pytorch.rnn_from_torch(module), X)
    assert np.abs(H - output.numpy()).max() < 1e-14


@pytest.mark.parametrize(
    "module",
    [
        torch.nn.RNN(3, 5, num_layers=2),
        torch.nn.RNN(3, 5, bidirectional=True),
        torch.nn.RNN(3, 5, nonlinearity="relu"),
        torch.nn.RNN(3, 5, bias=False),
    ],
    ids=["two layers", "bidirectional", "relu", "no bias"],
)
def test_a_module_of_another_kind_is_refused(module):
    with pytest.raises(ValueError, match=r"expected a torch\.nn\.RNN of one layer"):
        pytorch.rnn_from_torch(module)
