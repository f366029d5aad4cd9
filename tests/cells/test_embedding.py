"""Embeddings: a lookup, which is a one-hot product, and its gradient."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import relative

from rnncourse import gradcheck
from rnncourse.cells import embedding

one_or_all = pytest.mark.parametrize("shape", [(9,), (3, 7)], ids=["one step", "sequences"])


def tokens(rng, shape, v=5, d=3):
    """Parameters, ids among which tokens 0 to 2 repeat and the last never comes, and ∂L/∂X."""
    ids = rng.integers(0, v - 1, shape)
    ids.flat[:6] = 0, 1, 0, 2, 1, 2
    return embedding.init(rng, v, d), ids, rng.normal(size=(*shape, d))


@one_or_all
def test_the_lookup_is_the_product_of_one_hot_rows_with_the_matrix(rng, shape):
    params, ids, dX = tokens(rng, shape)
    one_hot = np.eye(5)[ids]
    assert np.array_equal(embedding.forward(params, ids), one_hot @ params.E)
    want = one_hot.reshape(-1, 5).T @ dX.reshape(-1, 3)
    assert relative(embedding.backward(params, ids, dX).E, want) < 1e-14


@one_or_all
@pytest.mark.parametrize(
    ("method", "tolerance"), [(gradcheck.central_differences, 1e-7), (gradcheck.complex_step, 1e-13)]
)
def test_gradient_matches_differences(rng, shape, method, tolerance):
    params, ids, dX = tokens(rng, shape)

    def loss(E):
        return (embedding.forward(embedding.Params(E), ids) * dX).sum()

    d_params = embedding.backward(params, ids, dX)
    report = gradcheck.check(loss, params._asdict(), d_params._asdict(), tolerance, method)
    assert report.ok, str(report)


@one_or_all
@pytest.mark.parametrize("padding_id", [None, 0, 2])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_it_equals_pytorch_with_and_without_padding(rng, shape, padding_id, dtype):
    params, ids, dX = tokens(rng, shape)
    params, dX = embedding.Params(params.E.astype(dtype)), dX.astype(dtype)
    E = torch.tensor(params.E, requires_grad=True)
    X = torch.nn.functional.embedding(torch.tensor(ids), E, padding_idx=padding_id)
    X.backward(torch.tensor(dX))
    got = embedding.backward(params, ids, dX, padding_id).E
    assert got.dtype == dtype
    assert np.array_equal(embedding.forward(params, ids), X.detach().numpy())
    assert relative(got, E.grad.numpy()) < (1e-12 if dtype is np.float64 else 1e-5)


def test_tokens_that_repeat_add_up_and_absent_ones_do_not_learn(rng):
    params, ids, dX = tokens(rng, (3, 7))
    dE = embedding.backward(params, ids, dX).E
    for token in range(5):
        assert np.allclose(dE[token], dX[ids == token].sum(0), rtol=0, atol=1e-14)
    assert not dE[4].any()


def test_rows_start_standard_normal_and_the_padding_row_zero(rng):
    E = embedding.init(rng, 500, 40, padding_id=3).E
    assert not E[3].any()
    rest = np.delete(E, 3, axis=0)
    assert abs(rest.mean()) < 4 / np.sqrt(rest.size)
    assert abs(rest.var() - 1) < 4 * np.sqrt(2 / rest.size)
    assert embedding.init(rng, 5, 2, np.float32).E.dtype == np.float32


def test_unsigned_and_short_ids_do_not_overflow(rng):
    params, dX = embedding.init(rng, 200, 3), rng.normal(size=(2, 3))
    for kind in (np.uint8, np.int16, np.uint64):
        ids = np.array([199, 7], kind)
        assert np.array_equal(embedding.backward(params, ids, dX).E[[199, 7]], dX)


PARAMS = embedding.Params(np.zeros((5, 2)))
IDS, DX = np.array([[0, 4, 1]]), np.zeros((1, 3, 2))


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (
            lambda: embedding.forward(PARAMS, IDS + 1),
            ValueError,
            r"ids should lie in 0..4, got 5 at \[0, 1\]",
        ),
        (
            lambda: embedding.forward(PARAMS, IDS - 1),
            ValueError,
            r"ids should lie in 0..4, got -1 at \[0, 0\]",
        ),
        (lambda: embedding.forward(PARAMS, IDS * 1.0), TypeError, "ids should be integers, got float64"),
        (lambda: embedding.forward(PARAMS, IDS > 0), TypeError, "ids should be integers, got bool"),
        (lambda: embedding.forward(PARAMS, [0, 1]), TypeError, "ids should be a NumPy array, got list"),
        (lambda: embedding.forward(PARAMS, IDS[None]), ValueError, r"\[n\] or \[n, T\], got \[1, 1, 3\]"),
        (
            lambda: embedding.forward(embedding.Params(np.zeros(5)), IDS),
            ValueError,
            r"E should have shape \[v, d\], got \[5\]",
        ),
        (
            lambda: embedding.backward(PARAMS, IDS, DX[:, 1:]),
            ValueError,
            r"dX should have shape \[1, 3, 2\], got \[1, 2, 2\]",
        ),
        (
            lambda: embedding.backward(PARAMS, IDS, DX.astype(np.float32)),
            TypeError,
            "one dtype, got E float64, dX float32",
        ),
        (lambda: embedding.backward(PARAMS, IDS, DX, padding_id=5), ValueError, "padding_id .* 0..4, got 5"),
        (
            lambda: embedding.init(np.random.default_rng(), 5, 2, padding_id=-1),
            ValueError,
            "padding_id should be a whole number in 0..4, got -1",
        ),
        (
            lambda: embedding.init(np.random.default_rng(), 0, 2),
            ValueError,
            "v should be .* from 1 up, got 0",
        ),
    ],
)
def test_what_does_not_fit_is_named(make, error, words):
    with pytest.raises(error, match=words):
        make()
