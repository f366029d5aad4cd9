"""Drawings of chapter 5, long short-term memory.

``gates`` is meant to be stepped through, as ``bptt.graph`` is: it builds the cell up gate by gate, and ends with the
two ways that a gradient takes back.
"""

from __future__ import annotations

import html
from typing import NamedTuple

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from rnncourse.plotting.svg import arrow, box, circle, drawing, math, text


class Places(NamedTuple):
    """x of everything that ``gates`` draws, from left to right, and the drawing's width."""

    label: float
    x_t: float
    f: float
    i: float
    add: float
    g: float
    o: float
    down: float
    out: float
    width: float


WIDE = Places(label=34, x_t=88, f=160, i=245, add=310, g=375, o=455, down=530, out=628, width=660)
NARROW = Places(label=20, x_t=52, f=96, i=143, add=182, g=222, o=274, down=324, out=380, width=400)
#: y of the cell's line, of the inner products, of the gates' boxes and of the line of what the gates read.
CELL, INNER, BOXES, READ = 64, 136, 212, 282

SAYS = (
    r"The cell. What it held, $\mathbf{c}_{t-1}$, goes straight on and becomes $\mathbf{c}_t$: no matrix, no tanh. "
    r"The two gaps are for what may be done to it.",
    r"The forget gate reads the input and the last output, $\mathbf{f}_t = \sigma(\mathbf{x}_t W_{xf} + "
    r"\mathbf{h}_{t-1} W_{hf} + \mathbf{b}_f)$, and says of each number how much of it stays.",
    r"The candidate $\mathbf{g}_t$ reads the same, through a tanh: what one might write.",
    r"The input gate $\mathbf{i}_t$ says how much of the candidate is written, and it is added, not multiplied: "
    r"$\mathbf{c}_t = \mathbf{f}_t \odot \mathbf{c}_{t-1} + \mathbf{i}_t \odot \mathbf{g}_t$.",
    r"The output gate $\mathbf{o}_t$ says how much of the cell shows: "
    r"$\mathbf{h}_t = \mathbf{o}_t \odot \tanh \mathbf{c}_t$. The next step's gates will read it.",
    r"Backward, through the cell. Of $\partial L/\partial \mathbf{c}_t$ the part $\odot\, \mathbf{f}_t$ reaches "
    r"$\mathbf{c}_{t-1}$, and nothing else is on this path.",
    r"Backward, through the gates: into the four sums, through the matrices to $\mathbf{h}_{t-1}$, and from there to "
    r"$\mathbf{c}_{t-1}$ too. This path is a plain recurrent network's.",
)


def gates() -> str:
    """The cell built up in five steps, and two more for the two ways back; on a wide screen."""
    return _gates(WIDE, size=18)


def gates_narrow() -> str:
    """The same for phones."""
    return _gates(NARROW, size=15)


def _gates(at: Places, size: float) -> str:
    steps = (
        _line(at),
        [*_inputs(at), *_gate(at.f, "f", ORANGE, size), *_forget(at)],
        [*_read(at.f, at.g), *_gate(at.g, "g", BLUE, size, squash="\\tanh")],
        [*_gate(at.i, "i", ORANGE, size), *_write(at)],
        [*_read(at.g, at.o), *_gate(at.o, "o", ORANGE, size), *_show(at, size)],
        _back_by_cell(at, size),
        _back_by_gates(at),
    )
    groups = [
        f'<g class="step" data-step="{number}" data-says="{html.escape(says)}">{"".join(pieces)}</g>'
        for number, (says, pieces) in enumerate(zip(SAYS, steps, strict=True), 1)
    ]
    letters = (
        math(at.label, CELL, "c_{t-1}", GREEN, size=size),
        math(at.out, CELL, "c_{t}", GREEN, size=size),
        math(at.label, READ, "h_{t-1}", RED, size=size),
        math(at.out, READ, "h_{t}", RED, size=size),
        math(at.x_t, READ + 54, "x_{t}", BLUE, size=size),
    )
    return drawing(at.width, 356, *letters, *groups)


def _line(at: Places) -> list[str]:
    start, end = at.label + 20, at.out - 15
    return [
        arrow((start, CELL), (at.f - 14, CELL), colour=GREEN),
        arrow((at.f + 14, CELL), (at.add - 14, CELL), colour=GREEN),
        arrow((at.add + 14, CELL), (end, CELL), colour=GREEN),
    ]


def _inputs(at: Places) -> list[str]:
    return [
        arrow((at.label + 20, READ), (at.f, READ), colour=GREY, head=False),
        arrow((at.x_t, READ + 40), (at.x_t, READ + 2), colour=BLUE),
    ]


def _read(left: float, right: float) -> list[str]:
    return [arrow((left, READ), (right, READ), colour=GREY, head=False)]


def _gate(x: float, letter: str, colour: str, size: float, squash: str = "σ") -> list[str]:
    """A box that reads from below; its letter stands beside what leaves it."""
    small = size * (0.75 if squash != "σ" else 1)
    return [
        arrow((x, READ), (x, BOXES + 18), colour=GREY),
        box(x, BOXES, size * 2.2, 32, colour),
        math(x, BOXES, squash, colour, size=small),
        math(x + (9 if letter in "fg" else -9), BOXES - 34, f"{letter}_{{t}}", colour, size=size * 0.9,
             anchor="start" if letter in "fg" else "end"),
    ]  # fmt: skip


def _times(x: float, y: float) -> list[str]:
    return [circle(x, y, 12, INK), text(x, y - 0.5, "×", INK, size=17)]


def _forget(at: Places) -> list[str]:
    return [arrow((at.f, BOXES - 17), (at.f, CELL + 15), colour=ORANGE), *_times(at.f, CELL)]


def _write(at: Places) -> list[str]:
    return [
        arrow((at.i, BOXES - 17), (at.i, INNER), (at.add - 14, INNER), colour=ORANGE),
        arrow((at.g, BOXES - 17), (at.g, INNER), (at.add + 14, INNER), colour=BLUE),
        *_times(at.add, INNER),
        arrow((at.add, INNER - 13), (at.add, CELL + 15), colour=BLUE),
        circle(at.add, CELL, 12, INK),
        text(at.add, CELL - 0.5, "+", INK, size=18),
    ]


def _show(at: Places, size: float) -> list[str]:
    return [
        arrow((at.down, CELL), (at.down, 86), colour=GREEN),
        box(at.down, 102, size * 2.2, 28, INK),
        math(at.down, 102, "\\tanh", INK, size=size * 0.75),
        arrow((at.down, 117), (at.down, INNER + 10), colour=GREEN),
        arrow((at.o, BOXES - 17), (at.o, INNER + 24), (at.down - 14, INNER + 24), colour=ORANGE),
        *_times(at.down, INNER + 24),
        arrow((at.down, INNER + 37), (at.down, READ), (at.out - 15, READ), colour=RED),
    ]


def _back_by_cell(at: Places, size: float) -> list[str]:
    above = CELL - 26
    return [
        arrow((at.out, above + 10), (at.out, above), (at.f + 14, above), colour=PURPLE),
        arrow((at.f - 16, above), (at.label, above), (at.label, above + 12), colour=PURPLE),
        math(at.f, above, "⊙f_{t}", PURPLE, size=size * 0.85),
        text(at.add + 16, above - 14, "through the cell", PURPLE, size=13, anchor="start"),
    ]


def _back_by_gates(at: Places) -> list[str]:
    below = READ + 12
    pieces = [
        arrow((x + 7, BOXES + 18), (x + 7, below), colour=PURPLE, head=False)
        for x in (at.f, at.i, at.g, at.o)
    ]
    return [
        *pieces,
        arrow((at.o + 7, below), (at.label + 20, below), colour=PURPLE),
        arrow((at.label - 6, READ - 14), (at.label - 6, CELL + 16), colour=PURPLE),
        text(at.i, below + 22, "through the gates", PURPLE, size=13, anchor="start"),
    ]


def columns() -> str:
    """Where the four gates lie in a weight matrix, and which columns are one unit's."""
    left, top, side, height = 64, 40, 78, 92
    pieces = [
        math(26, top + height / 2, "W_{hh}", ORANGE, size=18),
        text(left + 2 * side, top + height + 46, "the columns of one unit: a block", PURPLE, size=13),
    ]
    for number, letter in enumerate("ifgo"):
        x = left + number * side
        colour = BLUE if letter == "g" else ORANGE
        pieces += [
            box(x + side / 2, top + height / 2, side - 4, height, colour, round=2),
            math(x + side / 2, top - 16, letter, colour, size=18),
            box(x + side / 2 + 8, top + height / 2, 12, height + 6, PURPLE, round=2),
            arrow((x + side / 2 + 8, top + height + 26), (x + side / 2 + 8, top + height + 6), colour=PURPLE),
        ]
    ends = [left + number * side + side / 2 + 8 for number in (0, 3)]
    pieces.append(
        arrow((ends[0], top + height + 26), (ends[1], top + height + 26), colour=PURPLE, head=False)
    )
    pieces.append(math(left + 4 * side + 16, top + height / 2, "h", GREY, size=16))
    return drawing(420, top + height + 66, *pieces)
