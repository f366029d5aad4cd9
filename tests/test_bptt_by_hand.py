"""The example by hand of chapter 3: three steps of one unit, with nothing but ``math``."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rnncourse import losses, rtrl
from rnncourse.cells import RNN, dense

X, Y, H_0 = (0.5, -0.8, 1.2), (1.0, 0.0, 1.0), 0.4
W_XH, W_HH, B_H, W_HQ, B_Q = 0.7, 0.9, 0.1, 1.3, -0.2


def by_hand() -> dict[str, float]:
    """The loss and every gradient, last step first."""
    h, slopes, loss = [H_0], [], 0.0
    for x, y in zip(X, Y, strict=True):
        h.append(math.tanh(x * W_XH + h[-1] * W_HH + B_H))
        p = 1 / (1 + math.exp(-(h[-1] * W_HQ + B_Q)))
        loss -= math.log(p if y else 1 - p)
        slopes.append(p - y)
    found = dict.fromkeys(("W_xh", "W_hh", "b_h", "W_hq", "b_q"), 0.0)
    right = 0.0
    for t in (3, 2, 1):
        da = (slopes[t - 1] * W_HQ + right) * (1 - h[t] ** 2)
        found["W_xh"] += X[t - 1] * da
        found["W_hh"] += h[t - 1] * da
        found["b_h"] += da
        found["W_hq"] += h[t] * slopes[t - 1]
        found["b_q"] += slopes[t - 1]
        right = da * W_HH
    return {"loss": loss, **found, "h_0": right}


@pytest.fixture
def layers():
    one = np.ones((1, 1))
    params = RNN.Params(W_XH * one, W_HH * one, B_H * one[0])
    head = dense.Params(W_HQ * one, B_Q * one[0])
    return params, head, np.array(X).reshape(1, 3, 1), H_0 * one


def test_the_layers_give_the_numbers_of_the_page(layers):
    params, head, inputs, h_0 = layers
    H, _, tape = RNN().forward(params, inputs, h_0)
    loss, dO = losses.binary_cross_entropy(
        dense.forward(head, H), np.array(Y).reshape(1, 3, 1), reduction="sum"
    )
    d_head, dH = dense.backward(head, H, dO)
    d_params, _, d_h_0 = RNN().backward(params, tape, dH)
    got = {"loss": loss, **d_params._asdict(), **d_head._asdict(), "h_0": d_h_0}
    want = by_hand()
    assert {name: float(np.squeeze(value)) for name, value in got.items()} == pytest.approx(want, rel=1e-12)


def test_forwards_gives_them_too(layers):
    params, head, inputs, h_0 = layers

    def d_output(t, h_t):
        _, dO = losses.binary_cross_entropy(dense.forward(head, h_t), np.array([[Y[t]]]), reduction="sum")
        return dense.backward(head, h_t, dO)[1]

    got, _ = rtrl.gradient(RNN(), params, inputs, d_output, h_0)
    assert got.W_hh.item() == pytest.approx(by_hand()["W_hh"], rel=1e-12)
