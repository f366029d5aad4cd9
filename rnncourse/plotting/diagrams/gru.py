"""Drawings of chapter 7, the gated recurrent unit. ``cell`` and ``ways`` are stepped through, as ``bptt.graph`` is."""

from __future__ import annotations

import html
from itertools import pairwise

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from rnncourse.plotting.svg import arrow, box, circle, curve, drawing, math, text

BUILT = (
    r"Begin with nothing but the state. Left alone it would go straight through: $H_t = H_{t-1}$.",
    r"A candidate looks at the input and at the state, and proposes a new state, $G_t$. With this alone we have the "
    r"plain cell of chapter 2.",
    r"The update gate decides, unit by unit, between the two: $Z_t$ of the old state and $1 - Z_t$ of the candidate.",
    r"The reset gate decides how much of the old state the candidate gets to see. It touches nothing else.",
)
BACK = (
    r"Four ways lead from $\mathbf{h}_{t-1}$ to $\mathbf{h}_t$. First the one that is kept: its slope is "
    r"$\mathbf{z}_t$, and no matrix lies on it.",
    r"Through the candidate: $1 - \mathbf{z}_t$, the slope of the tanh, $\mathbf{r}_t$ and $W_{hg}$.",
    r"Through the update gate, which weighs the old state against the candidate: $\mathbf{h}_{t-1} - \mathbf{g}_t$, "
    r"the slope of the sigmoid and $W_{hz}$.",
    r"Through the reset gate, and with it through the candidate: the longest way, with a sigmoid's slope and a "
    r"tanh's, and $W_{hr}$.",
)


def _steps(says: tuple[str, ...], groups: list[list[str]]) -> list[str]:
    """One group a step, with the sentence that goes with it."""
    return [
        f'<g class="step" data-step="{number}" data-says="{html.escape(words)}">{"".join(pieces)}</g>'
        for number, (words, pieces) in enumerate(zip(says, groups, strict=True), 1)
    ]


def _times(x: float, y: float, colour: str = INK) -> list[str]:
    """The product entry by entry."""
    return [circle(x, y, 13, colour), circle(x, y, 2, colour)]


def cell() -> str:
    """The cell, built up: the state's line, the candidate, the update gate, the reset gate."""
    return _cell(640, left=44, r=150, g=285, z=400, sum_=520, right=606)


def cell_narrow() -> str:
    """The same for phones."""
    return _cell(400, left=28, r=92, g=172, z=246, sum_=318, right=378)


def _cell(width: float, left: float, r: float, g: float, z: float, sum_: float, right: float) -> str:
    """x of: what comes in, reset gate, candidate, update gate, the sum, what goes out."""
    state, middle, low, bottom = 44.0, 140.0, 222.0, 308.0
    line = [
        math(left, state, "h_{t-1}", GREEN, size=19),
        arrow((left + 30, state), (right - 18, state), colour=GREEN),
        math(right, state, "h_{t}", GREEN, size=19),
    ]
    candidate = [
        math(left, bottom, "x_{t}", BLUE, size=19),
        arrow((left + 20, bottom), (g, bottom), (g, low + 18), colour=BLUE),
        arrow((g, state), (g, low - 18), colour=GREEN),
        box(g, low, 56, 34, RED),
        math(g, low, "\\tanh", RED, size=16),
        arrow((g + 28, low), (sum_, low), (sum_, state + 13), colour=RED),
        circle(sum_, state, 12, INK),
        text(sum_, state - 1, "+", INK, size=18),
        math((z + sum_) / 2 + 4, low + 16, "g_{t}", RED, size=17),
    ]
    update = [
        arrow((g, bottom), (z, bottom), (z, middle + 18), colour=BLUE),
        arrow(((g + z) / 2 + 4, state), ((g + z) / 2 + 4, middle), (z - 19, middle), colour=GREEN),
        box(z, middle, 36, 34, ORANGE),
        math(z, middle, "σ", ORANGE, size=18),
        arrow((z, middle - 18), (z, state + 14), colour=ORANGE),
        math(z + 8, (state + middle) / 2 + 6, "z_{t}", ORANGE, size=16, anchor="start"),
        arrow((z + 18, middle), (sum_ - 14, middle), colour=ORANGE),
        math((z + sum_) / 2 + 2, middle - 14, "1-z_{t}", ORANGE, size=15),
        *_times(z, state, GREEN),
        *_times(sum_, middle, RED),
    ]
    reset = [
        arrow((r, bottom), (r, low + 18), colour=BLUE),
        arrow((r, state), (r, low - 18), colour=GREEN),
        box(r, low, 36, 34, PURPLE),
        math(r, low, "σ", PURPLE, size=18),
        arrow((r + 18, low), ((r + g) / 2, low), ((r + g) / 2, middle), (g - 14, middle), colour=PURPLE),
        math((r + g) / 2 - 4, middle - 16, "r_{t}", PURPLE, size=16),
        *_times(g, middle, GREEN),
    ]
    return drawing(width, 330, *_steps(BUILT, [line, candidate, update, reset]))


def resets() -> str:
    """Two panels side by side: a gate on each sender, a gate on each listener."""
    return drawing(640, 262, *_panel(0, 0, senders=True), *_panel(330, 0, senders=False))


def resets_narrow() -> str:
    """One above the other, for phones."""
    return drawing(310, 524, *_panel(0, 0, senders=True), *_panel(0, 262, senders=False))


def _panel(x: float, y: float, senders: bool) -> list[str]:
    """Three units of the state, three candidates, all lines between them, and three reset gates."""
    rows = [y + 82 + 62 * k for k in range(3)]
    gate = x + (96 if senders else 206)
    name = "before the product" if senders else "after the product"
    note = "a gate on each sender" if senders else "a gate on each listener"
    pieces = [
        text(x + 150, y + 16, name, INK, size=15),
        text(x + 150, y + 38, note, GREY, size=13),
        math(x + 150, y + 250, "W_{hg}", ORANGE, size=16),
    ]
    for k, row in enumerate(rows, 1):
        pieces += [
            circle(x + 40, row, 17, GREEN),
            math(x + 40, row, f"h_{{{k}}}", GREEN, size=16),
            circle(x + 262, row, 17, RED),
            math(x + 262, row, f"g_{{{k}}}", RED, size=16),
            circle(gate, row, 13, PURPLE),
            math(gate, row, f"r_{{{k}}}", PURPLE, size=13),
        ]
        ends = ((x + 57, gate - 13), (gate + 13, x + 245))
        straight, fan = ends if senders else ends[::-1]
        pieces.append(arrow((straight[0], row), (straight[1], row), colour=PURPLE, head=not senders))
        pieces += [arrow((fan[0], row), (fan[1], other), colour=GREY, head=senders) for other in rows]
    return pieces


def ways() -> str:
    """The four ways from a state to the next one, and the gradients that come back by them."""
    return _ways(560, 1.0)


def ways_narrow() -> str:
    """The same for phones."""
    return _ways(390, 0.7)


def _ways(width: float, scale: float) -> str:
    places = {
        "h_{t-1}": (56, 150, GREEN),
        "z_{t}": (280, 100, ORANGE),
        "g_{t}": (352, 196, RED),
        "r_{t}": (200, 256, PURPLE),
        "h_{t}": (500, 150, GREEN),
    }
    at = {name: (x * scale, y) for name, (x, y, _) in places.items()}
    nodes = [
        circle(*at[name], 23 if name.startswith("h") else 19, colour) + math(*at[name], name, colour, size=15)
        for name, (_, _, colour) in places.items()
    ]
    arc = f"M{70 * scale:g},126 C{170 * scale:g},18 {390 * scale:g},18 {485 * scale:g},125"

    def way(*names: str) -> list[str]:
        return [_between(at[a], at[b]) for a, b in pairwise(names)]

    groups = [
        [curve(arc, GREEN), math(280 * scale, 30, "z_{t}", GREEN, size=16)],
        way("h_{t-1}", "g_{t}", "h_{t}"),
        way("h_{t-1}", "z_{t}", "h_{t}"),
        way("h_{t-1}", "r_{t}", "g_{t}"),
    ]
    return drawing(width, 290, *nodes, *_steps(BACK, groups))


def _between(start: tuple[float, float], end: tuple[float, float], radius: float = 25) -> str:
    """An arrow from the rim of one node to the rim of another."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx**2 + dy**2) ** 0.5
    dx, dy = dx / length * radius, dy / length * radius
    return arrow((start[0] + dx, start[1] + dy), (end[0] - dx, end[1] - dy))
