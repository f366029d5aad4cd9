"""The gradient checker passes right gradients, catches wrong ones, and says what it found."""

from __future__ import annotations

import numpy as np
import pytest
from layers import problem

from rnncourse import gradcheck
from rnncourse.cells import GRU, LSTM, RNN
from rnncourse.losses import softmax_cross_entropy

both_methods = pytest.mark.parametrize("method", [gradcheck.central_differences, gradcheck.complex_step])


def cubic(W, b):
    return (W**3).sum() + 2 * b.sum()


@pytest.fixture
def arrays(rng):
    return {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=2)}


def gradients(arrays):
    return {"W": 3 * arrays["W"] ** 2, "b": np.full(2, 2.0)}


@both_methods
def test_right_gradients_pass(arrays, method):
    report = gradcheck.check(cubic, arrays, gradients(arrays), method=method)
    assert report.ok
    assert report.wrong == []
    assert report.compared == {"W": (6, 6), "b": (2, 2)}


@both_methods
@pytest.mark.parametrize("fault", [lambda g: g * 1.01, lambda g: -g, lambda g: 0 * g, lambda g: g + np.nan])
def test_one_wrong_entry_is_found_and_named(arrays, method, fault):
    wrong = gradients(arrays)
    wrong["W"][1, 2] = fault(wrong["W"][1, 2])
    report = gradcheck.check(cubic, arrays, wrong, method=method)
    assert report.wrong == ["W"]
    assert not report.ok
    place, got, want = report.worst["W"]
    assert place == (1, 2)
    assert got == pytest.approx(wrong["W"][1, 2], nan_ok=True)
    assert want == pytest.approx(3 * arrays["W"][1, 2] ** 2)


def test_the_complex_step_loses_no_digits(arrays):
    exact = 3 * arrays["W"] ** 2
    central = np.abs(gradcheck.central_differences(cubic, arrays, "W") - exact).max()
    stepped = np.abs(gradcheck.complex_step(cubic, arrays, "W") - exact).max()
    assert stepped < 1e-14 < central


def test_the_table_is_aligned_and_says_in_words_what_is_wrong(arrays):
    wrong = gradients(arrays) | {"b": np.array([2.0, 3.0])}
    *rows, verdict = str(gradcheck.check(cubic, arrays, wrong, method=gradcheck.complex_step)).splitlines()
    assert rows[0].split() == ["gradient", "of", "entries", "error", "worst", "at", "yours", "differences"]
    assert rows[1].endswith("ok")
    assert rows[2].split() == ["b", "2", "of", "2", "3.3e-01", "[1]", "3", "2", "WRONG"]
    assert {row.index(" of ", 9) for row in rows[1:]} == {rows[1].index(" of ", 9)}
    assert rows[1].index("ok") == rows[2].index("WRONG")
    assert verdict == "wrong: b (error relative to the array's scale, at most 1e-06)"
    assert str(gradcheck.check(cubic, arrays, gradients(arrays))).splitlines()[-1].startswith("all agree")


@both_methods
def test_a_gradient_that_is_zero_by_symmetry_passes_though_rounding_is_all_that_is_left(rng, method):
    """Softmax does not see a shift of all logits: the gradient of a common bias is zero, but for rounding."""
    logits, targets = 3 * rng.normal(size=(6, 5)), rng.integers(0, 5, 6)
    bias = np.zeros(1)
    loss = lambda logits, bias: softmax_cross_entropy(logits + bias, targets)[0]  # noqa: E731
    _, d_logits = softmax_cross_entropy(logits, targets)
    d_bias = d_logits.sum(keepdims=True)[0] + 1e-17  # as rounding may leave it
    report = gradcheck.check(
        loss, {"logits": logits, "bias": bias}, {"logits": d_logits, "bias": d_bias}, 1e-6, method
    )
    assert report.ok, str(report)
    assert gradcheck.check(loss, {"logits": logits, "bias": bias}, {"bias": bias + 1e-2}).wrong == ["bias"]


def test_a_kink_is_pointed_out_with_the_slopes_on_both_sides():
    loss = lambda a: np.where(a > 0, 3 * a, 0).sum()  # noqa: E731
    report = gradcheck.check(loss, {"a": np.array([1.0, 0.0, -1.0])}, {"a": np.array([3.0, 0.0, 0.0])})
    assert report.wrong == ["a"]
    assert report.kinks == {"a": pytest.approx((0, 3))}
    assert "a at [1]: a kink? The slope is 0 to the left and 3 to the right; check at a point" in str(report)
    smooth = gradcheck.check(loss, {"a": np.array([1.0, -1.0])}, {"a": np.array([4.0, 0.0])})
    assert smooth.wrong == ["a"]
    assert smooth.kinks == {}


def absolute(W, b):
    return np.abs(W).sum() + b.real.sum()


def into_a_real_buffer(W, b):
    buffer = np.zeros(W.shape)
    buffer[:] = W
    return buffer.sum() + b.sum()


def through_float(W, b):
    return float(W.sum() + b.sum())


@pytest.mark.parametrize("loss", [absolute, into_a_real_buffer, through_float])
def test_a_loss_that_drops_the_imaginary_part_is_refused_by_the_complex_step(arrays, loss):
    with pytest.raises(
        TypeError, match=r"the loss should stay complex from end to end .*central_differences"
    ):
        gradcheck.complex_step(loss, arrays, "W")
    assert np.isfinite(gradcheck.central_differences(loss, arrays, "W")).all()


def test_float32_arrays_are_differenced_in_float64(arrays):
    single = {name: array.astype(np.float32) for name, array in arrays.items()}
    report = gradcheck.check(cubic, single, gradients(single))
    assert report.ok, str(report)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (
            lambda a, g: gradcheck.check(cubic, a, {"W": a["W"].T}),
            ValueError,
            r"of W .* \[2, 3\], got \[3, 2\]",
        ),
        (lambda a, g: gradcheck.check(cubic, a, {"V": a["W"]}), ValueError, "one of 'W', 'b', got 'V'"),
        (
            lambda a, g: gradcheck.check(cubic, a, {"b": [2, 2]}),
            TypeError,
            "of b should be a NumPy .* got list",
        ),
        (lambda a, g: gradcheck.check(cubic, a, {"W": g["W"] + 0j}), TypeError, "of W .* real .* complex128"),
        (
            lambda a, g: gradcheck.check(cubic, a | {"b": np.array([1, 2])}, g),
            TypeError,
            "b .* real .* int64",
        ),
        (
            lambda a, g: gradcheck.check(lambda W, b: W, a, g),
            ValueError,
            r"one number, got .* shape \[2, 3\]",
        ),
        (lambda a, g: gradcheck.check(lambda W, b: np.nan, a, g), ValueError, "should be finite, got nan"),
        (
            lambda a, g: gradcheck.check(cubic, a, g, entries=2),
            ValueError,
            "drawn from an rng, got 2 and rng None",
        ),
        (
            lambda a, g: gradcheck.check(cubic, a, g, entries=0, rng=np.random.default_rng()),
            ValueError,
            "entries should be at least 1",
        ),
        (lambda a, g: gradcheck.central_differences(cubic, a, "c"), ValueError, "one of 'W', 'b', got 'c'"),
    ],
)
def test_what_does_not_fit_is_named(arrays, make, error, words):
    with pytest.raises(error, match=words):
        make(arrays, gradients(arrays))


# ---- whole layers


@both_methods
def test_a_float32_layer_is_checked_in_its_own_type(rng, method):
    params, X, state, *_ = problem(GRU(), rng, dtype=np.float32)
    report = gradcheck.check_layer(GRU(), params, X, state, rng=rng, tolerance=1e-4, method=method)
    assert report.ok, str(report)
    assert max(report.errors.values()) > 1e-10  # float32 indeed


def test_a_few_entries_of_each_array_serve_at_real_sizes(rng):
    params = LSTM().init(rng, 28, 128)
    X = rng.normal(size=(2, 12, 28))
    report = gradcheck.check_layer(LSTM(), params, X, rng=rng, entries=2)
    assert report.ok, str(report)
    assert report.compared["params.W_hh"] == (2, 128 * 512)

    class Halved(LSTM):
        def step_backward(self, params, cache, d_state):
            d_params, *rest = super().step_backward(params, cache, d_state)
            return d_params._replace(W_hh=d_params.W_hh / 2), *rest

    assert gradcheck.check_layer(Halved(), params, X, rng=rng, entries=2).wrong == ["params.W_hh"]


def test_the_entries_drawn_are_those_of_the_seed(rng):
    params, X, *_ = problem(RNN(), rng)
    worst = [
        gradcheck.check_layer(RNN(), params, X, rng=np.random.default_rng(seed), entries=1).worst
        for seed in (1, 1, 2)
    ]
    assert worst[0] == worst[1] != worst[2]


class Forgetful(RNN):
    """Returns what ``results`` makes of the right gradients."""

    results = staticmethod(lambda d_params, dX, d_state: (d_params, dX, d_state))

    def backward(self, *arguments):
        return self.results(*super().backward(*arguments))


@pytest.mark.parametrize(
    ("results", "error", "words"),
    [
        (lambda p, X, h: (p, X), TypeError, r"return d_params, d_X, d_state, got tuple"),
        (lambda p, X, h: p, ValueError, "missing or too many"),
        (lambda p, X, h: (p._replace(b_h=None), X, h), ValueError, "missing or too many: params.b_h"),
        (
            lambda p, X, h: (tuple(p), X, h),
            ValueError,
            "missing or too many: params.0, params.1, params.2, params.W",
        ),
        (lambda p, X, h: (p, X, (h,)), ValueError, "missing or too many: state, state.0"),
        (
            lambda p, X, h: (p, X[:, 1:], h),
            ValueError,
            r"gradient of X should have shape \[3, 5, 2\], got \[3, 4, 2\]",
        ),
        (
            lambda p, X, h: (p._replace(b_h=p.b_h[None]), X, h),
            ValueError,
            r"b_h should have shape \[4\], got",
        ),
    ],
)
def test_gradients_of_another_form_are_named(rng, monkeypatch, results, error, words):
    monkeypatch.setattr(Forgetful, "results", staticmethod(results))
    params, X, state, *_ = problem(RNN(), rng)
    with pytest.raises(error, match=words):
        gradcheck.check_layer(Forgetful(), params, X, state, rng=rng)
