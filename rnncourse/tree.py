"""Parameters, states and gradients as trees: an array, or a tuple of trees, with names or without.

A cell's parameters are a NamedTuple of arrays, a stack's a tuple of those; their gradients have the same form.
``None`` stands for an array that a cell does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray
Tree = Any  # Array | None | tuple[Tree, ...], NamedTuples included


def map_arrays(function: Callable[..., Array], tree: Tree, *others: Tree) -> Tree:
    """The tree of ``function(array, *arrays of the others at the same place)``.

    Raises ValueError where the trees differ in form, naming the two.

    >>> map_arrays(np.add, (np.array(1), (np.array(2),)), (np.array(10), (np.array(20),)))
    (np.int64(11), (np.int64(22),))
    """
    if not isinstance(tree, tuple):
        for other in others:
            if isinstance(other, tuple) or (other is None) != (tree is None):
                raise ValueError(f"expected a tree like {describe(tree)}, got {describe(other)}")
        return None if tree is None else function(tree, *others)
    for other in others:
        if not isinstance(other, tuple) or len(other) != len(tree):
            raise ValueError(f"expected a tree like {describe(tree)}, got {describe(other)}")
    branches = [map_arrays(function, *together) for together in zip(tree, *others, strict=True)]
    return type(tree)(*branches) if hasattr(tree, "_fields") else tuple(branches)


def named_arrays(tree: Tree, name: str = "") -> dict[str, Array]:
    """Every array of the tree under its path: field names, or positions where there are no names.

    >>> list(named_arrays(((np.zeros(1), np.ones(1)), np.zeros(2)), "layers"))
    ['layers.0.0', 'layers.0.1', 'layers.1']
    """
    if tree is None:
        return {}
    if not isinstance(tree, tuple):
        return {name: tree}
    found = {}
    for key, branch in zip(_keys(tree), tree, strict=True):
        found |= named_arrays(branch, f"{name}.{key}" if name else key)
    return found


def leaves(tree: Tree) -> list[Array]:
    """Every array of the tree, in the order of ``named_arrays``."""
    if tree is None:
        return []
    return [array for branch in tree for array in leaves(branch)] if isinstance(tree, tuple) else [tree]


def flatten(tree: Tree) -> Array:
    """All numbers of the tree in one new vector, array after array; the arrays should be of one dtype."""
    return np.concatenate([array.ravel() for array in leaves(tree)])


def unflatten(vector: Array, tree: Tree) -> Tree:
    """Undo ``flatten``: a tree of the form of ``tree`` whose arrays are parts of the vector.

    >>> unflatten(np.array([1, 2, 3]), (np.zeros((2, 1)), np.zeros(1)))
    (array([[1],
           [2]]), array([3]))
    """
    start = 0

    def part(array: Array) -> Array:
        nonlocal start
        start += array.size
        return vector[start - array.size : start].reshape(array.shape)

    return map_arrays(part, tree)


def with_arrays(tree: Tree, arrays: dict[str, Array], name: str = "") -> Tree:
    """The tree with its arrays replaced by those of ``arrays``, named as by ``named_arrays``."""
    if tree is None:
        return None
    if not isinstance(tree, tuple):
        return arrays[name]
    keys = _keys(tree)
    branches = [
        with_arrays(branch, arrays, f"{name}.{key}" if name else key)
        for key, branch in zip(keys, tree, strict=True)
    ]
    return type(tree)(*branches) if hasattr(tree, "_fields") else tuple(branches)


def zeros_like(tree: Tree) -> Tree:
    """The tree of zeros with the same shapes and dtypes."""
    return map_arrays(np.zeros_like, tree)


def count(tree: Tree) -> int:
    """How many numbers the tree holds.

    >>> count((np.zeros((2, 3)), np.zeros(3)))
    9
    """
    return sum(array.size for array in named_arrays(tree).values())


def describe(tree: Tree) -> str:
    """The form of a tree in words, for error messages: shapes under their names."""
    if not isinstance(tree, tuple):
        return str(list(tree.shape)) if isinstance(tree, np.ndarray) else type(tree).__name__
    inside = ", ".join(f"{key} {describe(branch)}" for key, branch in zip(_keys(tree), tree, strict=True))
    return f"{type(tree).__name__}({inside})"


def _keys(tree: tuple) -> tuple[str, ...]:
    return getattr(tree, "_fields", tuple(map(str, range(len(tree)))))
