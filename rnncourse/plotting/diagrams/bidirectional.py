"""Drawings of chapter 4, bidirectional networks."""

from __future__ import annotations

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from rnncourse.plotting.svg import arrow, box, curve, drawing, math, text

#: Heights of outputs, backward states, forward states and inputs.
_TOP, _BACK, _AHEAD, _BOTTOM = 34, 108, 186, 262


def directions(steps: int = 4) -> str:
    """Two chains over the same inputs, one from each end; an output reads both at its step."""
    first, gap = 176, 122
    right = first + (steps - 1) * gap
    pieces = [
        text(14, _AHEAD, "forward", GREEN, size=14, anchor="start"),
        text(14, _BACK, "backward", PURPLE, size=14, anchor="start"),
        *_chains(first, gap, steps),
        math(right + 76, _BACK, "0", PURPLE),
        math(first - 76, _AHEAD, "0", GREEN),
    ]
    return drawing(right + 104, 282, *pieces)


def directions_narrow() -> str:
    """Three steps, for phones."""
    first, gap = 82, 106
    right = first + 2 * gap
    ends = [math(right + 68, _BACK, "0", PURPLE), math(first - 66, _AHEAD, "0", GREEN)]
    return drawing(right + 84, 282, *_chains(first, gap, 3), *ends)


def _chains(first: float, gap: float, steps: int) -> list[str]:
    """Inputs, both chains and outputs; the arrow into each chain's first step comes from 60 beside it."""
    pieces = [
        arrow((first - 62, _AHEAD), (first - 24, _AHEAD), colour=GREEN),
        arrow(
            (first + (steps - 1) * gap + 62, _BACK), (first + (steps - 1) * gap + 30, _BACK), colour=PURPLE
        ),
    ]
    for t in range(steps):
        x = first + t * gap
        ahead, back = x, x + 8
        pieces += [
            box(ahead, _AHEAD, 46, 34, GREEN),
            *_state(ahead, _AHEAD, t + 1, GREEN, heading=1),
            box(back, _BACK, 46, 34, PURPLE),
            *_state(back, _BACK, t + 1, PURPLE, heading=-1),
            math(x, _BOTTOM, f"x_{{{t + 1}}}", BLUE),
            math(x, _TOP - 14, f"o_{{{t + 1}}}", RED),
            arrow((x, _BOTTOM - 14), (x, _AHEAD + 19), colour=BLUE),
            curve(
                f"M{x + 10},{_BOTTOM - 12} C{x + 46},{_BOTTOM - 60} {x + 46},{_BACK + 60} {x + 22},{_BACK + 20}",
                BLUE,
            ),
            curve(
                f"M{x - 14},{_AHEAD - 18} C{x - 34},{_AHEAD - 60} {x - 34},{_TOP + 60} {x - 8},{_TOP + 3}",
                RED,
            ),
            arrow((x + 8, _BACK - 18), (x + 3, _TOP + 3), colour=RED),
        ]
        if t < steps - 1:
            pieces += [
                arrow((x + 24, _AHEAD), (x + gap - 25, _AHEAD), colour=GREEN),
                arrow((x + gap - 16, _BACK), (x + 33, _BACK), colour=PURPLE),
            ]
    return pieces


def _state(x: float, y: float, t: int, colour: str, heading: int) -> list[str]:
    """h with its step below and, above it, an arrow in the direction of reading: +1 to the right, −1 to the left."""
    tip, tail, above = x - 3 + heading * 8, x - 3 - heading * 8, y - 10
    barb = tip - heading * 4
    line = f"M{tail},{above} L{tip},{above} M{barb},{above - 3} L{tip},{above} L{barb},{above + 3}"
    return [math(x, y + 4, f"h_{{{t}}}", colour, size=17), curve(line, colour, head=False)]


def trap(steps: int = 5) -> str:
    """What has been read by each direction's state in the last column, and at each direction's own end."""
    return drawing(640, 226, *_reader(20, 0, steps, right=False), *_reader(345, 0, steps, right=True))


def trap_narrow() -> str:
    """The two one above the other, for phones."""
    return drawing(310, 452, *_reader(10, 0, 5, right=False), *_reader(10, 226, 5, right=True))


def _reader(left: float, top: float, steps: int, right: bool) -> list[str]:
    """A strip for each direction: the steps that the state which is read has seen are filled."""
    gap = 52
    words = "each direction at its own end" if right else "output[:, -1]"
    pieces = [text(left + 125, top + 14, words, INK, size=14)]
    for y, colour, backwards in ((top + 88, GREEN, False), (top + 158, PURPLE, True)):
        read_at = 0 if backwards and right else steps - 1
        for t in range(steps):
            x = left + 22 + t * gap
            seen = t <= read_at if not backwards else t >= read_at
            pieces += [box(x, y, 40, 30, colour if seen else GREY, dashed=not seen)]
            pieces += [math(x, y, f"x_{{{t + 1}}}", colour if seen else GREY, size=16)]
        x = left + 22 + read_at * gap
        pieces += [arrow((x, y - 17), (x, y - 37), colour=RED)]
        start = left + 22 + (steps - 1 if backwards else 0) * gap
        heading = -1 if backwards else 1
        pieces += [arrow((start - heading * 14, y + 24), (start + heading * 30, y + 24), colour=colour)]
    pieces.append(
        text(left + 125, top + 212, "filled: what the state that is read has seen", ORANGE, size=12)
    )
    return pieces
