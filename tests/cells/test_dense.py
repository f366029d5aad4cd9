"""The output layer."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import assert_close

from rnncourse import gradcheck
from rnncourse.cells import dense

one_or_all = pytest.mark.parametrize("lead", [(3,), (3, 5)], ids=["one state", "all states"])


@one_or_all
@pytest.mark.parametrize(
    ("method", "tolerance"), [(gradcheck.central_differences, 1e-7), (gradcheck.complex_step, 1e-13)]
)
def test_gradients_match_differences(rng, lead, method, tolerance):
    params, H = dense.init(rng, 4, 2), rng.normal(size=(*lead, 4))
    dO = rng.normal(size=(*lead, 2))
    d_params, dH = dense.backward(params, H, dO)

    def loss(W_hq, b_q, H):
        return (dense.forward(dense.Params(W_hq, b_q), H) * dO).sum()

    report = gradcheck.check(
        loss, {**params._asdict(), "H": H}, {**d_params._asdict(), "H": dH}, tolerance, method
    )
    assert report.ok, str(report)


@one_or_all
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)], ids=["float64", "float32"]
)
def test_it_equals_a_linear_layer_of_pytorch(rng, lead, dtype, tolerance):
    params, H = dense.init(rng, 4, 2, dtype), rng.normal(size=(*lead, 4)).astype(dtype)
    dO = rng.normal(size=(*lead, 2)).astype(dtype)
    W, b, x = (torch.tensor(array, requires_grad=True) for array in (params.W_hq.T, params.b_q, H))
    O = torch.nn.functional.linear(x, W, b)
    O.backward(torch.tensor(dO))
    d_params, dH = dense.backward(params, H, dO)
    got = {"O": dense.forward(params, H), **d_params._asdict(), "H": dH}
    assert {array.dtype for array in got.values()} == {np.dtype(dtype)}
    want = {"O": O.detach(), "W_hq": W.grad.T, "b_q": b.grad, "H": x.grad}
    assert_close(got, {name: tensor.numpy() for name, tensor in want.items()}, tolerance)


def test_weights_start_within_pytorchs_bound_or_glorots(rng):
    drawn = dense.init(rng, 400, 30)
    assert all(0.99 < np.abs(array).max() * np.sqrt(400) <= 1 for array in (drawn.W_hq,))
    assert 0.8 < np.abs(drawn.b_q).max() * np.sqrt(400) <= 1
    drawn = dense.init(rng, 400, 30, np.float32, "glorot")
    assert 0.99 < np.abs(drawn.W_hq).max() / np.sqrt(6 / 430) <= 1
    assert not drawn.b_q.any()
    assert drawn.W_hq.dtype == drawn.b_q.dtype == np.float32


H, PARAMS = np.zeros((3, 4)), dense.Params(np.zeros((4, 2)), np.zeros(2))


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (
            lambda: dense.forward(PARAMS, np.zeros((3, 5, 2))),
            ValueError,
            r"H .* \[n, T, 4\], got \[3, 5, 2\]",
        ),
        (lambda: dense.forward(PARAMS, H[0]), ValueError, r"H .* \[n, 4\] or \[n, T, 4\], got \[4\]"),
        (lambda: dense.forward(PARAMS, H[None, None]), ValueError, r"H should have .* got \[1, 1, 3, 4\]"),
        (lambda: dense.forward(PARAMS, H.tolist()), TypeError, "H should be a NumPy array, got list"),
        (lambda: dense.forward(PARAMS, H + np.nan), ValueError, r"H .* finite numbers, got nan at \[0, 0\]"),
        (lambda: dense.forward(PARAMS, H.astype(np.float32)), TypeError, "one dtype, got H float32"),
        (
            lambda: dense.forward(PARAMS._replace(b_q=np.zeros(3)), H),
            ValueError,
            r"b_q should have shape \[2\], got \[3\]",
        ),
        (lambda: dense.backward(PARAMS, H, H), ValueError, r"dO should have shape \[3, 2\], got \[3, 4\]"),
        (
            lambda: dense.backward(PARAMS, H, np.zeros((3, 2), np.float32)),
            TypeError,
            "one dtype, got dO float32, H float64",
        ),
        (lambda: dense.init(np.random.default_rng(), 4, 0), ValueError, "q should be .* 1 up, got 0"),
        (
            lambda: dense.init(np.random.default_rng(), 4, 2, scheme="he"),
            ValueError,
            "scheme should be one of 'pytorch', 'glorot', got 'he'",
        ),
    ],
)
def test_what_does_not_fit_is_named(make, error, words):
    with pytest.raises(error, match=words):
        make()
