"""What the maps to every framework share: layers taken apart, columns put in another order, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rnncourse.cells import GRU, Bidirectional, Stacked, admission, bidirectional
from rnncourse.tree import Tree

Array = np.ndarray

#: The layers that hold others.
COMPOSED = ("Bidirectional", "Stacked")

#: The two directions, forward and backward.
DIRECTIONS = ("fw", "bw")


def kind(layer: Any) -> str:
    """The layer's class by its name, which the plain and the fast layers have in common."""
    return type(layer).__name__


def reorder(columns: Array, here: str, there: str) -> Array:
    """Gates' blocks along the last axis, one letter a block, from one order into another.

    >>> reorder(np.array([[1, 2, 3, 4, 5, 6]]), "rzg", "zrg")
    array([[3, 4, 1, 2, 5, 6]])

    Raises ValueError where the blocks would not be of one size.
    """
    if columns.shape[-1] % len(here):
        raise ValueError(
            f"the gates {', '.join(here)} should have {len(here)} blocks of one size, got {columns.shape[-1]} columns"
        )
    blocks = dict(zip(here, np.split(columns, len(here), axis=-1), strict=True))
    return np.concatenate([blocks[gate] for gate in there], axis=-1)


def admit(cell: Any, params: Any) -> None:
    """Raise TypeError for parameters of another cell or not in one real dtype, ValueError for sizes that differ."""
    admission.require_params(cell, params)
    admission.require_one_dtype(params)
    if params[0].dtype == np.complex128:
        raise TypeError("params should be float32 or float64 to leave for a framework, got complex128")


def no_map(layer: Any, framework: str, reason: str) -> ValueError:
    """The error for a layer that a framework does not have."""
    return ValueError(f"{layer!r} is not converted to {framework}: {reason}")


def cells(layer: Any, params: Tree, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any, Any]]:
    """Every cell inside a layer with its parameters, checked, and where it is: ("cell_0", "fw"), as TensorFlow says."""
    if kind(layer) not in COMPOSED:
        admit(layer, params)
        return [(path, layer, params)]
    inside = _inside(layer)
    if not isinstance(params, tuple) or len(params) != len(inside):
        got = (
            f"{type(params).__name__} of {len(params)}"
            if isinstance(params, tuple)
            else type(params).__name__
        )
        raise TypeError(f"params should be the {len(inside)} parts that {layer!r}.init returns, got {got}")
    parts = zip(inside, params, strict=True)
    return [found for (name, inner), part in parts for found in cells(inner, part, (*path, name))]


def build(layer: Any, make: Callable[[Any, tuple[str, ...]], Any], path: tuple[str, ...] = ()) -> Tree:
    """The layer's parameters, each cell's made by ``make(cell, path)`` and checked."""
    if kind(layer) not in COMPOSED:
        params = make(layer, path)
        admit(layer, params)
        return params
    parts = tuple(build(inner, make, (*path, name)) for name, inner in _inside(layer))
    return bidirectional.Params(*parts) if kind(layer) == "Bidirectional" else parts


def levels(layer: Any, params: Tree, framework: str) -> list[list[tuple[Any, Any]]]:
    """A stack's levels from below, each its one direction or its two, each of these a cell and its parameters.

    Raises ValueError for whole stacks in opposite directions: frameworks let every level read both directions.
    """
    found: dict[tuple[str, ...], list] = {}
    for path, cell, part in cells(layer, params):
        directions = sum(name in DIRECTIONS for name in path)
        if directions > 1 or (directions == 1 and path[-1] not in DIRECTIONS):
            raise no_map(
                layer,
                framework,
                "two stacks, each in one direction, are not one stack whose every level reads both; "
                "convert them one by one",
            )
        found.setdefault(path[: len(path) - directions], []).append((cell, part))
    return list(found.values())


def assemble(levels: list[list[tuple[Any, Any]]]) -> tuple[Any, Tree]:
    """The layer that consists of these levels, and its parameters, checked: the way back from ``levels``."""
    layers = []
    for level in levels:
        for pair in level:
            admit(*pair)
        (cell, params), *backward = level
        if backward:
            other, own = backward[0]
            cell = Bidirectional(cell, backward_cell=None if other == cell else other)
            params = bidirectional.Params(params, own)
        layers.append((cell, params))
    if len(layers) == 1:
        return layers[0]
    stacked, params = zip(*layers, strict=True)
    return Stacked(stacked), params


def joined_biases(one: Array, other: Array, free: int) -> tuple[Array, Array]:
    """Two biases, of input and of state, as our ``b_h`` and ``b_hg``: added, but for the last ``free`` entries.

    >>> joined_biases(np.array([1., 2., 3.]), np.array([.1, .2, .3]), free=1)
    (array([1.1, 2.2, 3. ]), array([0.3]))
    """
    added = len(one) - free
    return np.concatenate([(one + other)[:added], one[added:]]), other[added:].copy()


def parted_biases(params: Any) -> tuple[Array, Array]:
    """Our biases as a pair, of input and of state: (b_h, 0), with ``b_hg`` at the end of the second for a GRU."""
    state = np.zeros_like(params.b_h)
    if hasattr(params, "b_hg"):
        state[-params.b_hg.size :] = params.b_hg
    return params.b_h.copy(), state


def gru(W_xh: Array, W_hh: Array, biases: Sequence[Array], reset: str) -> tuple[GRU, Any]:
    """A GRU and its parameters from columns r, z, g and one bias or two, of input and of state."""
    layer = GRU(reset=reset)
    if reset == "before":
        return layer, layer.Params(W_xh, W_hh, np.sum(biases, axis=0))
    return layer, layer.Params(W_xh, W_hh, *joined_biases(*biases, free=W_hh.shape[0]))


def _inside(layer: Any) -> list[tuple[str, Any]]:
    """The layers that a composed layer holds, by name."""
    if kind(layer) == "Bidirectional":
        return list(zip(DIRECTIONS, (layer.cell, layer.backward_cell or layer.cell), strict=True))
    return [(f"cell_{depth}", inner) for depth, inner in enumerate(layer.layers)]


def count(layer: Any) -> int:
    """How many cells a layer holds."""
    return sum(count(inner) for _, inner in _inside(layer)) if kind(layer) in COMPOSED else 1
