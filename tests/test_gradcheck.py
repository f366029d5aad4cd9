"""The gradient checker passes right gradients and catches wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse import gradcheck


def cubic(W, b):
    return (W**3).sum() + 2 * b.sum()


@pytest.fixture
def arrays(rng):
    return {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=2)}


@pytest.mark.parametrize("method", [gradcheck.central_differences, gradcheck.complex_step])
def test_right_gradients_pass(arrays, method):
    report = gradcheck.check(cubic, arrays, {"W": 3 * arrays["W"] ** 2, "b": np.full(2, 2.0)}, method=method)
    assert report.ok
    assert "ok" in str(report)
    assert "WRONG" not in str(report)


def test_one_wrong_entry_is_found_and_named(arrays):
    wrong = 3 * arrays["W"] ** 2
    wrong[1, 2] *= 1.01
    report = gradcheck.check(cubic, arrays, {"W": wrong})
    assert not report.ok
    assert report.worst["W"][0] == (1, 2)


def test_the_complex_step_loses_no_digits(arrays):
    exact = 3 * arrays["W"] ** 2
    central = np.abs(gradcheck.central_differences(cubic, arrays, "W") - exact).max()
    stepped = np.abs(gradcheck.complex_step(cubic, arrays, "W") - exact).max()
    assert stepped < 1e-14 < central


def test_a_gradient_of_another_shape_and_an_unknown_name_are_refused(arrays):
    with pytest.raises(ValueError, match=r"gradient of W should have shape \[2, 3\], got \[3, 2\]"):
        gradcheck.check(cubic, arrays, {"W": arrays["W"].T})
    with pytest.raises(ValueError, match=r"name should be one of \['W', 'b'\], got 'c'"):
        gradcheck.central_differences(cubic, arrays, "c")
