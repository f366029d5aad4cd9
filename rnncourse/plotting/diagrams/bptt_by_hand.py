"""The example by hand of chapter 3, to be stepped through with all its numbers: forward, and back.

The numbers are those of the course's own layers; each step says in words how it got them.
"""

from __future__ import annotations

import html
from typing import NamedTuple

import numpy as np

from rnncourse.cells import RNN, dense
from rnncourse.losses import binary_cross_entropy
from rnncourse.plotting.palette import BLUE, GREEN, INK, PURPLE, RED
from rnncourse.plotting.svg import arrow, box, drawing, math, text
from rnncourse.through_time import state_gradients

X, Y, H_0 = (0.5, -0.8, 1.2), (1.0, 0.0, 1.0), 0.4
W_XH, W_HH, B_H, W_HQ, B_Q = 0.7, 0.9, 0.1, 1.3, -0.2


class Numbers(NamedTuple):
    """Lists over the three steps: sums, states, logits, probabilities, losses; and the gradients in their order."""

    a: list[float]
    h: list[float]
    o: list[float]
    p: list[float]
    L: list[float]
    do: list[float]
    up: list[float]
    right: list[float]
    dh: list[float]
    da: list[float]
    dx: list[float]
    dh_0: float
    dw_hh: float


def numbers() -> Numbers:
    """One forward and one backward pass."""
    one = np.ones((1, 1))
    cell, params = RNN(), RNN.Params(W_XH * one, W_HH * one, B_H * one[0])
    inputs, targets = np.reshape(X, (1, 3, 1)), np.reshape(Y, (1, 3, 1))
    H, _, tape = cell.forward(params, inputs, H_0 * one)
    O = dense.forward(dense.Params(W_HQ * one, B_Q * one[0]), H)
    _, dO = binary_cross_entropy(O, targets, reduction="sum")
    losses = [binary_cross_entropy(O[:, [t]], targets[:, [t]], reduction="sum")[0] for t in range(3)]
    up = dO * W_HQ
    start, *dh = (state[0, 0] for state in state_gradients(cell, params, tape, up))
    d_params, dX, _ = cell.backward(params, tape, up)
    flat = lambda array: [float(value) for value in np.ravel(array)]  # noqa: E731
    return Numbers(
        a=flat(np.arctanh(H)), h=flat(H), o=flat(O), p=flat(1 / (1 + np.exp(-O))), L=flat(losses),
        do=flat(dO), up=flat(up), right=flat(np.array(dh) - up[0, :, 0]), dh=flat(dh),
        da=flat(np.array(dh) * (1 - H[0, :, 0] ** 2)), dx=flat(dX), dh_0=float(start),
        dw_hh=float(d_params.W_hh[0, 0]),
    )  # fmt: skip


def graph() -> str:
    """On a wide screen."""
    return _graph(640, columns=(160, 325, 490), initial=40, letters="∂L/∂", size=12.5, speaks=True)


def graph_narrow() -> str:
    """The same for phones; its steps say what those of the wide drawing, which is in the page too, say."""
    return _graph(400, columns=(90, 197, 304), initial=24, letters="∂", size=11, speaks=False)


def _graph(
    width: float, columns: tuple[float, ...], initial: float, letters: str, size: float, speaks: bool
) -> str:
    """``letters``: what stands before the letter of a gradient; ``size``: of the numbers."""
    n = numbers()
    half = size * 2.9
    steps = [
        *(_forward(n, t, columns, initial, half, size) for t in range(3)),
        _losses(n, columns, size),
        [
            piece
            for t, x in enumerate(columns)
            for piece in (arrow((x + 7, 82), (x + 7, 116), colour=PURPLE), _beside(x, 98, n.do[t], size))
        ],
        *(_back(n, t, columns, letters, half, size) for t in (2, 1, 0)),
        _ends(n, columns, initial, letters, half, size),
        [
            math(columns[1] - 3, 375, "∂L/∂w_{hh}", PURPLE, size=size + 1, anchor="end"),
            text(columns[1] + 3, 376, f"= {_short(n.dw_hh)}", PURPLE, size=size + 1, anchor="start"),
        ],
    ]
    said = [f' data-says="{html.escape(words)}"' if speaks else "" for words in _says(n)]
    groups = [
        f'<g class="step" data-step="{k}"{words}>{"".join(pieces)}</g>'
        for k, (words, pieces) in enumerate(zip(said, steps, strict=True), 1)
    ]
    nodes = [
        text(initial, 222, _short(H_0, 1), GREEN, size=size),
        math(initial, 204, "h_{0}", GREEN, size=16),
    ]
    for t, x in enumerate(columns, 1):
        nodes += [
            box(x, 220, 2 * half, 44, GREEN),
            math(x, 208, f"h_{{{t}}}", GREEN, size=16),
            math(x - 4, 338, f"x_{{{t}}}", BLUE, size=16, anchor="end"),
            text(x, 340, f"= {_short(X[t - 1], 1)}", BLUE, size=size, anchor="start"),
            math(x - 14, 126, f"o_{{{t}}}", RED, size=16, anchor="end"),
            math(x - 14, 68, f"L_{{{t}}}", INK, size=16, anchor="end"),
        ]
    return drawing(width, 390, *nodes, *groups)


def _forward(
    n: Numbers, t: int, columns: tuple[float, ...], initial: float, half: float, size: float
) -> list[str]:
    x, left = columns[t], initial + 14 if t == 0 else columns[t - 1] + half + 2
    return [
        arrow((x - 7, 324), (x - 7, 245), colour=BLUE),
        arrow((left, 212), (x - half - 2, 212), colour=GREEN),
        text(x, 230, _short(n.h[t]), GREEN, size=size),
    ]


def _losses(n: Numbers, columns: tuple[float, ...], size: float) -> list[str]:
    total = text(columns[1], 20, f"L = {_short(sum(n.L))}", INK, size=size + 1)
    pieces = [total]
    for t, x in enumerate(columns):
        pieces += [
            arrow((x - 7, 197), (x - 7, 138), colour=RED),
            text(x - 10, 128, _short(n.o[t]), RED, size=size, anchor="start"),
            arrow((x - 7, 116), (x - 7, 82), colour=RED),
            text(x - 10, 70, _short(n.L[t]), INK, size=size, anchor="start"),
            arrow((x, 58), (columns[1] + 24 * (t - 1), 32)),
        ]
    return pieces


def _back(
    n: Numbers, t: int, columns: tuple[float, ...], letters: str, half: float, size: float
) -> list[str]:
    x = columns[t]
    pieces = [
        arrow((x + 7, 138), (x + 7, 196), colour=PURPLE),
        _beside(x, 168, n.up[t], size),
        *_named(x, 269, f"{letters}h_{{{t + 1}}}", n.dh[t], size),
        *_named(x, 285, f"{letters}a_{{{t + 1}}}", n.da[t], size),
    ]
    if t < 2:
        middle = (x + columns[t + 1]) / 2
        pieces += [
            arrow((columns[t + 1] - half - 2, 226), (x + half + 3, 226), colour=PURPLE),
            text(
                middle, 240 if columns[1] - columns[0] > 140 else 251, _short(n.right[t]), PURPLE, size=size
            ),
        ]
    return pieces


def _ends(
    n: Numbers, columns: tuple[float, ...], initial: float, letters: str, half: float, size: float
) -> list[str]:
    pieces = [
        arrow((columns[0] - half - 2, 226), (initial + 16, 226), colour=PURPLE),
        text(initial, 244, _short(n.dh_0), PURPLE, size=size),
    ]
    for t, x in enumerate(columns):
        pieces += [
            arrow((x + 7, 244), (x + 7, 324), colour=PURPLE),
            *_named(x, 308, f"{letters}x_{{{t + 1}}}", n.dx[t], size),
        ]
    return pieces


def _beside(x: float, y: float, value: float, size: float) -> str:
    return text(x + 14, y, _short(value), PURPLE, size=size, anchor="start")


def _named(x: float, y: float, letters: str, value: float, size: float) -> list[str]:
    wide = size * (3.5 if "L" in letters else 1.9)
    return [
        math(x + 14, y - 1, letters, PURPLE, size=size, anchor="start"),
        text(x + 14 + wide, y, _short(value), PURPLE, size=size, anchor="start"),
    ]


def _says(n: Numbers) -> list[str]:
    """How each step came by its numbers."""
    h = [H_0, *n.h]
    uses = " + ".join(rf"{_sign(h[t])} \cdot {_sign(n.da[t])}" for t in range(3))
    slopes = [f"${_long(p)} - {y:.0f}$" for p, y in zip(n.p, Y, strict=True)]
    return [
        *(_says_forward(n, t, h[t]) for t in range(3)),
        rf"Each state gives a logit, $o_t = {W_HQ}\, h_t - {-B_Q}$, and each logit a loss. "
        rf"Their sum is $L = {_long(sum(n.L))}$.",
        rf"Backward. $\partial L/\partial o_t = \sigma(o_t) - y_t$: {slopes[0]}, {slopes[1]} and {slopes[2]}.",
        *(_says_back(n, t) for t in (2, 1, 0)),
        "The initial state and the inputs have one edge each: "
        rf"$\partial L/\partial h_0 = {_sign(n.da[0])} \cdot {W_HH} = {_long(n.dh_0)}$, "
        rf"and $\partial L / \partial x_t = \partial L / \partial a_t \cdot {W_XH}$.",
        rf"$w_{{hh}}$ was used three times: ${uses} = {_long(n.dw_hh)}$.",
    ]


def _says_forward(n: Numbers, t: int, before: float) -> str:
    kept = f"{before}" if t == 0 else _sign(before)
    seen = f"{X[t]}" if X[t] >= 0 else f"({X[t]})"
    return (
        rf"Forward, step {t + 1}. $a_{t + 1} = {seen} \cdot {W_XH} + {kept} \cdot {W_HH} + {B_H} = {_long(n.a[t])}$, "
        rf"and $h_{t + 1} = \tanh a_{t + 1} = {_long(n.h[t])}$."
    )


def _says_back(n: Numbers, t: int) -> str:
    above = rf"Step {t + 1} hears from above ${W_HQ} \cdot {_sign(n.do[t])} = {_long(n.up[t])}$ and from the right "
    together = rf"$1 - h_{t + 1}^2$ it is $\partial L/\partial a_{t + 1} = {_long(n.da[t])}$."
    if t == 2:
        return rf"{above}nothing. Times {together}"
    right = rf"${_sign(n.da[t + 1])} \cdot {W_HH} = {_long(n.right[t])}$"
    return rf"{above}{right}. Together ${_long(n.dh[t])}$; times {together}"


def _long(value: float, digits: int = 5) -> str:
    return f"{value:.{digits}f}"


def _sign(value: float) -> str:
    """In a product, a negative number stands in brackets."""
    return f"({_long(value)})" if value < 0 else _long(value)


def _short(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}f}".replace("-", "−")
