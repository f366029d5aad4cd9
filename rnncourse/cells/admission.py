"""Do these parameters, this state, belong to this cell? Asked once, before a loop begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from rnncourse.cells import validation
from rnncourse.tree import Tree, describe, named_arrays

if TYPE_CHECKING:
    from rnncourse.cells.recurrence import Cell


def require_params(cell: Cell, params: Any) -> None:
    """Raise TypeError for another cell's parameters, ValueError where their sizes contradict each other."""
    if type(params) is not cell.Params:
        expected = f"{cell.Params.__module__.rpartition('.')[2]}.{cell.Params.__name__}"
        got = f"{type(params).__module__.rpartition('.')[2]}.{type(params).__name__}"
        raise TypeError(f"params should be the {expected} that {cell!r}.init returns, got {got}")
    for name in {"W_xh", "W_hh"}.intersection(params._fields):
        validation.require_shape(name, getattr(params, name), ("rows", "columns"))
    expected_shapes = cell.shapes(*cell.sizes(params))
    for name, array in params._asdict().items():
        validation.require_shape(name, array, expected_shapes[name])


def signature(cell: Cell, params: Any) -> tuple:
    """What a tape remembers of its maker: the cell, and the sizes of its parameters."""
    return cell, *cell.sizes(params)


def require_tape(cell: Cell, params: Any, tape: Any) -> None:
    """Raise TypeError for another layer's tape, ValueError for one made with parameters of other sizes."""
    made_by = getattr(tape, "made_by", None)
    if made_by == signature(cell, params):
        return
    if made_by is None or made_by[0] != cell:
        whose = f"a {type(tape).__name__}" if made_by is None else f"that of {made_by[0]!r}"
        raise TypeError(f"tape should be the one that {cell!r}.forward returned, got {whose}")
    sizes = [f"d = {d}, h = {h}" for _, d, h in (signature(cell, params), made_by)]
    raise ValueError(f"tape should be of parameters with {sizes[0]}, got one of {sizes[1]}")


def state_or_zeros(cell: Cell, name: str, params: Any, state: Tree, n: int) -> Tree:
    """The state, its form and sizes checked, or zeros for None.

    Raises TypeError for another form, ValueError for another size.
    """
    if state is None:
        return cell.zero_state(params, n)
    if cell.State is None:
        validation.require_shape(name, state, (n, *cell.state_sizes(params)))
        return state
    fields = cell.State._fields
    if not isinstance(state, tuple) or len(state) != len(fields):
        raise TypeError(f"{name} should be State({', '.join(fields)}), got {type(state).__name__}")
    for field, array, size in zip(fields, state, cell.state_sizes(params), strict=True):
        validation.require_shape(f"{name}.{field}", array, (n, size))
    return cell.State(*state)


def require_one_dtype(params: Any, **arguments: Tree) -> None:
    """Raise TypeError unless parameters and arguments share a floating type that the layers compute in."""
    arrays: dict[str, np.ndarray] = {}
    for name, tree in arguments.items():
        arrays |= named_arrays(tree, name)
    validation.require_dtype(**arrays, **params._asdict())


# ---- for layers made of layers


def require_layer(name: str, layer: Any) -> None:
    """Raise TypeError unless it has the interface of a layer; a class in its object's place is the usual slip."""
    if isinstance(layer, type):
        raise TypeError(f"{name} should be a layer, got the class {layer.__name__}; write {layer.__name__}()")
    if not all(hasattr(layer, method) for method in ("init", "zero_state", "forward", "backward")):
        raise TypeError(f"{name} should be a layer such as LSTM(), got {layer!r}")


def branches(name: str, tree: Tree, parts: Sequence[str]) -> tuple[Tree, ...]:
    """The branches of a composed layer's state, one for each part; Nones for None.

    Raises TypeError for another form.
    """
    if tree is None:
        return (None,) * len(parts)
    if not isinstance(tree, tuple) or len(tree) != len(parts):
        raise TypeError(
            f"{name} should be a tuple of {len(parts)}, for {', '.join(parts)}, got {describe(tree)}"
        )
    return tree


@contextmanager
def inside(part: str) -> Iterator[None]:
    """Errors raised in a part of a composed layer say in which."""
    try:
        yield
    except (TypeError, ValueError) as error:
        error.add_note(f"in {part}")
        raise
