"""Optimisers follow torch's step by step; clipping bounds what it says it bounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
import torch
from layers import assert_close

from rnncourse.optimizers import SGD, Adam, clip_by_global_norm, clip_by_value, clip_each_norm, global_norm
from rnncourse.tree import map_arrays, named_arrays


class Layer(NamedTuple):
    W: np.ndarray
    b: np.ndarray | None


def tree(rng, dtype=np.float64, scale=1.0):
    """A layer with a bias, one without, and an array of its own."""
    draw = lambda *shape: (scale * rng.normal(size=shape)).astype(dtype)  # noqa: E731
    return Layer(draw(3, 4), draw(4)), (Layer(draw(2, 5), None), draw(7))


OPTIMIZERS = {
    "sgd": (SGD(), torch.optim.SGD, {}),
    "momentum": (SGD(0.9), torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (SGD(0.8, nesterov=True), torch.optim.SGD, {"momentum": 0.8, "nesterov": True}),
    "adam": (Adam(), torch.optim.Adam, {}),
    "adam-options": (Adam(0.8, 0.95, 1e-3), torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-3}),
    "adam-decay": (Adam(weight_decay=0.1), torch.optim.AdamW, {"weight_decay": 0.1}),
}
every_optimizer = pytest.mark.parametrize(("ours", "theirs", "options"), OPTIMIZERS.values(), ids=OPTIMIZERS)


@every_optimizer
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)], ids=["float64", "float32"]
)
def test_fifty_steps_equal_pytorchs_one_by_one(rng, ours, theirs, options, dtype, tolerance):
    params = tree(rng, dtype)
    copies = {name: torch.tensor(array, requires_grad=True) for name, array in named_arrays(params).items()}
    optimizer = theirs(copies.values(), lr=1.0, **options)
    state = ours.init(params)
    for step in range(50):
        rate = np.float64(0.1 / (1 + step))  # a NumPy scalar, which would turn float32 into float64
        # Gradients over six orders of magnitude, so that ε counts in some steps and not in others.
        gradients = tree(rng, dtype, scale=10.0 ** rng.uniform(-5, 1))
        for name, gradient in named_arrays(gradients).items():
            copies[name].grad = torch.tensor(gradient)
        optimizer.param_groups[0]["lr"] = float(rate)
        optimizer.step()
        params, state = ours.update(params, gradients, state, rate)
        assert_close(named_arrays(params), {n: t.detach().numpy() for n, t in copies.items()}, tolerance)
    held = named_arrays((params, state.mean, state.square) if isinstance(ours, Adam) else (params, state))
    assert {array.dtype for array in held.values()} == {np.dtype(dtype)}


@every_optimizer
def test_nothing_given_is_changed_nor_given_back(rng, ours, theirs, options):
    params, gradients = tree(rng), tree(rng)
    _, state = ours.update(params, gradients, ours.init(params), 0.1)
    held = tuple(named_arrays((params, gradients, state[1:] if isinstance(ours, Adam) else state)).values())
    before = [array.copy() for array in held]
    after, next_state = ours.update(params, gradients, state, 0.1)
    assert all(map(np.array_equal, before, held))
    for new in named_arrays((after, next_state[1:] if isinstance(ours, Adam) else next_state)).values():
        assert not any(np.shares_memory(new, old) for old in held)


def test_the_form_of_the_tree_stays():
    params = (Layer(np.ones((2, 2)), None), np.ones(3))
    for optimizer in (SGD(), Adam()):
        after, _ = optimizer.update(params, params, optimizer.init(params), 0.1)
        assert type(after[0]) is Layer
        assert after[0].b is None


def test_adams_first_step_is_the_learning_rate_whatever_the_gradients_size():
    params = np.zeros(3)
    after, _ = Adam(epsilon=1e-30).update(params, np.array([1e-6, -1.0, 1e6]), Adam().init(params), 0.01)
    assert np.allclose(after, [-0.01, 0.01, -0.01], rtol=1e-12)


def test_both_methods_find_the_bottom_of_a_bowl():
    for optimizer, rate in [(SGD(0.9), 0.05), (SGD(0.9, nesterov=True), 0.05), (Adam(), 0.1)]:
        x = np.array([3.0, -2.0])
        state = optimizer.init(x)
        for _ in range(400):
            x, state = optimizer.update(x, 2 * (x - [1.0, 5.0]), state, rate)
        assert np.allclose(x, [1, 5], atol=1e-3)


# ---- clipping


@pytest.mark.parametrize("limit", [0.1, 1.0, 1e3])
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)], ids=["float64", "float32"]
)
def test_clipping_by_global_norm_equals_pytorchs(rng, limit, dtype, tolerance):
    gradients = tree(rng, dtype)
    copies = {name: torch.zeros(array.shape) for name, array in named_arrays(gradients).items()}
    for name, array in named_arrays(gradients).items():
        copies[name] = copies[name].to(torch.tensor(array).dtype)
        copies[name].grad = torch.tensor(array)
    want = torch.nn.utils.clip_grad_norm_(copies.values(), limit)
    clipped, norm = clip_by_global_norm(gradients, limit)
    assert norm == pytest.approx(float(want), rel=tolerance)
    assert_close(named_arrays(clipped), {name: t.grad.numpy() for name, t in copies.items()}, tolerance)
    assert {array.dtype for array in named_arrays(clipped).values()} == {np.dtype(dtype)}


def test_the_clipped_norm_is_the_limit_and_the_direction_stays(rng):
    gradients = tree(rng)
    clipped, norm = clip_by_global_norm(gradients, 0.5)
    assert global_norm(clipped) == pytest.approx(0.5, rel=1e-5)
    ratios = map_arrays(np.divide, clipped, gradients)
    assert np.allclose(np.concatenate([r.ravel() for r in named_arrays(ratios).values()]), 0.5 / norm)


@pytest.mark.parametrize(("dtype", "huge"), [(np.float32, 1e30), (np.float64, 1e300)])
def test_a_gradient_whose_squares_overflow_is_clipped_all_the_same(dtype, huge):
    clipped, norm = clip_by_global_norm((np.array([3 * huge], dtype), np.array([4 * huge], dtype)), 1.0)
    assert norm == pytest.approx(5 * huge, rel=1e-6)
    assert np.allclose(np.concatenate(clipped), [0.6, 0.8], rtol=1e-6)


def test_each_array_is_clipped_by_its_own_norm():
    large, small = np.array([30.0, 40.0]), np.array([0.3, 0.4])
    clipped = clip_each_norm((large, small), 1.0)
    assert np.allclose(clipped[0], [0.6, 0.8])
    assert np.array_equal(clipped[1], small)


def test_clipping_by_value_bounds_each_entry_and_keeps_the_type():
    clipped = clip_by_value(np.array([-3.0, 0.5, 3.0], np.float32), 1.0)
    assert clipped.tolist() == [-1, 0.5, 1]
    assert clipped.dtype == np.float32


# ---- what does not fit

GIVEN = Layer(np.ones((2, 3)), np.ones(3))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: SGD().update(GIVEN, GIVEN._replace(b=np.ones(2)), None, 0.1),
            r"gradient of b should be float64 of shape \[3\], got float64 of shape \[2\]",
        ),
        (
            lambda: Adam().update(GIVEN, GIVEN._replace(b=None), Adam().init(GIVEN), 0.1),
            r"gradient of b should be float64 of shape \[3\], got nothing",
        ),
        (
            lambda: SGD().update(GIVEN, map_arrays(np.float32, GIVEN), None, 0.1),
            r"gradient of W should be float64 .*, got float32",
        ),
        (lambda: SGD().update(GIVEN, (GIVEN, GIVEN), None, 0.1), "gradient of W should be .* got nothing"),
        (lambda: SGD().update(GIVEN, GIVEN, None, -0.1), "learning_rate should be .* from 0 up, got -0.1"),
        (lambda: SGD().update(GIVEN, GIVEN, None, np.nan), "learning_rate should be a finite .* got nan"),
        (lambda: SGD(momentum=1.0), r"momentum should be a number .* got 1.0"),
        (lambda: SGD(nesterov=True), "nesterov needs a momentum above 0"),
        (lambda: Adam(beta2=1.0), "beta2 should be"),
        (lambda: Adam(epsilon=0.0), "epsilon should be a finite number above 0, got 0.0"),
        (lambda: clip_by_global_norm(GIVEN, 0), "limit should be a finite number above 0, got 0"),
        (lambda: clip_by_value(GIVEN, -1), "limit should be a finite number above 0, got -1"),
        (
            lambda: clip_by_global_norm(GIVEN._replace(b=np.array([1, np.nan, 1])), 1.0),
            "gradients should be finite, got NaN or infinity in b",
        ),
    ],
)
def test_what_does_not_fit_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: SGD(0.9).update(GIVEN, GIVEN, None, 0.1),
            r"state should be what SGD\(.*init .* got NoneType",
        ),
        (lambda: SGD().update(GIVEN, GIVEN, GIVEN, 0.1), r"state should be what SGD\(.* got Layer"),
        (lambda: Adam().update(GIVEN, GIVEN, GIVEN, 0.1), r"state should be what Adam\(.* got Layer"),
        (
            lambda: SGD().update([1.0], [1.0], None, 0.1),
            "params should be .* floating arrays, got list at its root",
        ),
        (
            lambda: SGD().update(map_arrays(np.int64, GIVEN), GIVEN, None, 0.1),
            "params should be a tree of floating arrays, got int64 at W",
        ),
        (
            lambda: SGD().update(GIVEN, GIVEN._replace(b=[1.0, 1.0, 1.0]), None, 0.1),
            "gradients should be a tree of floating arrays, got list at b",
        ),
    ],
)
def test_what_is_of_another_kind_is_named(make, words):
    with pytest.raises(TypeError, match=words):
        make()
