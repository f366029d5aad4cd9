"""Charts with axes, as small SVGs that follow the theme; for still pictures whose live form a script draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rnncourse.plotting.palette import GREY, INK, variable
from rnncourse.plotting.svg import text


class Frame(NamedTuple):
    """A rectangle of the drawing (pixels, y downwards) and the range of values shown in it."""

    left: float
    right: float
    top: float
    bottom: float
    x0: float
    x1: float
    y0: float
    y1: float

    def x(self, value: float) -> float:
        """Where a value lies from left to right."""
        return self.left + (value - self.x0) / (self.x1 - self.x0) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Where a value lies from top to bottom."""
        return self.bottom + (value - self.y0) / (self.y1 - self.y0) * (self.top - self.bottom)


def line(frame: Frame, xs: Iterable[float], ys: Iterable[float], colour: str, dash: str = "") -> str:
    """A curve through points; what lies outside the frame's heights stops at its edge."""
    low, high = sorted((frame.y0, frame.y1))
    points = [(frame.x(x), frame.y(min(max(y, low), high))) for x, y in zip(xs, ys, strict=True)]
    path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" style="stroke:{variable(colour)};stroke-width:2"{dashes}/>'


def stems(frame: Frame, xs: Iterable[float], ys: Iterable[float], marked: Iterable[bool], colour: str) -> str:
    """A stick from zero to each value; a full dot where it is marked and an empty ring elsewhere."""
    paint, pieces = variable(colour), []
    for x, y, full in zip(xs, ys, marked, strict=True):
        fill = paint if full else "none"
        pieces.append(
            f'<path d="M{frame.x(x):.1f},{frame.y(0):.1f}V{frame.y(y):.1f}" style="stroke:{paint};stroke-width:1.4"/>'
            f'<circle cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" r="{4 if full else 2.6}" '
            f'style="stroke:{paint};fill:{fill}"/>'
        )
    return "".join(pieces)


def axes(frame: Frame, x_ticks: Sequence[tuple[float, str]], y_ticks: Sequence[tuple[float, str]]) -> str:
    """Thin lines at the ticks of y, with their labels; labels below at the ticks of x."""
    pieces = []
    for value, label in y_ticks:
        y = frame.y(value)
        pieces.append(
            f'<path d="M{frame.left:g},{y:.1f}H{frame.right:g}" '
            f'style="stroke:{variable(GREY)};stroke-width:.6;opacity:.6"/>'
        )
        pieces.append(text(frame.left - 6, y, label, INK, size=12, anchor="end"))
    for value, label in x_ticks:
        pieces.append(text(frame.x(value), frame.bottom + 14, label, INK, size=12))
    return "".join(pieces)
