"""A whole training in NumPy: LSTM, output layer, loss, clipping, Adam; the same as PyTorch's, step by step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
import torch

from rnncourse.cells import LSTM, dense
from rnncourse.cells.lstm import Params
from rnncourse.losses import softmax_cross_entropy
from rnncourse.optimizers import Adam, clip_by_global_norm
from rnncourse.schedules import one_cycle
from rnncourse.tasks.digits import load
from rnncourse.tree import map_arrays, named_arrays

CELL, ADAM = LSTM(), Adam()


class Model(NamedTuple):
    cell: Params
    head: dense.Params


def flat(tree):
    return list(named_arrays(tree).values())


def scores(model, X):
    """Logits from the state after the last row, and what backward needs."""
    _, final, tape = CELL.forward(model.cell, X)
    return dense.forward(model.head, final.h), final, tape


def gradients_of(model, X, y):
    """The loss of a batch and its gradient by every parameter."""
    O, final, tape = scores(model, X)
    loss, dO = softmax_cross_entropy(O, y)
    d_head, dh = dense.backward(model.head, final.h, dO)
    d_cell, _, _ = CELL.backward(model.cell, tape, None, final._replace(h=dh, c=np.zeros_like(final.c)))
    return loss, Model(d_cell, d_head)


def train(model, batches, schedule, limit=1.0):
    """The trained model, and the loss and the gradient's norm of every step."""
    state, history = ADAM.init(model), []
    for step, (X, y) in enumerate(batches):
        loss, gradients = gradients_of(model, X, y)
        gradients, norm = clip_by_global_norm(gradients, limit)
        model, state = ADAM.update(model, gradients, state, schedule(step))
        history.append((float(loss), norm))
    return model, np.array(history)


def train_in_pytorch(model, batches, schedule, limit=1.0):
    """The same with torch.nn, torch.optim and torch's clipping, begun with the same weights."""
    d, h = CELL.sizes(model.cell)
    lstm = torch.nn.LSTM(d, h, batch_first=True, dtype=torch.float64)
    head = torch.nn.Linear(h, len(model.head.b_q), dtype=torch.float64)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(model.cell.W_xh.T))
        lstm.weight_hh_l0.copy_(torch.tensor(model.cell.W_hh.T))
        lstm.bias_ih_l0.copy_(torch.tensor(model.cell.b_h))
        lstm.bias_hh_l0.zero_()
        head.weight.copy_(torch.tensor(model.head.W_hq.T))
        head.bias.copy_(torch.tensor(model.head.b_q))
    lstm.bias_hh_l0.requires_grad_(False)  # one bias, as in ours
    parameters = [p for p in (*lstm.parameters(), *head.parameters()) if p.requires_grad]
    optimizer, history = torch.optim.Adam(parameters), []
    for step, (X, y) in enumerate(batches):
        optimizer.zero_grad()
        _, (h_T, _) = lstm(torch.tensor(X))
        loss = torch.nn.functional.cross_entropy(head(h_T[0]), torch.tensor(y))
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters, limit)
        optimizer.param_groups[0]["lr"] = schedule(step)
        optimizer.step()
        history.append((loss.item(), norm.item()))
    return lstm.weight_hh_l0.detach().numpy().T, np.array(history)


def batches_of(images, labels, rng, epochs, size=64):
    """Shuffled anew in every epoch; the last, smaller batch is left out."""
    for _ in range(epochs):
        order = rng.permutation(len(images))
        for start in range(0, len(order) - size + 1, size):
            rows = order[start : start + size]
            yield images[rows], labels[rows]


def begin(rng, dtype):
    train_set, test_set = load(rng)
    model = Model(CELL.init(rng, 8, 64, dtype, "orthogonal"), dense.init(rng, 64, 10, dtype))
    return model, train_set, test_set


def test_twenty_losses_and_norms_and_the_weights_after_equal_pytorchs(rng):
    model, train_set, _ = begin(rng, np.float64)
    batches = list(batches_of(train_set.X.astype(np.float64), train_set.y, rng, epochs=1))[:20]
    schedule = one_cycle(0.01, 20)
    limit = 0.7
    trained, ours = train(model, batches, schedule, limit)
    W_hh, theirs = train_in_pytorch(model, batches, schedule, limit)
    assert len(ours) == 20
    assert np.abs(ours / theirs - 1).max() < 1e-10
    assert np.abs(trained.cell.W_hh - W_hh).max() < 1e-10
    assert (ours[:, 1] > limit).any()  # some steps were clipped, and some not
    assert (ours[:, 1] < limit).any()
    assert ours[-1, 0] < 0.9 * ours[0, 0]


def test_the_gradient_of_the_whole_model_is_its_slope_along_any_direction(rng):
    """By the complex step, Im L(θ + iεD) / ε = Σ ∂L/∂θ · D, with all parameters moved together."""
    model, train_set, _ = begin(rng, np.float64)
    X, y = train_set.X[:5].astype(np.float64), train_set.y[:5]
    _, gradients = gradients_of(model, X, y)
    for _ in range(3):
        D = map_arrays(lambda array: rng.normal(size=array.shape), model)
        moved = map_arrays(lambda array, d: array + 1e-30j * d, model, D)
        loss, _ = gradients_of(moved, X.astype(np.complex128), y)
        slope = sum(np.vdot(g, d) for g, d in zip(flat(gradients), flat(D), strict=True))
        assert loss.imag / 1e-30 == pytest.approx(slope, rel=1e-12)


def test_it_reads_digits_after_a_second_of_training(rng):
    """19 of 20 held-out images at least; eight seeds gave 96.4 to 98.9 %, where chance is 10 %."""
    model, train_set, test_set = begin(rng, np.float32)
    batches = list(batches_of(train_set.X, train_set.y, rng, epochs=20))
    trained, history = train(model, batches, one_cycle(0.01, len(batches)))
    O, *_ = scores(trained, test_set.X)
    assert {array.dtype for array in flat(trained)} == {O.dtype} == {np.dtype(np.float32)}
    assert history[:20, 0].mean() > 20 * history[-20:, 0].mean()
    assert (O.argmax(1) == test_set.y).mean() > 0.95
