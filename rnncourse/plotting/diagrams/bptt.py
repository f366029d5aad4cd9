"""Drawings of chapter 3, backpropagation through time.

``graph`` is meant to be stepped through: what belongs to a step is a group with ``data-step`` and, in
``data-says``, a sentence with its formulas between dollars; the figure is given ``:class: steps``, and the page's
script does the rest. Without it, and in print, all steps show. ``bptt_by_hand`` is the same graph with numbers.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import pairwise

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from rnncourse.plotting.svg import arrow, box, circle, drawing, math, text

SAYS = (
    r"Forward. Step 1 mixes the first input and the initial state: "
    r"$H_1 = \tanh(X_1 W_{xh} + H_0 W_{hh} + \mathbf{b}_h)$.",
    r"Step 2 uses the same three weights on $X_2$ and $H_1$.",
    r"Step 3, and the same weights a third time. What each step computed is kept.",
    r"Every state gives an output, every output a loss, and the losses are added: $L = L_1 + L_2 + L_3$.",
    r"Backward. An output reaches $L$ through its own loss and no other way, so $\partial L / \partial O_t$ is known "
    r"for all three steps at once.",
    r"$H_3$ has one way to the loss: up. Its gradient is what comes down from $O_3$.",
    r"$H_2$ has two ways: up, through $O_2$, and right, through $H_3$. What comes back by the two is added.",
    r"$H_1$ likewise. From the right it hears of the losses of steps 2 and 3 together.",
    r"$H_0$ is reached from the right alone, and each input from its own state. Nothing is behind them.",
    r"The weights last: each was used at three steps, and its gradient is the sum of what the three uses say.",
)


def graph() -> str:
    """Three steps forward and back, on a wide screen."""
    return _graph(640, columns=(190, 350, 510), initial=60, size=14)


def graph_narrow() -> str:
    """The same for phones."""
    return _graph(400, columns=(140, 240, 340), initial=38, size=12)


def _graph(width: float, columns: tuple[float, ...], initial: float, size: float) -> str:
    """All of it; ``columns``: x of the three steps, ``initial``: x of H_0, ``size``: of the gradients' letters."""
    steps = [
        *(_forward(t, columns, initial) for t in range(3)),
        _losses(columns),
        _outputs_back(columns, size),
        *(_state_back(t, columns, size) for t in (2, 1, 0)),
        _ends_back(columns, initial, size),
        _weights(columns, initial),
    ]
    groups = [
        f'<g class="step" data-step="{number}" data-says="{html.escape(says)}">{"".join(pieces)}</g>'
        for number, (says, pieces) in enumerate(zip(SAYS, steps, strict=True), 1)
    ]
    return drawing(width, 376, *_nodes(columns, initial), *groups)


def _nodes(columns: tuple[float, ...], initial: float) -> list[str]:
    middle = columns[1]
    pieces = [
        circle(middle, 24, 16, INK),
        math(middle, 24, "L", INK, size=18),
        math(initial, 240, "H_{0}", GREEN),
    ]
    for t, x in enumerate(columns, 1):
        left = initial if t == 1 else columns[t - 2]
        pieces += [
            circle(x, 92, 15, INK),
            math(x, 92, f"L_{{{t}}}", INK, size=14),
            math(x, 158, f"O_{{{t}}}", RED),
            box(x, 240, 44, 40, GREEN),
            math(x, 240, f"H_{{{t}}}", GREEN),
            math(x, 350, f"X_{{{t}}}", BLUE),
            math(x - 12, 188, "W_{hq}", ORANGE, size=14, anchor="end"),
            math(x - 12, 302, "W_{xh}", ORANGE, size=14, anchor="end"),
            math((left + x) / 2, 218, "W_{hh}", ORANGE, size=14),
        ]
    return pieces


def _forward(t: int, columns: tuple[float, ...], initial: float) -> list[str]:
    x, left = columns[t], initial if t == 0 else columns[t - 1]
    return [
        arrow((x - 6, 334), (x - 6, 263), colour=BLUE),
        arrow((left + (16 if t == 0 else 23), 234), (x - 24, 234), colour=GREEN),
    ]


def _losses(columns: tuple[float, ...]) -> list[str]:
    middle, pieces = columns[1], []
    for x in columns:
        lean = (x > middle) - (x < middle)
        pieces += [
            arrow((x - 6, 218), (x - 6, 174), colour=RED),
            arrow((x - 6, 144), (x - 6, 108), colour=RED),
            arrow((x - 6, 77), (middle + 12 * lean - 6, 40 if lean == 0 else 36)),
        ]
    return pieces


def _outputs_back(columns: tuple[float, ...], size: float) -> list[str]:
    pieces = []
    for t, x in enumerate(columns, 1):
        pieces += [
            arrow((x + 6, 107), (x + 6, 144), colour=PURPLE),
            math(x + 17, 158, f"∂L/∂O_{{{t}}}", PURPLE, size=size, anchor="start"),
        ]
    return pieces


def _state_back(t: int, columns: tuple[float, ...], size: float) -> list[str]:
    x = columns[t]
    pieces = [
        arrow((x + 6, 174), (x + 6, 217), colour=PURPLE),
        math(x + 12, 276, f"∂L/∂H_{{{t + 1}}}", PURPLE, size=size, anchor="start"),
    ]
    if t < 2:
        pieces.append(arrow((columns[t + 1] - 23, 248), (x + 25, 248), colour=PURPLE))
    return pieces


def _ends_back(columns: tuple[float, ...], initial: float, size: float) -> list[str]:
    pieces = [
        arrow((columns[0] - 23, 248), (initial + 18, 248), colour=PURPLE),
        math(initial, 276, "∂L/∂H_{0}", PURPLE, size=size),
    ]
    for t, x in enumerate(columns, 1):
        pieces += [
            arrow((x + 6, 262), (x + 6, 334), colour=PURPLE),
            math(x + 15, 350, f"∂L/∂X_{{{t}}}", PURPLE, size=size, anchor="start"),
        ]
    return pieces


def _weights(columns: tuple[float, ...], initial: float) -> list[str]:
    pieces = []
    for t, x in enumerate(columns):
        left = initial if t == 0 else columns[t - 1]
        pieces += [
            box(x - 29, 189, 40, 22, PURPLE),
            box(x - 29, 303, 40, 22, PURPLE),
            box((left + x) / 2, 219, 40, 22, PURPLE),
        ]
    return pieces


def windows() -> str:
    """Nine steps, and three ways to cut the gradient: in chunks, in sliding windows, at random."""
    return _windows(steps=9, gap=66, cuts=(1, 5, 6))


def windows_narrow() -> str:
    """Six steps, for phones."""
    return _windows(steps=6, gap=58, cuts=(1, 4))


def _windows(steps: int, gap: float, cuts: tuple[int, ...]) -> str:
    """``cuts``: the steps after which the last row is cut."""
    pieces, width = [], 40 + steps * gap
    centres = [46 + t * gap for t in range(steps)]
    for t, x in enumerate(centres):
        pieces += [box(x, 46, 38, 34, GREEN), math(x, 46, f"h_{{{t + 1}}}", GREEN, size=16)]
        if t < steps - 1:
            pieces.append(arrow((x + 20, 46), (x + gap - 21, 46), colour=GREEN))
    pieces.append(text(26, 16, "the state: carried everywhere", GREEN, size=13, anchor="start"))
    names = ((104, "in chunks of three"), (178, "sliding, three steps for each loss"), (286, "at random"))
    pieces += [text(26, y, f"the gradient: {name}", PURPLE, size=13, anchor="start") for y, name in names]
    pieces += _back(centres, 130, [t for t in range(steps) if t % 3 == 2])
    for row, t in enumerate(range(2, min(steps, 6))):
        y = 200 + 17 * row
        pieces += [
            arrow((centres[t], y), (centres[t - 2] - 8, y), colour=PURPLE),
            circle(centres[t], y, 4, PURPLE),
        ]
    return drawing(width, 346, *pieces, *_back(centres, 322, cuts, "×1/(1−c)"))


def _back(centres: list[float], y: float, cuts: Sequence[int], label: str = "") -> list[str]:
    """Dots for the steps, an arrow back from each to the one before, and a border after each step in ``cuts``."""
    pieces = [circle(x, y, 4, PURPLE) for x in centres]
    for t, (x, after) in enumerate(pairwise(centres)):
        middle = (x + after) / 2
        if t in cuts:
            pieces.append(arrow((middle, y - 14), (middle, y + 14), colour=GREY, dashed=True, head=False))
        else:
            pieces.append(arrow((after - 6, y), (x + 8, y), colour=PURPLE))
            pieces.append(text(middle, y - 12, label, PURPLE, size=11) if label else "")
    return pieces
