"""A cell around a cell: the same parameters, the same state, something added to its step or to its loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rnncourse.cells.recurrence import Cell
from rnncourse.tree import Tree

Array = np.ndarray


@dataclass(frozen=True)
class Wrapper(Cell):
    """All that a cell says about itself, handed on; subclasses change what they are there for.

    Raises TypeError for something else than a cell.
    """

    cell: Cell

    def __post_init__(self) -> None:
        if not isinstance(self.cell, Cell):
            raise TypeError(
                f"cell should be a cell such as LSTM(), got {self.cell!r}; "
                f"in a stack or in two directions, wrap the cells inside"
            )

    @property
    def Params(self) -> type:
        return self.cell.Params

    @property
    def State(self) -> type | None:
        return self.cell.State

    @property
    def carries_h(self) -> bool:
        return self.cell.carries_h

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return self.cell.shapes(d, h)

    def sizes(self, params: Any) -> tuple[int, int]:
        return self.cell.sizes(params)

    def state_sizes(self, params: Any) -> tuple[int, ...]:
        return self.cell.state_sizes(params)

    def output_size(self, params: Any) -> int:
        return self.cell.output_size(params)

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> Any:
        """As the cell inside."""
        return self.cell.init(rng, d, h, dtype, scheme)

    def noise(self, rng: np.random.Generator, params: Any, n: int, T: int) -> list[Any] | None:
        return self.cell.noise(rng, params, n, T)

    def step_forward(self, params: Any, x_t: Array, state: Tree, *noise: Any) -> tuple[Tree, Any]:
        return self.cell.step_forward(params, x_t, state, *noise)

    def step_backward(self, params: Any, cache: Any, d_state: Tree) -> tuple[Any, Array, Tree]:
        return self.cell.step_backward(params, cache, d_state)


#: What a noisy step gets in evaluation: no mask of its own, no fourth argument for the cell inside.
NO_NOISE: tuple[None, tuple] = (None, ())


@dataclass(frozen=True)
class NoisyWrapper(Wrapper):
    """A wrapper with masks: ``draw`` says which, ``step_forward`` gets ``(mask, arguments for the cell inside)``.

    The step's cache keeps the mask: ``backward`` draws nothing.
    """

    def draw(self, rng: np.random.Generator, params: Any, n: int, T: int) -> list[Any]:
        """The masks of T steps."""
        raise NotImplementedError

    def noise(self, rng: np.random.Generator, params: Any, n: int, T: int) -> list[Any]:
        own = self.draw(rng, params, n, T)
        inner = self.cell.noise(rng, params, n, T)
        return list(zip(own, [()] * T if inner is None else [(one,) for one in inner], strict=True))
