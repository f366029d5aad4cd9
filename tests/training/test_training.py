"""The training loop and the ensemble."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnncourse.cells import RNN, dense
from rnncourse.training import Ensemble, clip_each, fit


def test_each_member_of_an_ensemble_computes_the_cell_of_the_book():
    model = Ensemble(3, 2, 4, 5, torch.Generator().manual_seed(0)).double()
    X = torch.randn(3, 6, 7, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        outputs = model(X).numpy()
    for number in range(3):
        W_xh, W_hh, b_h, W_hq, b_q = (parameter.detach().numpy()[number] for parameter in model.parameters())
        H, _, _ = RNN().forward(RNN.Params(W_xh, W_hh, b_h[0]), X[number].numpy())
        expected = dense.forward(dense.Params(W_hq, b_q[0]), H)
        assert np.abs(outputs[number] - expected).max() < 1e-14


def test_the_orthogonal_start_is_orthogonal():
    model = Ensemble(2, 1, 6, 1, torch.Generator().manual_seed(0), orthogonal=True)
    product = model.W_hh @ model.W_hh.transpose(1, 2)
    assert (product - torch.eye(6)).abs().max() < 1e-5


def test_members_share_no_gradient_and_are_clipped_one_by_one():
    model = Ensemble(2, 1, 3, 1, torch.Generator().manual_seed(0))
    X = torch.ones(2, 1, 4, 1)
    (100 * model(X)[0].sum() + 0.001 * model(X)[1].sum()).backward()
    parameters = list(model.parameters())
    small = [parameter.grad[1].clone() for parameter in parameters]
    clip_each(parameters, 1.0)
    norms = torch.stack([sum(p.grad[i].square().sum() for p in parameters).sqrt() for i in range(2)])
    assert norms[0] == pytest.approx(1.0)
    assert all(torch.equal(p.grad[1], before) for p, before in zip(parameters, small, strict=True))


def line(seed):
    """A model and data for which the right answer is known: y = 2x + 1."""
    torch.manual_seed(seed)
    model = torch.nn.Linear(1, 1)
    data = torch.Generator().manual_seed(seed)

    def draw():
        x = torch.randn(16, 1, generator=data)
        return x, 2 * x + 1

    return model, draw


def test_fit_finds_a_line_and_repeats_itself_exactly():
    runs = []
    for _ in range(2):
        model, draw = line(0)
        runs.append(fit(model, draw, torch.nn.functional.mse_loss, steps=300, learning_rate=0.1))
        assert model.weight.item() == pytest.approx(2, abs=1e-3)
        assert not model.training
    assert runs[0] == runs[1]
    assert len(runs[0]) == 300
    assert runs[0][-1] < 1e-5 < runs[0][0]


def test_a_loss_that_is_no_number_stops_training_and_names_the_step():
    model, draw = line(0)
    with pytest.raises(FloatingPointError, match="the loss is nan at step 0"):
        fit(model, draw, lambda out, y: (out * float("nan")).sum(), steps=5, learning_rate=0.1)
