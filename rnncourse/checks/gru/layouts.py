"""Mistakes of the exercise on two frameworks' weights, and its cases.

A test of the course holds the maps here against ``rnncourse.frameworks`` and a module of PyTorch.
"""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _blocks(array, order, axis=-1):
    parts = np.split(array, 3, axis=axis)
    return np.concatenate([parts[i] for i in order], axis=axis)


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    """Kernel, recurrent kernel and bias, columns z, r, h."""
    return tuple(
        _blocks(array, (1, 0, 2)) for array in (weight_ih.T, weight_hh.T, np.stack([bias_ih, bias_hh]))
    )


def to_pytorch(kernel, recurrent_kernel, bias):
    """weight_ih, weight_hh, bias_ih, bias_hh, rows r, z, n."""
    kernel, recurrent_kernel, bias = (_blocks(array, (1, 0, 2)) for array in (kernel, recurrent_kernel, bias))
    return kernel.T, recurrent_kernel.T, bias[0], bias[1]


def _third(which, change):
    """A function of an array that changes one third of its last axis."""

    def changed(array):
        out, size = array.copy(), array.shape[-1] // 3
        out[..., which * size : (which + 1) * size] = change(out[..., which * size : (which + 1) * size])
        return out

    return changed


def polarity(kernel, recurrent_kernel, bias):
    """Keras's arrays with the columns of z negated."""
    return tuple(map(_third(0, np.negative), (kernel, recurrent_kernel, bias)))


def _drawn(draw, shapes, dtype):
    return tuple(draw.normal(size=shape).astype(dtype) for shape in shapes)


def torch_arrays(draw, d, h, dtype=np.float64):
    """PyTorch's four arrays, and what Keras would hold."""
    arrays = _drawn(draw, [(3 * h, d), (3 * h, h), (3 * h,), (3 * h,)], dtype)
    return arrays, to_keras(*arrays)


def keras_arrays(draw, d, h, dtype=np.float64):
    """Keras's three arrays, and what PyTorch would hold."""
    arrays = _drawn(draw, [(d, 3 * h), (h, 3 * h), (2, 3 * h)], dtype)
    return arrays, to_pytorch(*arrays)


def polarity_case(draw, d, h, dtype=np.float64):
    """Keras's three arrays, and those of the other polarity."""
    arrays = keras_arrays(draw, d, h, dtype)[0]
    return arrays, polarity(*arrays)


def _keras_with(order=(1, 0, 2), matrix=lambda W: W.T, bias=lambda one, other: np.stack([one, other])):
    return lambda W_i, W_h, b_i, b_h: tuple(
        _blocks(array, order) for array in (matrix(W_i), matrix(W_h), bias(b_i, b_h))
    )


def _pytorch_with(order=(1, 0, 2), matrix=lambda W: W.T, rows=lambda bias: (bias[0], bias[1])):
    def wrong(kernel, recurrent_kernel, bias):
        kernel, recurrent_kernel, bias = (_blocks(array, order) for array in (kernel, recurrent_kernel, bias))
        return matrix(kernel), matrix(recurrent_kernel), *rows(bias)

    return wrong


def _reshaped(W):
    return W.reshape(W.shape[::-1])


_ORDER = (
    "The blocks of the gates stand where they stood. PyTorch has r, z, n and Keras z, r, h: shapes do not tell, and "
    "the layer runs, with each gate doing the other's work."
)
_RESHAPED = (
    "`reshape` keeps the numbers in the order in which they are stored and cuts them into rows of another length. "
    "A transposed matrix has them in another order."
)
_TURNED = (
    "PyTorch multiplies a matrix by a column, and Keras a row by a matrix, so one's rows are the other's columns. "
    "The gates' blocks go with them: along which axis do they lie then?"
)
_ROWS = (
    "The two biases have changed places. Row 0 of Keras's bias goes with the input's product, row 1 with the state's, "
    "and for the candidate only the second stands inside the reset."
)

_BIAS_ORDER = (
    "The matrices are right, and the blocks of the biases stand where they stood. A bias belongs to its gate as the "
    "columns do."
)

TO_KERAS = (
    Suspect("gates-in-the-old-order", _keras_with(order=(0, 1, 2)), _ORDER),
    Suspect(
        "biases-in-the-old-order",
        _keras_with(bias=lambda one, other: _blocks(np.stack([one, other]), (1, 0, 2))),
        _BIAS_ORDER,
    ),
    Suspect(
        "candidate-moved",
        _keras_with(order=(1, 2, 0)),
        "The candidate is not the last block any more. Which two of the three change places?",
        also=(_keras_with(order=(2, 0, 1)), _keras_with(order=(2, 1, 0)), _keras_with(order=(0, 2, 1))),
    ),
    Suspect("reshaped-not-transposed", _keras_with(matrix=_reshaped), _RESHAPED),
    Suspect(
        "not-transposed",
        lambda W_i, W_h, b_i, b_h: (
            _blocks(W_i, (1, 0, 2), 0),
            _blocks(W_h, (1, 0, 2), 0),
            _blocks(np.stack([b_i, b_h]), (1, 0, 2)),
        ),
        _TURNED,
        also=(lambda W_i, W_h, b_i, b_h: (W_i, W_h, np.stack([b_i, b_h])),),
    ),
    Suspect("bias-rows-exchanged", _keras_with(bias=lambda one, other: np.stack([other, one])), _ROWS),
    Suspect(
        "biases-added",
        _keras_with(bias=lambda one, other: np.stack([one + other, 0 * one])),
        "The two biases have been added. For the gates only their sum counts; for the candidate one of them stands "
        "inside the reset and the other does not, so the sum is another network.",
        also=(
            _keras_with(bias=lambda one, other: one + other),
            _keras_with(bias=lambda one, other: np.stack([0 * one, one + other])),
            _keras_with(bias=lambda one, other: np.stack([one + other, one + other])),
        ),
    ),
)

TO_PYTORCH = (
    Suspect("gates-in-the-old-order", _pytorch_with(order=(0, 1, 2)), _ORDER),
    Suspect(
        "biases-in-the-old-order",
        _pytorch_with(rows=lambda bias: tuple(_blocks(bias, (1, 0, 2)))),
        _BIAS_ORDER,
    ),
    Suspect(
        "candidate-moved",
        _pytorch_with(order=(1, 2, 0)),
        "The candidate is not the last block any more. Which two of the three change places?",
        also=(_pytorch_with(order=(2, 0, 1)), _pytorch_with(order=(2, 1, 0)), _pytorch_with(order=(0, 2, 1))),
    ),
    Suspect("reshaped-not-transposed", _pytorch_with(matrix=_reshaped), _RESHAPED),
    Suspect(
        "not-transposed",
        _pytorch_with(matrix=lambda W: W),
        _TURNED,
        also=(_pytorch_with(order=(0, 1, 2), matrix=lambda W: W),),
    ),
    Suspect("bias-rows-exchanged", _pytorch_with(rows=lambda bias: (bias[1], bias[0])), _ROWS),
    Suspect(
        "biases-added",
        _pytorch_with(rows=lambda bias: (bias.sum(0), 0 * bias[0])),
        "The two rows of the bias have been added. For the candidate one stands inside the reset and one does not.",
        also=(_pytorch_with(rows=lambda bias: (0 * bias[0], bias.sum(0))),),
    ),
)


def _each(change, *others):
    """``change`` for the kernels and the bias, or with others for the bias."""
    last = others[0] if others else change
    return lambda kernel, recurrent_kernel, bias: (change(kernel), change(recurrent_kernel), last(bias))


_NEGATED = _third(0, np.negative)

POLARITY = (
    Suspect(
        "reset-negated",
        _each(_third(1, np.negative)),
        "You have turned the reset gate. In these arrays the update gate's columns are not the middle ones.",
    ),
    Suspect(
        "one-minus-the-weights",
        _each(_third(0, lambda W: 1 - W)),
        "You have taken the columns of z from 1. It is the *gate* that becomes 1 − z; which change inside a sigmoid "
        "does that to what comes out? Draw σ(a) and turn it about a = 0.",
    ),
    Suspect(
        "bias-not-turned",
        _each(_NEGATED, lambda bias: bias),
        "The kernels are right, and the bias, or one of its two rows, is as it was. All that stands inside "
        "the sigmoid has to change.",
        also=(
            _each(_NEGATED, lambda bias: np.stack([_NEGATED(bias[0]), bias[1]])),
            _each(_NEGATED, lambda bias: np.stack([bias[0], _NEGATED(bias[1])])),
        ),
    ),
    Suspect(
        "everything-negated",
        _each(np.negative),
        "You have negated all three blocks. The reset and the candidate are the same network's as before.",
    ),
    Suspect(
        "candidate-negated",
        _each(_third(2, np.negative)),
        "You have turned the candidate. It is the update gate that means the opposite.",
    ),
)
