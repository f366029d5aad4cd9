"""The LSTM as a textbook's equations are typed in: a matrix a gate, step by step, every gradient added up as it comes.

    I_t = σ(X_t W_xi + H_{t-1} W_hi + b_i)          and so for F and O; G with tanh
    C_t = F_t ⊙ C_{t-1} + I_t ⊙ G_t,  H_t = O_t ⊙ tanh(C_t)

What the speed of the course's cells is measured against, as a reader's own first version would be. Right, and equal
to ``rnncourse.cells.LSTM`` by a test.
"""

from __future__ import annotations

import numpy as np

from rnncourse.cells.lstm import Params, State

Array = np.ndarray
Weights = dict[str, Array]


def sigmoid(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


def separate(params: Params) -> Weights:
    """The cell's parameters as W_xi, W_hi, b_i, W_xf, …: each gate's own arrays."""
    weights = {}
    for name, array in params._asdict().items():
        for gate, block in zip("ifgo", np.split(array, 4, axis=-1), strict=True):
            weights[f"{name[:-1]}{gate}"] = np.ascontiguousarray(block)
    return weights


def together(weights: Weights) -> Params:
    """Undo ``separate``."""
    return Params(
        *(np.concatenate([weights[f"{name}{gate}"] for gate in "ifgo"], -1) for name in ("W_x", "W_h", "b_"))
    )


def forward(w: Weights, X: Array, h: Array, c: Array) -> tuple[Array, list]:
    """H [n, T, h] and what ``backward`` needs, for X [n, T, d] and the initial state h, c [n, h]."""
    H, steps = [], []
    for t in range(X.shape[1]):
        x = X[:, t]
        i = sigmoid(x @ w["W_xi"] + h @ w["W_hi"] + w["b_i"])
        f = sigmoid(x @ w["W_xf"] + h @ w["W_hf"] + w["b_f"])
        g = np.tanh(x @ w["W_xg"] + h @ w["W_hg"] + w["b_g"])
        o = sigmoid(x @ w["W_xo"] + h @ w["W_ho"] + w["b_o"])
        c_next = f * c + i * g
        h_next = o * np.tanh(c_next)
        steps.append((x, h, c, i, f, g, o, c_next))
        h, c = h_next, c_next
        H.append(h)
    return np.stack(H, axis=1), steps


def backward(w: Weights, steps: list, dH: Array) -> tuple[Weights, Array, State]:
    """∂L/∂ each weight, ∂L/∂X and ∂L/∂(initial state) from ∂L/∂H [n, T, h]."""
    d_w = {name: np.zeros_like(array) for name, array in w.items()}
    dX = [np.zeros(0)] * len(steps)
    dh_next, dc_next = np.zeros_like(dH[:, 0]), np.zeros_like(dH[:, 0])
    for t in reversed(range(len(steps))):
        x, h, c, i, f, g, o, c_next = steps[t]
        dh = dH[:, t] + dh_next
        dc = dc_next + dh * o * (1 - np.tanh(c_next) ** 2)
        da = {
            "i": dc * g * i * (1 - i),
            "f": dc * c * f * (1 - f),
            "g": dc * i * (1 - g**2),
            "o": dh * np.tanh(c_next) * o * (1 - o),
        }
        dX[t] = sum(da[gate] @ w[f"W_x{gate}"].T for gate in "ifgo")
        dh_next = sum(da[gate] @ w[f"W_h{gate}"].T for gate in "ifgo")
        dc_next = dc * f
        for gate in "ifgo":
            d_w[f"W_x{gate}"] += x.T @ da[gate]
            d_w[f"W_h{gate}"] += h.T @ da[gate]
            d_w[f"b_{gate}"] += da[gate].sum(0)
    return d_w, np.stack(dX, axis=1), State(dh_next, dc_next)
