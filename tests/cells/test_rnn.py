"""The plain cell: the equations, PyTorch, finite differences, and every edge of its graph."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnncourse import gradcheck
from rnncourse.cells import rnn
from rnncourse.frameworks import pytorch

SIZES = st.lists(st.integers(1, 7), min_size=4, max_size=4, unique=True)


def problem(rng, n=3, T=5, d=2, h=4, dtype=np.float64):
    """Parameters, input and initial state of different sizes."""
    params = rnn.init(rng, d, h, dtype)
    return params, rng.normal(size=(n, T, d)).astype(dtype), rng.normal(size=(n, h)).astype(dtype)


def relative(got, want):
    """Largest difference, relative to the largest entry of ``want``."""
    return np.abs(got - want).max() / np.abs(want).max()


def test_the_worked_example_of_the_first_article_to_the_last_digit():
    params = rnn.Params(
        W_xh=np.array([[0.5, 0.6]]), W_hh=np.array([[0.1, 0.2], [0.3, 0.4]]), b_h=np.array([0.1, -0.1])
    )
    H, h_T, _ = rnn.forward(params, np.array([[[1.0], [2.0]]]))
    outputs = H @ np.array([1.0, 2.0]) + 0.1
    assert outputs[0].round(8).tolist() == [1.56128388, 2.72707101]
    assert h_T.tolist() == H[:, -1].tolist()


def torch_gradients(params, X, h_0, dH, dh_T, lengths=None):
    """Everything that PyTorch computes for the same cell, in our layout."""
    module = pytorch.rnn_to_torch(params)
    X_t, h_0_t = (torch.tensor(array, requires_grad=True) for array in (X, h_0))
    fed = X_t
    if lengths is not None:
        fed = torch.nn.utils.rnn.pack_padded_sequence(X_t, lengths, batch_first=True, enforce_sorted=False)
    output, h_n = module(fed, h_0_t[None])
    if lengths is not None:
        output, _ = torch.nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=X.shape[1])
    ((output * torch.tensor(dH)).sum() + (h_n[0] * torch.tensor(dh_T)).sum()).backward()
    d_params = rnn.Params(
        module.weight_ih_l0.grad.numpy().T, module.weight_hh_l0.grad.numpy().T, module.bias_ih_l0.grad.numpy()
    )
    return output.detach().numpy(), h_n[0].detach().numpy(), d_params, X_t.grad.numpy(), h_0_t.grad.numpy()


@pytest.mark.parametrize(("dtype", "tol"), [(np.float64, 1e-12), (np.float32, 1e-5)])
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
def test_outputs_states_and_every_gradient_equal_torch(rng, dtype, tol, padded):
    params, X, h_0 = problem(rng, dtype=dtype)
    lengths = np.array([5, 2, 3]) if padded else None
    dH, dh_T = rng.normal(size=(3, 5, 4)).astype(dtype), rng.normal(size=(3, 4)).astype(dtype)
    H, h_T, tape = rnn.forward(params, X, h_0, lengths)
    d_params, dX, dh_0 = rnn.backward(params, tape, dH, dh_T)
    expected = torch_gradients(params, X, h_0, dH, dh_T, lengths)
    for got, want in zip(
        (H, h_T, *d_params, dX, dh_0), (*expected[:2], *expected[2], *expected[3:]), strict=True
    ):
        assert got.dtype == dtype
        assert relative(got, want) < tol


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=st.integers(0, 2**32 - 1))
def test_forward_equals_torch_for_random_shapes(sizes, seed):
    n, T, d, h = sizes
    draw = np.random.default_rng(seed)
    params, X, h_0 = problem(draw, n, T, d, h)
    lengths = draw.integers(1, T + 1, size=n)
    H, h_T, _ = rnn.forward(params, X, h_0, lengths)
    want = torch_gradients(params, X, h_0, np.zeros((n, T, h)), np.ones((n, h)), lengths)
    assert np.abs(H - want[0]).max() < 1e-12
    assert np.abs(h_T - want[1]).max() < 1e-12


def loss_of(dH, dh_T, lengths):
    """A loss of everything that forward returns, for finite differences."""

    def loss(W_xh, W_hh, b_h, X, h_0):
        H, h_T, _ = rnn.forward(rnn.Params(W_xh, W_hh, b_h), X, h_0, lengths)
        return (H * dH).sum() + (h_T * dh_T).sum()

    return loss


@pytest.mark.parametrize(
    ("method", "tolerance"), [(gradcheck.central_differences, 1e-7), (gradcheck.complex_step, 1e-13)]
)
def test_every_gradient_matches_differences(rng, method, tolerance):
    params, X, h_0 = problem(rng)
    lengths = np.array([5, 1, 3])
    dH, dh_T = rng.normal(size=(3, 5, 4)), rng.normal(size=(3, 4))
    _, _, tape = rnn.forward(params, X, h_0, lengths)
    d_params, dX, dh_0 = rnn.backward(params, tape, dH, dh_T)
    report = gradcheck.check(
        loss_of(dH, dh_T, lengths),
        {**params._asdict(), "X": X, "h_0": h_0},
        {**d_params._asdict(), "X": dX, "h_0": dh_0},
        tolerance,
        method,
    )
    assert report.ok, str(report)


def test_backward_without_an_edge_is_caught(rng):
    """Each edge of the graph, dropped on its own: the gradient check names an array that is wrong."""
    params, X, h_0 = problem(rng)
    dH, dh_T = rng.normal(size=(3, 5, 4)), rng.normal(size=(3, 4))
    _, _, tape = rnn.forward(params, X, h_0)
    right, dX, dh_0 = rnn.backward(params, tape, dH, dh_T)
    no_up = rnn.backward(params, tape, None, dh_T)
    no_final = rnn.backward(params, tape, dH, None)
    no_carry = rnn.backward(params._replace(W_hh=0 * params.W_hh), tape, dH, dh_T)
    last_step_bias = right._replace(b_h=((dH[:, -1] + dh_T) * (1 - tape.H[:, -1] ** 2)).sum(0))
    arrays = {**params._asdict(), "X": X, "h_0": h_0}
    for d_params, dX_wrong in [
        (no_up[0], no_up[1]),
        (no_final[0], no_final[1]),
        (no_carry[0], no_carry[1]),
        (last_step_bias, dX),
    ]:
        gradients = {**d_params._asdict(), "X": dX_wrong, "h_0": dh_0}
        report = gradcheck.check(loss_of(dH, dh_T, None), arrays, gradients)
        assert not report.ok
        assert "WRONG" in str(report)


def test_what_the_padding_holds_changes_nothing(rng):
    params, X, h_0 = problem(rng)
    lengths = np.array([4, 1, 2])
    padding = np.arange(5) >= lengths[:, None]
    results = []
    for filler in (0.0, 1e6, np.nan):
        X[padding] = filler
        H, h_T, tape = rnn.forward(params, X, h_0, lengths)
        assert (H[padding] == 0).all()
        d_params, dX, dh_0 = rnn.backward(params, tape, np.ones_like(H))
        results.append((H, h_T, *d_params, dX, dh_0))
        assert all(np.isfinite(array).all() for array in results[-1])
    for other in results[1:]:
        assert all(np.array_equal(one, two) for one, two in zip(results[0], other, strict=True))


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_two_chunks_with_carried_state_equal_the_whole_to_the_last_bit(rng, cut):
    params, X, h_0 = problem(rng)
    H, h_T, _ = rnn.forward(params, X, h_0)
    H_first, state, _ = rnn.forward(params, X[:, :cut], h_0)
    H_second, last, _ = rnn.forward(params, X[:, cut:], state)
    assert np.array_equal(np.concatenate([H_first, H_second], axis=1), H)
    assert np.array_equal(last, h_T)


def test_arguments_are_not_changed(rng):
    params, X, h_0 = problem(rng)
    before = [array.copy() for array in (*params, X, h_0)]
    H, _, tape = rnn.forward(params, X, h_0)
    rnn.backward(params, tape, np.ones_like(H), np.ones_like(h_0))
    assert all(np.array_equal(one, two) for one, two in zip(before, (*params, X, h_0), strict=True))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda p, X, h: (p, X[0], h), ValueError, r"X should have shape \[n, T, 2\], got \[5, 2\]"),
        (lambda p, X, h: (p, X[..., :1], h), ValueError, r"X should have shape \[n, T, 2\], got \[3, 5, 1\]"),
        (lambda p, X, h: (p, X, h[:2]), ValueError, r"h_0 should have shape \[3, 4\], got \[2, 4\]"),
        (lambda p, X, h: (p, X[:, :0], h), ValueError, "at least one step, got T = 0"),
        (lambda p, X, h: (p, X.astype(np.float32), h), TypeError, "one dtype, got x_t float32"),
        (lambda p, X, h: (p, X.tolist(), h), TypeError, "X should be a NumPy array, got list"),
        (lambda p, X, h: (p, X, h, np.array([1, 2])), ValueError, "lengths should be 3 integers"),
        (lambda p, X, h: (p, X, h, np.array([1, 2, 6])), ValueError, r"lie in 1..5, got 1..6"),
        (lambda p, X, h: (p, X, h, np.array([0, 2, 5])), ValueError, r"lie in 1..5, got 0..5"),
    ],
)
def test_a_bad_argument_is_named_with_what_was_expected_and_what_came(rng, change, error, words):
    with pytest.raises(error, match=words):
        rnn.forward(*change(*problem(rng)))


def test_integer_input_is_refused_with_the_cure(rng):
    params, X, h_0 = problem(rng)
    whole = rnn.Params(*(array.astype(int) for array in params))
    with pytest.raises(TypeError, match=r"float32 or float64, got int64; convert with .astype"):
        rnn.step(whole, X[:, 0].astype(int), h_0.astype(int))
