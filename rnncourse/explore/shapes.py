"""Every tensor of a recurrent layer of PyTorch, and its shape, for sizes that a reader chooses.

The still picture asks PyTorch itself; the script has the rules, and a test compares them on a grid of sizes.
"""

from __future__ import annotations

import math
from typing import Any

from rnncourse.explore import Explorer
from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, RED
from rnncourse.plotting.svg import arrow, box, drawing, text

#: What the figure opens with; no two sizes are equal, so that an axis is known by its number.
START = {
    "cell": "LSTM",
    "n": 6,
    "T": 7,
    "d": 3,
    "h": 5,
    "layers": 2,
    "directions": 2,
    "batchFirst": True,
    "p": 0,
}


def tensors(choice: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """name → shape: what ``torch.nn.RNN``, ``LSTM`` or ``GRU`` takes, holds and returns.

    ``choice`` has the keys of ``START``; ``p`` is ``proj_size``, and 0 is none. The states at the start are named
    h_0 and c_0, those at the end h_n and c_n, as in PyTorch's documentation.

    >>> tensors({**START, "cell": "RNN", "layers": 1, "directions": 1})["weight_ih_l0"]
    (5, 3)
    """
    import torch

    made = getattr(torch.nn, choice["cell"])(
        choice["d"],
        choice["h"],
        num_layers=choice["layers"],
        bidirectional=choice["directions"] == 2,
        batch_first=choice["batchFirst"],
        **({"proj_size": choice["p"]} if choice["p"] else {}),
    )
    n, T, d = choice["n"], choice["T"], choice["d"]
    X = torch.zeros((n, T, d) if choice["batchFirst"] else (T, n, d))
    with torch.no_grad():
        output, final = made(X)
    states = dict(zip("hc", final, strict=True)) if choice["cell"] == "LSTM" else {"h": final}
    shapes = {
        "input": X.shape,
        **{f"{letter}_0": state.shape for letter, state in states.items()},
        **{name: weight.shape for name, weight in made.named_parameters()},
        "output": output.shape,
        **{f"{letter}_n": state.shape for letter, state in states.items()},
    }
    return {name: tuple(shape) for name, shape in shapes.items()}


def simple() -> Explorer:
    """For chapter 2: one layer of plain cells, in one direction."""
    return _explorer({**START, "cell": "RNN", "layers": 1, "directions": 1}, full=False)


def full() -> Explorer:
    """For chapter 8: all that ``torch.nn`` offers."""
    return _explorer(START, full=True)


def _explorer(choice: dict[str, Any], full: bool) -> Explorer:
    shapes = tensors(choice)
    parameters = sum(
        math.prod(shape) for name, shape in shapes.items() if name.startswith(("weight", "bias"))
    )
    rows = [
        [", ".join(names), _bracket(shape), f"{len(names) * math.prod(shape):,}"]
        for (_, shape), names in _alike(shapes).items()
    ]
    return Explorer(
        script="shapes",
        settings={"choice": choice, "full": full},
        wide=_still(640, choice, shapes),
        narrow=_still(380, choice, shapes),
        table=[["tensor", "shape", "numbers"], *rows, ["all parameters", "", f"{parameters:,}"]],
    )


def _alike(shapes: dict[str, tuple[int, ...]]) -> dict[tuple[str, tuple[int, ...]], list[str]]:
    """The names of tensors of one kind and one shape, together."""
    groups: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for name, shape in shapes.items():
        groups.setdefault((name.partition("_l")[0], shape), []).append(name)
    return groups


def _still(width: float, choice: dict[str, Any], shapes: dict[str, tuple[int, ...]]) -> str:
    """The layers above each other: what goes in below, what comes out above and, of the last step, to the right."""
    layers, half = choice["layers"], max(0.22 * width, 84)
    middle, right, height = max(0.38 * width, half + 4), width * 0.8, 110 + 70 * layers
    pieces = [
        text(middle, 20, f"output {_bracket(shapes['output'])}", RED, size=14),
        text(middle, height - 20, f"input {_bracket(shapes['input'])}", BLUE, size=14),
        arrow((middle, height - 34), (middle, height - 62), colour=BLUE),
        arrow((middle, 66), (middle, 34), colour=RED),
    ]
    for layer in range(layers):
        y = height - 90 - 70 * layer
        words = choice["cell"] + (", both ways" if choice["directions"] == 2 else "")
        pieces += [
            box(middle, y, 2 * half, 46, GREEN),
            text(middle, y - 9, f"layer {layer}: {words}", GREEN, size=13),
            text(middle, y + 11, f"weight_ih {_bracket(shapes[f'weight_ih_l{layer}'])}", GREY, size=12),
            arrow((middle + half + 2, y), (right - 42, y), colour=ORANGE),
        ]
        if layer:
            pieces.append(arrow((middle, y + 46), (middle, y + 26), colour=INK))
    for k, name in enumerate(name for name in ("h_n", "c_n") if name in shapes):
        pieces.append(text(right, 20 + 20 * k, f"{name} {_bracket(shapes[name])}", ORANGE, size=14))
    pieces.append(text(right, height - 90, "last states", ORANGE, size=13))
    return drawing(width, height, *pieces)


def _bracket(shape: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, shape))}]"
