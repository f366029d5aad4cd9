"""The output layer."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse import gradcheck
from rnncourse.cells import dense


@pytest.mark.parametrize("lead", [(3,), (3, 5)], ids=["one state", "all states"])
def test_gradients_match_differences(rng, lead):
    params, H = dense.init(rng, 4, 2), rng.normal(size=(*lead, 4))
    dO = rng.normal(size=(*lead, 2))
    d_params, dH = dense.backward(params, H, dO)

    def loss(W_hq, b_q, H):
        return (dense.forward(dense.Params(W_hq, b_q), H) * dO).sum()

    report = gradcheck.check(loss, {**params._asdict(), "H": H}, {**d_params._asdict(), "H": dH})
    assert report.ok, str(report)


def test_sizes_that_do_not_fit_are_named(rng):
    params = dense.init(rng, 4, 2)
    with pytest.raises(ValueError, match=r"H should have shape \[n, T, 4\], got \[3, 5, 2\]"):
        dense.forward(params, np.zeros((3, 5, 2)))
    with pytest.raises(ValueError, match=r"dO should have shape \[3, 2\], got \[3, 4\]"):
        dense.backward(params, np.zeros((3, 4)), np.zeros((3, 4)))
