"""Which inputs reach which outputs of a layer, by directions, layers and padding.

The still picture is measured: gradients of a layer of rnncourse.cells with random weights. The script follows arrows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells import RNN, Bidirectional, Stacked
from rnncourse.explore import Explorer
from rnncourse.influence import influence
from rnncourse.plotting.palette import BLUE, GREY, INK, ORANGE, variable
from rnncourse.plotting.svg import drawing, math, text

Array = np.ndarray

#: ``length`` steps of ``T`` are a sequence, the others padding; ``packed`` says whether the layer is told so.
START = {"T": 8, "length": 8, "directions": "forward", "layers": 1, "packed": True}


def measured(choice: dict[str, Any]) -> Array:
    """[T, T] truth values: whether input s (column) reaches output t (row). ``choice`` has the keys of ``START``.

    A layer that is told the length runs over the sequence alone: padding has no output and reaches none.

    >>> measured({**START, "T": 3, "length": 3}).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    T, end = choice["T"], choice["length"] if choice["packed"] else choice["T"]
    one = Bidirectional(RNN()) if choice["directions"] == "both" else RNN()
    layer = Stacked([one] * choice["layers"])
    rng = np.random.default_rng(0)
    params, X = layer.init(rng, d=2, h=3), rng.normal(size=(end, 2))
    turn = slice(None, None, -1 if choice["directions"] == "backward" else 1)
    found = np.zeros((T, T), dtype=bool)
    found[:end, :end] = influence(layer, params, X[turn])[turn, turn] > 0
    return found


def explorer() -> Explorer:
    """The figure. Its picture: a backward reader of five steps and three of padding, told of the length or not."""
    read = {**START, "directions": "backward", "length": 5}
    maps = [measured(read), measured({**read, "packed": False})]
    rows = [
        [f"o{t + 1}", *(_words(found[t]) for found in maps)] for t in range(read["T"])
    ]  # an output, and what reaches it
    return Explorer(
        script="reach",
        settings=START,
        wide=drawing(640, 316, *_map(30, 0, maps[0], 5, "lengths given"), *_map(350, 0, maps[1], 5, "not given")),
        narrow=drawing(
            320, 620, *_map(30, 0, maps[0], 5, "lengths given"), *_map(30, 306, maps[1], 5, "not given")
        ),
        table=[["output", "reached by, lengths given", "reached by, not given"], *rows],
    )  # fmt: skip


def _words(row: Array) -> str:
    reached = np.flatnonzero(row) + 1
    if not len(reached):
        return "nothing"
    return f"x{reached[0]}" if len(reached) == 1 else f"x{reached[0]} to x{reached[-1]}"


def _map(left: float, top: float, found: Array, length: int, words: str) -> list[str]:
    """A square of squares: a row an output, a column an input; padding in another colour."""
    gap, pieces = 30, [text(left + 136, top + 14, words, INK, size=14)]
    for k in range(len(found)):
        colour = INK if k < length else GREY
        pieces.append(math(left + 40 + gap * k, top + 40, f"x_{{{k + 1}}}", colour, size=15))
        pieces.append(math(left + 8, top + 66 + gap * k, f"o_{{{k + 1}}}", colour, size=15))
    pieces += [
        _squares(
            left, top, [(t, s) for t, s in np.argwhere(found) if (s < length) == own], BLUE if own else ORANGE
        )
        for own in (True, False)
    ]
    dots = "".join(f"M{left + 40 + gap * s:g},{top + 66 + gap * t:g}h0" for t, s in np.argwhere(~found))
    pieces.append(f'<path d="{dots}" style="stroke:{variable(GREY)};stroke-width:3;stroke-linecap:round"/>')
    return pieces


def _squares(left: float, top: float, cells: list[tuple[int, int]], colour: str) -> str:
    path = "".join(f"M{left + 29 + 30 * s:g},{top + 55 + 30 * t:g}h22v22h-22z" for t, s in cells)
    paint = variable(colour)
    return f'<path d="{path}" style="stroke:{paint};fill:{paint};fill-opacity:.25;stroke-width:1.6"/>'
