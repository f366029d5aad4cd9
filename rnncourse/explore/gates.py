"""One unit of an LSTM under a reader's hands: nine numbers, a short sequence, and c and h over time.

The unit has two inputs, a value and a mark (0 or 1), as the adding problem has. Gates read the mark, the candidate
reads the value and, if it is told to, the last h. All other weights are zero.
"""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM
from rnncourse.explore import Explorer
from rnncourse.explore.chart import Frame, axes, line, stems
from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from rnncourse.plotting.svg import drawing, text

Array = np.ndarray

STEPS = 24
#: What can be turned, in the order of the controls: biases, weights of the mark, and the candidate's two weights.
KNOBS = ("b_f", "m_f", "b_i", "m_i", "b_o", "m_o", "x_g", "h_g")
#: name → (what it is called, the knobs' values in their order, the sequence that shows it best)
_PRESETS = {
    "latch": ("latch", (6, -12, -6, 12, 6, 0, 1.5, 0), "writes"),
    "counter": ("counter", (8, 0, -6, 12, 0, 0, 6, 0), "ones"),
    "leaky": ("leaky", (0, 0, -6, 12, 6, 0, 1.5, 0), "pulse"),
    "closed": ("closed output", (6, -12, -6, 12, -6, 0, 1.5, 0), "writes"),
    "loop": ("held by the loop", (-2, 0, 4, 0, 4, 0, 2, 4), "pulse"),
}
PRESETS: dict[str, tuple[str, dict[str, float], str]] = {
    key: (label, dict(zip(KNOBS, values, strict=True)), sequence)
    for key, (label, values, sequence) in _PRESETS.items()
}


def sequences() -> dict[str, tuple[str, Array]]:
    """name → (what it is called, X [T, 2]): values in the first column, marks in the second."""
    pulse, ones = np.zeros((STEPS, 2)), np.zeros((STEPS, 2))
    pulse[2] = 1
    ones[[1, 4, 5, 9, 14, 15, 20]] = 1
    flips = np.zeros((STEPS, 2))
    flips[[2, 10, 17]] = [[1, 1], [-1, 1], [1, 1]]
    writes = np.column_stack([np.random.default_rng(5).uniform(-1, 1, STEPS).round(1), np.zeros(STEPS)])
    writes[[3, 13]] = [[0.9, 1], [-0.6, 1]]
    return {
        "writes": ("two marked numbers among others", writes),
        "pulse": ("one marked 1, then nothing", pulse),
        "ones": ("seven marked ones", ones),
        "flips": ("1, then −1, then 1", flips),
    }


def params(knobs: dict[str, float]) -> LSTM.Params:
    """The weights of an LSTM with two inputs and one unit: W_xh [2, 4], W_hh [1, 4], b_h [4]."""
    k = knobs
    return LSTM.Params(
        W_xh=np.array([[0, 0, k["x_g"], 0], [k["m_i"], k["m_f"], 0, k["m_o"]]], dtype=float),
        W_hh=np.array([[0, 0, k["h_g"], 0]], dtype=float),
        b_h=np.array([k["b_i"], k["b_f"], 0, k["b_o"]], dtype=float),
    )


def run(weights: LSTM.Params, X: Array) -> dict[str, Array]:
    """i, f, g, o, c and h [T] of one sequence X [T, 2], started from zero."""
    H, final, tape = LSTM().forward(weights, X[None])
    caches = tape.caches
    gates = {name: np.array([getattr(cache, name)[0, 0] for cache in caches]) for name in "ifgo"}
    c = np.array([*(cache.c_prev[0, 0] for cache in caches[1:]), final.c[0, 0]])
    return {**gates, "c": c, "h": H[0, :, 0]}


def explorer() -> Explorer:
    """The figure: it opens on the latch."""
    _, knobs, name = PRESETS["latch"]
    X = sequences()[name][1]
    values = run(params(knobs), X)
    return Explorer(
        script="gates",
        settings={
            "knobs": knobs,
            "sequence": name,
            "sequences": {key: {"label": label, "X": X.tolist()} for key, (label, X) in sequences().items()},
            "presets": {
                key: {"label": label, "knobs": knobs, "sequence": sequence}
                for key, (label, knobs, sequence) in PRESETS.items()
            },
        },
        wide=_still(640, X, values),
        narrow=_still(380, X, values),
        table=_table(X, values),
    )


def _still(width: float, X: Array, values: dict[str, Array]) -> str:
    """Three charts above each other: what comes in, the gates, and what is held and shown."""
    steps, (low, high) = np.arange(1, STEPS + 1), _range(values)
    frames = [
        Frame(44, width - 8, top, bottom, 0.5, STEPS + 0.5, y0, y1)
        for top, bottom, y0, y1 in ((30, 96, -1, 1), (138, 208, 0, 1), (250, 350, low, high))
    ]
    pieces = [
        text(8, 12, "the input; full dots are marked", BLUE, size=13, anchor="start"),
        axes(frames[0], [], [(-1, "−1"), (0, "0"), (1, "1")]),
        stems(frames[0], steps, X[:, 0], X[:, 1] > 0, BLUE),
        _legend(120, [("forget", ORANGE), ("input", PURPLE), ("output", GREY)]),
        axes(frames[1], [], [(0, "0"), (1, "1")]),
        line(frames[1], steps, values["f"], ORANGE),
        line(frames[1], steps, values["i"], PURPLE, "6 3"),
        line(frames[1], steps, values["o"], GREY, "2 3"),
        _legend(232, [("c, what is held", GREEN), ("h, what is shown", RED)]),
        axes(
            frames[2],
            [(t, str(t)) for t in range(4, STEPS + 1, 4)],
            [(low, _short(low)), (0, "0"), (high, _short(high))],
        ),
        line(frames[2], steps, values["c"], GREEN),
        line(frames[2], steps, values["h"], RED, "6 3"),
        text(width - 8, 382, "step", INK, size=12, anchor="end"),
    ]
    return drawing(width, 392, *pieces)


def _legend(y: float, entries: list[tuple[str, str]]) -> str:
    pieces, x = [], 8
    for words, colour in entries:
        pieces.append(text(x, y, words, colour, size=13, anchor="start"))
        x += 20 + round(7.2 * len(words))
    return "".join(pieces)


def _range(values: dict[str, Array]) -> tuple[float, float]:
    """Whole numbers around c and h, at least from −1 to 1."""
    both = np.concatenate([values["c"], values["h"]])
    return min(-1, int(np.floor(both.min()))), max(1, int(np.ceil(both.max())))


def _table(X: Array, values: dict[str, Array]) -> list[list[str]]:
    chosen = [2, 3, 4, 8, 13, 14, 15, 23]
    rows = [
        [str(t + 1), _short(X[t, 0]) + (", marked" if X[t, 1] else ""), *(f"{values[k][t]:.3f}" for k in "fioch")]
        for t in chosen
    ]  # fmt: skip
    rows = [[cell.replace("-", "−") for cell in row] for row in rows]
    return [["step", "input", "forget", "input gate", "output", "c", "h"], *rows]


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")
