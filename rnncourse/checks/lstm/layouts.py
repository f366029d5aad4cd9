"""Mistakes of the exercise on weight layouts, and the weights of four libraries that it is tested with."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM
from rnncourse.checks.running import several
from rnncourse.checks.suspects import Suspect
from rnncourse.frameworks import keras, onnx, tensorflow1

#: What each library calls the arrays, in the order of the exercise.
NAMES = {
    "pytorch": ("weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    "keras": ("kernel", "recurrent_kernel", "bias"),
    "tensorflow1": ("kernel", "bias"),
    "onnx": ("W", "R", "B"),
}
#: What ``as_read`` shows of a layout with two biases.
READ = ("the input's matrix", "the state's matrix", "the biases' sum")
_ORDERS = {"pytorch": "ifgo", "keras": "ifgo", "tensorflow1": "igfo", "onnx": "iofg"}


def as_read(layout):
    """A view of what ``to_layout`` returns: two biases that are only ever added come to their sum."""

    def view(result):
        arrays = several(result, NAMES[layout])
        if layout == "pytorch":
            return arrays[0], arrays[1], arrays[2] + arrays[3]
        if layout == "onnx":
            return arrays[0], arrays[1], np.add(*np.split(arrays[2], 2, axis=-1))
        return tuple(arrays)

    return view


def foreign(draw, layout, d, h, dtype=np.float64):
    """Weights of ours, (W_xh, W_hh, b_h), and the same cell's in a library's layout, biases parted by chance."""
    cell = LSTM()
    params = cell.init(draw, d, h, dtype)
    if layout == "keras":
        return tuple(params), tuple(keras.to_keras(cell, params))
    if layout == "tensorflow1":
        variables = tensorflow1.to_tf1(cell, params, forget_bias=1.0)
        return tuple(params), (variables["kernel"], variables["bias"])
    (operator,) = onnx.to_onnx(cell, params)
    W, R, B = (operator.inputs[name] for name in "WRB")
    if layout == "pytorch":  # as ``frameworks.pytorch`` has it, which would import torch
        W, R, B = params.W_xh.T.copy(), params.W_hh.T.copy(), np.concatenate([params.b_h, 0 * params.b_h])
    moved = draw.normal(size=4 * h).astype(dtype)
    B = B + np.concatenate([-moved, moved])
    return tuple(params), (W, R, *np.split(B, 2)) if layout == "pytorch" else (W, R, B)


def _reordered(array, here, there, axis=-1):
    blocks = dict(zip(here, np.split(array, 4, axis=axis), strict=True))
    return np.concatenate([blocks[gate] for gate in there], axis=axis)


def _to(
    W_xh, W_hh, b_h, layout, *, orders=None, turned=True, forget_bias=1, added_to="f", share=0, swapped=False
):
    """Ours in a library's layout, with one part exchanged."""
    order = (orders or {}).get(layout, _ORDERS[layout])
    W, R, b = (_reordered(array, "ifgo", order) for array in (W_xh, W_hh, b_h))
    if layout == "keras":
        return W, R, b
    if layout == "tensorflow1":
        place, h = order.index(added_to), W_hh.shape[0]
        b = b.copy()
        b[place * h : (place + 1) * h] -= b.dtype.type(forget_bias)
        return np.concatenate([R, W] if swapped else [W, R]), b
    if turned:
        W, R = W.T, R.T
    return (
        (W, R, b, share * b)
        if layout == "pytorch"
        else (W[None], R[None], np.concatenate([b, share * b])[None])
    )


def _but(**parts):
    return lambda *args: _to(*args, **parts)


TO = (
    Suspect(
        "forget-bias-counted-twice",
        _but(forget_bias=0),
        "The kernel is right. Ours has the whole forget bias in b_h; TensorFlow 1 adds 1 whenever the cell runs, so "
        "with your bias it would be added twice.",
    ),
    Suspect(
        "forget-bias-wrong-way",
        _but(forget_bias=-1),
        "The kernel is right. The cell will add 1 to b_f when it runs; so must what you store be larger or smaller?",
    ),
    Suspect(
        "forget-bias-in-another-block",
        _but(added_to="g"),
        "The kernel is right. The 1 is taken from the second block of *their* bias, and that is j, the candidate.",
    ),
    Suspect(
        "moved-without-need",
        _but(orders={"pytorch": "iofg"}),
        "PyTorch and Keras have the blocks in our own order, and yours have been moved.",
        also=(
            _but(orders={"pytorch": "igfo"}),
            _but(orders={"keras": "iofg"}),
            _but(orders={"keras": "igfo"}),
        ),
    ),
    Suspect(
        "order-of-tensorflow1",
        _but(orders={"tensorflow1": "ifgo"}),
        "TensorFlow 1's blocks are i, j, f, o, and its j is our candidate g: yours are still in our order. "
        "Its cell would take the candidate for a gate.",
        also=(
            _but(orders={"tensorflow1": "igfo"}, forget_bias=0),
            _but(orders={"tensorflow1": "ifgo"}, forget_bias=0),
        ),
    ),
    Suspect(
        "order-of-onnx",
        _but(orders={"onnx": "ifgo"}),
        "ONNX's blocks are i, o, f, c, and its c is our candidate g: yours stand in another order.",
        also=(_but(orders={"onnx": "iogf"}), _but(orders={"onnx": "ifog"})),
    ),
    Suspect(
        "input-below-state",
        _but(swapped=True),
        "TensorFlow 1 multiplies [x, h], the input first, so the rows of W_xh lie above those of W_hh.",
    ),
    Suspect(
        "not-turned",
        _but(turned=False),
        "PyTorch and ONNX keep their matrices for column vectors: gates stand below one another, [4h, d] and [4h, h].",
    ),
    Suspect(
        "bias-twice",
        _but(share=1),
        "The two biases of this layout are added in every step, and yours come to twice b_h.",
    ),
)


def _from(arrays, layout, *, orders=None, forget_bias=1, added_to="f", biases=None):
    """A library's weights as ours, with one part exchanged."""
    order = (orders or {}).get(layout, _ORDERS[layout])
    if layout == "keras":
        return tuple(arrays)
    if layout == "tensorflow1":
        kernel, b = (_reordered(array, order, "ifgo") for array in arrays)
        place, h = "ifgo".index(added_to), len(b) // 4
        b = b.copy()
        b[place * h : (place + 1) * h] += b.dtype.type(forget_bias)
        return kernel[:-h], kernel[-h:], b
    W, R, *b = arrays
    if layout == "onnx":
        W, R, b = W[0], R[0], np.split(b[0][0], 2)
    b = biases(*b) if biases else b[0] + b[1]
    return tuple(_reordered(array, order, "ifgo") for array in (W.T, R.T, b))


def _back_but(**parts):
    return lambda arrays, layout: _from(arrays, layout, **parts)


FROM = (
    Suspect(
        "forget-bias-lost",
        _back_but(forget_bias=0),
        "W_xh and W_hh are right. TensorFlow 1's cell adds 1 to the forget gate when it runs, and does not store it: "
        "your cell would forget what theirs keeps.",
    ),
    Suspect(
        "forget-bias-taken-away",
        _back_but(forget_bias=-1),
        "W_xh and W_hh are right. What TensorFlow 1's cell adds when it runs has to be *in* our b_h.",
    ),
    Suspect(
        "forget-bias-in-another-block-back",
        _back_but(added_to="g"),
        "W_xh and W_hh are right. The 1 arrives in the block of the candidate. Which block is second depends on whose "
        "order the bias is in at that moment.",
    ),
    Suspect(
        "one-bias-dropped",
        _back_but(biases=lambda one, other: one),
        "PyTorch and ONNX add two biases in every step; yours is one of them alone.",
        also=(_back_but(biases=lambda one, other: other),),
    ),
    Suspect(
        "order-of-tensorflow1-back",
        _back_but(orders={"tensorflow1": "ifgo"}),
        "TensorFlow 1's blocks are i, j, f, o, and its j is our candidate g: you took them for i, f, g, o.",
        also=(_back_but(orders={"tensorflow1": "ifgo"}, forget_bias=0),),
    ),
    Suspect(
        "order-of-onnx-back",
        _back_but(orders={"onnx": "ifgo"}),
        "ONNX's blocks are i, o, f, c, and its c is our candidate g: you took them for another order.",
        also=(
            _back_but(orders={"onnx": "ifog"}),
            _back_but(orders={"onnx": "iogf"}),
            _back_but(orders={"onnx": "igof"}),
        ),
    ),
)
