"""Which inputs reach which outputs, measured from gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells.validation import require_shape

Array = np.ndarray


def influence(layer: Any, params: Any, X: Array, units: slice = slice(None)) -> Array:
    """How strongly each input reaches each output: the norm of ∂h_t/∂x_s, for every pair of steps.

    An entry that is exactly zero means that no path leads from x_s to h_t. All entries come from one forward and
    one backward pass: the sequence is repeated once for every number in the outputs, and each copy is asked for
    the gradient of a number of its own.

    Parameters
    ----------
    layer, params : any layer of the course
    X : [T, d], one sequence
    units : the columns of the output to look at; of a bidirectional layer of h units, ``slice(h)`` is the
        forward direction and ``slice(h, None)`` the backward one

    Returns
    -------
    [T, T]: row t is the output of step t, column s the input of step s

    Raises
    ------
    ValueError : an X that is no single sequence, a slice without units

    >>> from rnncourse.cells import RNN
    >>> rng = np.random.default_rng(0)
    >>> (influence(RNN(), RNN().init(rng, d=2, h=3), rng.normal(size=(4, 2))) > 0).astype(int)
    array([[1, 0, 0, 0],
           [1, 1, 0, 0],
           [1, 1, 1, 0],
           [1, 1, 1, 1]])
    """
    require_shape("X", X, ("T", "d"))
    T, d = X.shape
    columns = np.arange(layer.output_size(params))[units]
    if not len(columns):
        raise ValueError(f"units should pick some of the {layer.output_size(params)} outputs, got {units}")
    asked = np.array([(t, unit) for t in range(T) for unit in columns])
    H, _, tape = layer.forward(params, np.repeat(X[None], len(asked), axis=0))
    dH = np.zeros_like(H)
    dH[np.arange(len(asked)), asked[:, 0], asked[:, 1]] = 1
    dX = layer.backward(params, tape, dH)[1]  # a row of the Jacobian in each copy
    return np.sqrt((dX.reshape(T, len(columns), T, d) ** 2).sum(axis=(1, 3)))
