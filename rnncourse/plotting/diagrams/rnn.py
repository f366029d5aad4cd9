"""Drawings of chapter 2, the recurrent cell."""

from __future__ import annotations

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, RED
from rnncourse.plotting.svg import arrow, box, circle, curve, drawing, math, text


def cell() -> str:
    """One step: three terms are added, squashed, and handed on in two directions."""
    return drawing(
        640,
        250,
        box(330, 115, 330, 150, GREY, round=14, dashed=True),
        text(494, 206, "one cell, one time step", GREY, size=13, anchor="end"),
        # the state comes from the left
        math(40, 115, "h_{t-1}", GREEN, size=20),
        arrow((70, 115), (198, 115), colour=GREEN),
        box(222, 115, 46, 34, ORANGE),
        math(222, 115, "W_{hh}", ORANGE, size=17),
        arrow((246, 115), (302, 115), colour=GREEN),
        # the input comes from below
        math(318, 236, "x_{t}", BLUE, size=20),
        arrow((318, 222), (318, 182), colour=BLUE),
        box(318, 165, 46, 30, ORANGE),
        math(318, 165, "W_{xh}", ORANGE, size=17),
        arrow((318, 150), (318, 132), colour=BLUE),
        circle(318, 115, 15, INK),
        text(318, 114, "+", INK, size=20),
        math(318, 64, "b_{h}", ORANGE, size=17),
        arrow((318, 76), (318, 99), colour=ORANGE),
        arrow((334, 115), (378, 115)),
        box(408, 115, 56, 34, INK),
        math(408, 115, "\\tanh", INK, size=17),
        arrow((437, 115), (570, 115), colour=GREEN),
        math(592, 115, "h_{t}", GREEN, size=20),
        text(618, 142, "to the next step", GREY, size=13, anchor="end"),
        curve("M470,115 L470,20", GREEN),
        text(456, 14, "to the output of this step", GREY, size=13, anchor="end"),
    )


def cell_narrow() -> str:
    """``cell`` drawn closer together, for phones."""
    return drawing(
        390,
        250,
        box(205, 115, 228, 150, GREY, round=14, dashed=True),
        text(210, 206, "one cell, one time step", GREY, size=14, anchor="start"),
        math(28, 115, "h_{t-1}", GREEN, size=20),
        arrow((54, 115), (104, 115), colour=GREEN),
        box(127, 115, 44, 34, ORANGE),
        math(127, 115, "W_{hh}", ORANGE, size=17),
        arrow((150, 115), (178, 115), colour=GREEN),
        math(194, 236, "x_{t}", BLUE, size=20),
        arrow((194, 222), (194, 182), colour=BLUE),
        box(194, 165, 46, 30, ORANGE),
        math(194, 165, "W_{xh}", ORANGE, size=17),
        arrow((194, 150), (194, 132), colour=BLUE),
        circle(194, 115, 15, INK),
        text(194, 114, "+", INK, size=20),
        math(194, 64, "b_{h}", ORANGE, size=17),
        arrow((194, 76), (194, 99), colour=ORANGE),
        arrow((210, 115), (234, 115)),
        box(260, 115, 50, 34, INK),
        math(260, 115, "\\tanh", INK, size=17),
        arrow((286, 115), (352, 115), colour=GREEN),
        math(372, 115, "h_{t}", GREEN, size=20),
        text(388, 142, "next step", GREY, size=14, anchor="end"),
        curve("M302,115 L302,20", GREEN),
        text(290, 14, "to the output of this step", GREY, size=14, anchor="end"),
    )


def unrolled(steps: int = 4) -> str:
    """Left: the cell with its loop. Right: the same cell at every step, with the same three weights."""
    pieces = [
        text(70, 14, "rolled", GREY, size=13),
        text(430, 14, "unrolled: the same cell, used at every step", GREY, size=13),
        box(70, 120, 64, 46, GREEN),
        math(70, 120, "h", GREEN, size=20),
        math(70, 210, "x", BLUE, size=20),
        arrow((70, 196), (70, 146), colour=BLUE),
        math(84, 172, "W_{xh}", ORANGE, size=15, anchor="start"),
        arrow((70, 96), (70, 56), colour=RED),
        math(70, 42, "o", RED, size=20),
        math(84, 76, "W_{hq}", ORANGE, size=15, anchor="start"),
        curve("M103,112 C150,96 150,150 105,130", GREEN),
        math(138, 160, "W_{hh}", ORANGE, size=15),
        arrow((160, 120), (196, 120), colour=GREY),
    ]
    first, gap = 290, 118
    pieces += _chain(first, gap, steps)
    return drawing(first + (steps - 1) * gap + 50, 226, *pieces)


def unrolled_narrow() -> str:
    """The right half of ``unrolled`` with three steps, for phones."""
    title = text(190, 14, "the same cell, used at every step", GREY, size=14)
    return drawing(380, 226, title, *_chain(96, 112, 3))


def _chain(first: float, gap: float, steps: int) -> list[str]:
    """The cell at each of ``steps`` steps, ``gap`` apart, the first at x = ``first``."""
    pieces = [
        math(first - 68, 120, "h_{0}", GREEN, size=18),
        arrow((first - 52, 120), (first - 33, 120), colour=GREEN),
    ]
    for number in range(1, steps + 1):
        x = first + (number - 1) * gap
        pieces += [
            box(x, 120, 58, 46, GREEN),
            math(x, 120, f"h_{{{number}}}", GREEN, size=20),
            math(x, 210, f"x_{{{number}}}", BLUE, size=20),
            arrow((x, 196), (x, 146), colour=BLUE),
            math(x + 8, 172, "W_{xh}", ORANGE, size=14, anchor="start"),
            arrow((x, 96), (x, 56), colour=RED),
            math(x, 42, f"o_{{{number}}}", RED, size=20),
            math(x + 8, 76, "W_{hq}", ORANGE, size=14, anchor="start"),
        ]
        if number < steps:
            pieces += [
                arrow((x + 30, 120), (x + gap - 32, 120), colour=GREEN),
                math(x + gap / 2, 106, "W_{hh}", ORANGE, size=14),
            ]
    return pieces


def readouts() -> str:
    """Many-to-many reads every state, many-to-one the last real one of each sequence."""
    return drawing(620, 206, *_many_to_many(0, 0), *_many_to_one(330, 0))


def readouts_narrow() -> str:
    """The two one above the other, for phones."""
    return drawing(310, 412, *_many_to_many(0, 0), *_many_to_one(0, 206))


def _many_to_many(left: float, top: float) -> list[str]:
    return [
        text(left + 150, top + 14, "many-to-many", INK, size=14),
        *_states(left, top, 4, read=(0, 1, 2, 3)),
    ]


def _many_to_one(left: float, top: float) -> list[str]:
    padding = text(left + 255, top + 196, "padding", GREY, size=13)
    return [
        text(left + 150, top + 14, "many-to-one", INK, size=14),
        *_states(left, top, 3, read=(2,), letter="o"),
        padding,
    ]


def _states(left: float, top: float, length: int, read: tuple[int, ...], letter: str = "") -> list[str]:
    """Four steps of which the first ``length`` are real; an output above each step in ``read``."""
    pieces = []
    for t in range(4):
        x, real = left + 45 + t * 70, t < length
        colour, source = (GREEN, BLUE) if real else (GREY, GREY)
        pieces += [
            box(x, top + 110, 42, 34, colour, dashed=not real),
            math(x, top + 110, f"h_{{{min(t + 1, length)}}}", colour),
            math(x, top + 172, f"x_{{{t + 1}}}", source),
            arrow((x, top + 160), (x, top + 130), colour=source, dashed=not real),
        ]
        if t < 3:
            handed_on = GREEN if t < length - 1 else GREY
            pieces.append(arrow((x + 22, top + 110), (x + 47, top + 110), colour=handed_on))
        if t in read:
            name = letter or f"o_{{{t + 1}}}"
            pieces += [arrow((x, top + 92), (x, top + 62), colour=RED), math(x, top + 48, name, RED)]
    return pieces


def shift_register(h: int = 4) -> str:
    """A delay line of h units: every step moves each bit one unit to the right; the last one is dropped."""
    return _register(h, first=120, gap=120, entry=46)


def shift_register_narrow() -> str:
    """``shift_register`` drawn closer together, for phones."""
    return _register(4, first=76, gap=82, entry=24)


def _register(h: int, first: float, gap: float, entry: float) -> str:
    """Units ``gap`` apart, the first at x = ``first``; the input's arrow begins at x = ``entry``."""
    half = min(31, 0.3 * gap)
    pieces = [
        math(entry - 14, 60, "x_{t}", BLUE, size=20),
        arrow((entry, 60), (first - half - 1, 60), colour=BLUE),
    ]
    for unit in range(h):
        x = first + unit * gap
        pieces.append(box(x, 60, 2 * half, 42, GREEN))
        pieces.append(math(x, 60, "x_{t}" if unit == 0 else f"x_{{t-{unit}}}", GREEN))
        pieces.append(text(x, 98, f"unit {unit + 1}", GREY, size=13))
        if unit < h - 1:
            pieces.append(arrow((x + half + 1, 60), (x + gap - half - 2, 60), colour=ORANGE))
    end = first + (h - 1) * gap
    pieces += [
        arrow((end + half + 1, 60), (end + half + 38, 60), colour=GREY, dashed=True),
        text(end + half + 44, 60, "gone", GREY, size=13, anchor="start"),
        arrow((end, 38), (end, 14), colour=RED),
        text(end - 12, 16, f"echo of k = {h - 1}", RED, size=13, anchor="end"),
    ]
    return drawing(end + half + 82, 112, *pieces)
