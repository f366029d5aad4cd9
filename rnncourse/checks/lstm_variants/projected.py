"""Cases and mistakes of the exercise on projection."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import ProjectedLSTM
from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import State
from rnncourse.checks.suspects import Suspect

SHAPE_NAMES = ("W_xh", "W_hh", "b_h", "W_hp", "h_t", "c_t")


def projected_case(draw, n, d, h, p, dtype=np.float64, start=False):
    """The arguments of a projected step and what it gives; ``start``: from the zero state."""
    cell = ProjectedLSTM(p=p)
    params = cell.init(draw, d, h, dtype)
    x_t = draw.normal(size=(n, d)).astype(dtype)
    h_prev, c_prev = draw.uniform(-1, 1, size=(n, p)), 1.5 * draw.normal(size=(n, h))
    if start:
        h_prev, c_prev = np.zeros((n, p)), np.zeros((n, h))
    state = State(h_prev.astype(dtype), c_prev.astype(dtype))
    return (x_t, *state, *params), tuple(cell.step(params, x_t, state))


def shapes_of(n, d, h, p):
    """The six shapes, as arrays of integers, read off a cell that is really made."""
    cell = ProjectedLSTM(p=p)
    params = cell.init(np.random.default_rng(0), d, h)
    return tuple(np.array(array.shape) for array in (*params, *cell.zero_state(params, n)))


def shapes(result):
    """Six shapes as arrays of integers, for a view; raises TypeError where there are no such six."""
    if not isinstance(result, (tuple, list)) or len(result) != len(SHAPE_NAMES):
        raise TypeError(f"six shapes are wanted, of {', '.join(SHAPE_NAMES)}")
    for name, shape in zip(SHAPE_NAMES, result, strict=True):
        if not isinstance(shape, (tuple, list)) or not all(isinstance(k, (int, np.integer)) for k in shape):
            raise TypeError(
                f"the shape of {name} should be a tuple of integers; of one size, (7,) with its comma"
            )
    return tuple(np.array([int(k) for k in shape], dtype=int) for shape in result)


def _step_but(end=None, order="ifgo", shown=np.tanh):
    """The right step with other columns or squashing, or with ``end(m, c_t, W_hp)`` in the place of (h_t, c_t)."""

    def wrong(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
        a = dict(zip(order, np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1), strict=True))
        c_t = sigmoid(a["f"]) * c_prev + sigmoid(a["i"]) * np.tanh(a["g"])
        m = sigmoid(a["o"]) * shown(c_t)
        return end(m, c_t, W_hp) if end else (m @ W_hp, c_t)

    return wrong


def _sliced_by_the_rows(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    a, h = x_t @ W_xh + h_prev @ W_hh + b_h, len(W_hh)
    i, f, g = sigmoid(a[:, :h]), sigmoid(a[:, h : 2 * h]), np.tanh(a[:, 2 * h : 3 * h])
    return f * c_prev + i * g


PROJECTED_STEP = (
    Suspect(
        "output-not-projected",
        _step_but(end=lambda m, c_t, W_hp: (m, c_t)),
        "c_t is right, and h_t still has a number for each cell. What leaves the step, to the next step and to the "
        'next layer, has p of them. See "A projected output" in chapter 6.',
    ),
    Suspect(
        "squashed-once-more",
        _step_but(end=lambda m, c_t, W_hp: (np.tanh(m @ W_hp), c_t)),
        "h_t passes a second tanh, behind the projection. The projection is linear, and the last thing that happens.",
    ),
    Suspect(
        "cell-projected-too",
        _step_but(end=lambda m, c_t, W_hp: (m @ W_hp, c_t @ W_hp)),
        "h_t is right. c_t has been projected with it; the cells keep their h numbers, which is the point of having "
        "few outputs and many cells.",
    ),
    Suspect(
        "output-gate-behind-the-projection",
        lambda x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp: (
            sigmoid(np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)[3]) * (np.tanh(c_prev) @ W_hp)
        ),
        "The output gate has h numbers, one for each cell, and what you multiply it with has p. The gate comes before "
        "the projection.",
    ),
    Suspect(
        "hidden-size-from-the-recurrent-matrix",
        _sliced_by_the_rows,
        "You cut the blocks as wide as W_hh has rows. Its rows belong to what it reads, the p outputs; "
        "how many columns has a block?",
        also=(
            lambda x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp: (
                sigmoid((x_t @ W_xh + h_prev @ W_hh + b_h)[:, len(W_hh) : 2 * len(W_hh)]) * c_prev
            ),
        ),
    ),
    Suspect(
        "projected-twice",
        lambda x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp: h_prev @ W_hp,
        "h_prev has been projected already, by the step that made it: it has p numbers, and W_hh has p rows for them.",
    ),
    Suspect(
        "cell-shown-unsquashed",
        _step_but(shown=lambda c_t: c_t),
        "c_t is right. What you project is the cell as it is; as in the LSTM it passes tanh before the output gate.",
    ),
    Suspect(
        "blocks-in-another-order",
        _step_but(order="ifog"),
        "You take the four blocks of columns in another order than i, f, g, o.",
        also=tuple(_step_but(order=order) for order in ("figo", "igfo", "iofg", "gifo", "fiog")),
    ),
)


def _shapes_but(**replaced):
    """The right shapes but those named, each a function of n, d, h, p."""

    def wrong(n, d, h, p):
        right = {
            "W_xh": (d, 4 * h),
            "W_hh": (p, 4 * h),
            "b_h": (4 * h,),
            "W_hp": (h, p),
            "h_t": (n, p),
            "c_t": (n, h),
        }
        return tuple(replaced[name](n, d, h, p) if name in replaced else right[name] for name in SHAPE_NAMES)

    return wrong


SHAPES = (
    Suspect(
        "recurrent-matrix-of-full-height",
        _shapes_but(W_hh=lambda n, d, h, p: (h, 4 * h)),
        "Your W_hh has a row for each cell. It reads the state h_prev, and how many numbers has that?",
    ),
    Suspect(
        "few-cells",
        _shapes_but(c_t=lambda n, d, h, p: (n, p)),
        "Your c_t has p numbers. What is projected is the output; the cells stay as they are.",
    ),
    Suspect(
        "blocks-of-the-projected-width",
        _shapes_but(
            W_xh=lambda n, d, h, p: (d, 4 * p),
            W_hh=lambda n, d, h, p: (p, 4 * p),
            b_h=lambda n, d, h, p: (4 * p,),
        ),
        "Your blocks are p columns wide. A block makes one gate, and every cell has a gate of its own.",
    ),
    Suspect(
        "projection-on-its-side",
        _shapes_but(W_hp=lambda n, d, h, p: (p, h)),
        "W_hp lies on its side, as PyTorch's weight_hr does. Ours multiplies rows: [n, h] goes in, [n, p] comes out.",
    ),
    Suspect(
        "output-of-full-width",
        _shapes_but(h_t=lambda n, d, h, p: (n, h)),
        "Your h_t has h numbers, as before the projection.",
    ),
)
