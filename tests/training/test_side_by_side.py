"""Networks side by side compute what the cells of the book compute, forward and backward."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnncourse.cells import GRU, RNN, FullGateLSTM, dense
from rnncourse.training import side_by_side
from rnncourse.training.kernel_run import CHUNK
from rnncourse.training.kernels import kernel_of
from rnncourse.training.side_by_side import STARTS, SideBySide, count, fit_each, hidden_size


def build(start, seeds=3, d=2, h=5, q=2, dtype=np.float64, **more):
    rng = np.random.default_rng(7)
    return SideBySide(start, seeds=seeds, d=d, h=h, q=q, rng=rng, T_max=40, dtype=dtype, **more)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("T", [1, 7, 2 * CHUNK + 5])
def test_outputs_and_gradients_of_a_member_are_those_of_its_cell(start, T, rng):
    model = build(start)
    X = rng.normal(size=(3, 4, T, 2))
    dO = rng.normal(size=(3, 4, T, 2))
    O = model(torch.from_numpy(X))
    (O * torch.from_numpy(dO)).sum().backward()
    gradients = {
        name: part.reshape(-1, *shape).numpy()
        for part, (name, shape) in zip(
            model.theta.grad.split([int(np.prod(shape)) for shape in model.shapes.values()], 1),
            model.shapes.items(),
            strict=True,
        )
    }
    for number in range(3):
        params, head = model.member(number)
        H, _, tape = model.cell.forward(params, X[number])
        assert np.abs(O[number].detach().numpy() - dense.forward(head, H)).max() < 1e-12
        d_params, _, _ = model.cell.backward(params, tape, dO[number] @ head.W_hq.T)
        for name, expected in d_params._asdict().items():
            scale = max(1.0, np.abs(expected).max())
            assert np.abs(gradients[name][number] - expected).max() < 1e-11 * scale, name
        rows = H.reshape(-1, H.shape[-1])
        assert gradients["W_hq"][number] == pytest.approx(rows.T @ dO[number].reshape(-1, 2))


def test_the_last_step_alone_is_the_last_of_all():
    model = build("V")
    X = torch.randn(3, 4, 9, 2, dtype=torch.float64)
    assert torch.allclose(model(X, last=True), model(X)[:, :, -1])


@pytest.mark.parametrize("start", ["V", "GRU", "RNN"])
def test_single_precision_is_kept_and_near(start, rng):
    wide, narrow = build(start), build(start, dtype=np.float32)
    X = torch.from_numpy(rng.normal(size=(3, 4, 9, 2)))
    O = narrow(X.float())
    assert O.dtype == torch.float32
    assert (O - wide(X)).abs().max() < 1e-5


def test_copies_start_alike_and_seeds_do_not():
    theta = build("LSTM", copies=2).theta
    assert len(theta) == 6
    assert torch.equal(theta[:3], theta[3:])
    assert not torch.equal(theta[0], theta[1])


def test_chrono_and_forget_biases_are_where_the_cell_has_them():
    h = 5
    plain, zero, chrono = (
        build(start).member(0)[0].b_h for start in ("LSTM", "LSTM, bias 0", "LSTM, chrono")
    )
    assert plain[h : 2 * h] == pytest.approx(zero[h : 2 * h] + 1)
    assert (chrono[h : 2 * h] == -chrono[:h]).all()
    assert 0 <= chrono[h : 2 * h].min() <= chrono[h : 2 * h].max() <= np.log(39)
    W_hh = build("RNN, orthogonal").member(1)[0].W_hh
    assert W_hh @ W_hh.T == pytest.approx(np.eye(h))


def test_parameters_are_those_of_the_formulas_and_of_the_cells():
    d, h, q = 3, 7, 2
    head = h * q + q
    block = d * h + h * h + h
    blocks = {"RNN": 1, "GRU": 3, "LSTM": 4, "coupled LSTM": 3, "JANET": 2, "peephole LSTM": 4, "V": 4}
    vectors = {
        "GRU": 1,
        "peephole LSTM": 3,
        "V": 3,
        "NIG": 2,
        "NFG": 2,
        "NOG": 2,
        "CIFG": 2,
        "NIAF": 3,
        "NOAF": 3,
    }
    blocks |= {"LSTM of 1997": 3, "MGU": 2, "LSTM, layer norm": 4}
    vectors["LSTM, layer norm"] = 4 + 4 + 1 + 1
    blocks |= {"NIG": 3, "NFG": 3, "NOG": 3, "CIFG": 3, "NIAF": 4, "NOAF": 4, "NP": 4}
    for start, number in blocks.items():
        expected = number * block + vectors.get(start, 0) * h + head
        assert count(start, d, h, q) == expected
        assert build(start, d=d, h=h, q=q).theta.shape[1] == expected
    assert count("FGR", d, h, q) == 4 * block + 3 * h + 9 * h * h + head
    p = STARTS["LSTM, projected"].cell.p
    projected = 4 * (d * h + p * h + h) + h * p + p * q + q
    assert (
        count("LSTM, projected", d, h, q)
        == build("LSTM, projected", d=d, h=h, q=q).theta.shape[1]
        == projected
    )


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("budget", [60, 1000, 5003])
def test_no_other_hidden_size_comes_nearer_to_the_budget(start, budget):
    h = hidden_size(start, 2, 1, budget)
    off = [abs(count(start, 2, size, 1) - budget) for size in range(1, h + 20)]
    assert off[h - 1] == min(off)


def squared(model, X, targets):
    return (model(X, last=True)[..., 0] - targets).square().mean(1)


def batch(rng, S, n=8, T=6):
    X = torch.from_numpy(rng.normal(size=(S, n, T, 2)))
    return X, X[:, :, :, 0].sum(2)


def test_a_member_is_trained_as_torch_would_train_it_alone():
    model = build("GRU", seeds=2, q=1, copies=2)
    alone = build("GRU", seeds=2, q=1)
    first = alone.theta.detach()[1:].clone().requires_grad_()
    data = [batch(np.random.default_rng([3, number]), 4) for number in range(6)]
    rest = iter(data)
    history = fit_each(model, lambda: next(rest), squared, steps=6, learning_rates=(0.1, 0.02), clip=0.5)
    alone.theta = torch.nn.Parameter(first.detach())
    optimizer = torch.optim.Adam([alone.theta], lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 6)
    for number, (X, targets) in enumerate(data):
        loss = squared(alone, X[3:], targets[3:]).sum()
        assert loss.item() == pytest.approx(history[number, 3], rel=1e-5)  # torch adds 1e-6 to the norm
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([alone.theta], 0.5)
        optimizer.step()
        schedule.step()
    assert torch.allclose(alone.theta, model.theta[3:], atol=1e-6)


def test_a_network_that_fails_does_not_touch_the_others():
    def spoilt(model, X, targets):
        return squared(model, X, targets) * torch.tensor([float("nan"), 1, 1])

    data = batch(np.random.default_rng(0), 3)
    trained = []
    for losses in (squared, spoilt):
        model = build("LSTM", q=1)
        fit_each(model, lambda: data, losses, steps=3, learning_rates=(0.1,))
        trained.append(model.theta.detach())
    assert torch.equal(trained[0][1:], trained[1][1:])
    assert torch.equal(trained[1][0], build("LSTM", q=1).theta[0].detach())


def test_backward_after_another_forward_is_refused():
    model = build("LSTM")
    X = torch.zeros(3, 4, 5, 2, dtype=torch.float64)
    first = model(X)
    model(X)
    with pytest.raises(RuntimeError, match="ran again before its backward"):
        first.sum().backward()


@pytest.mark.parametrize("cell", [GRU(reset="before"), RNN(activation="relu"), FullGateLSTM()])
def test_cells_without_a_kernel_are_named(cell):
    with pytest.raises(TypeError, match="there is no kernel for"):
        kernel_of(cell)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"X should have shape \[3, n, T, 2\], got \[2, 4, 5, 2\]"):
        build("LSTM")(torch.zeros(2, 4, 5, 2))
    with pytest.raises(ValueError, match="start should be one of"):
        build("transformer")
    with pytest.raises(ValueError, match="needs T_max"):
        SideBySide("LSTM, chrono", seeds=1, d=1, h=2, q=1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="budget should be at least"):
        side_by_side.hidden_size("LSTM", 2, 1, 10)
    with pytest.raises(ValueError, match="learning_rates should be 3, or one for each copy, got 2"):
        fit_each(build("LSTM"), None, None, steps=1, learning_rates=(0.1, 0.2))
