"""How parameters follow their gradients: gradient descent with momentum, Adam, and clipping before either.

Trees in, new trees out (``rnncourse.tree``); nothing given is changed, and an optimiser holds its options only:

    state = optimizer.init(params)
    gradients, norm = clip_by_global_norm(gradients, 1.0)
    params, state = optimizer.update(params, gradients, state, learning_rate)

float32 stays float32. η below is the learning rate, which ``rnncourse.schedules`` gives for every step.

Adam joins all arrays in one vector first: a dozen passes over each array of a small network would cost as much in
calls as in numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.validation import require_rate
from rnncourse.tree import Tree, flatten, leaves, map_arrays, named_arrays, unflatten, zeros_like

Array = np.ndarray


@dataclass(frozen=True)
class SGD:
    """Gradient descent: θ ← θ − η v with v = μ v + ∂L/∂θ, as ``torch.optim.SGD``.

    momentum : μ in [0, 1); at 0 the state is None
    nesterov : follow ∂L/∂θ + μ v, the gradient plus the velocity that it has just changed (Sutskever et al. 2013)

    >>> params, state = SGD().update(np.array([1.0]), np.array([0.5]), None, learning_rate=0.1)
    >>> params
    array([0.95])
    """

    momentum: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        require_rate("momentum", self.momentum)
        if self.nesterov and self.momentum == 0:
            raise ValueError("nesterov needs a momentum above 0, got 0")

    def init(self, params: Tree) -> Tree:
        """The velocity before the first step: zeros, or None without momentum."""
        return zeros_like(params) if self.momentum else None

    def update(self, params: Tree, gradients: Tree, state: Tree, learning_rate: float) -> tuple[Tree, Tree]:
        """New parameters and state. Raises ValueError or TypeError for what does not fit the parameters."""
        rate = _admit(params, gradients, learning_rate)
        _require_state(self, (state is None) == (self.momentum == 0), state)
        direction = gradients
        if self.momentum:
            if [_kind(array) for array in leaves(state)] != [_kind(array) for array in leaves(params)]:
                raise ValueError(
                    "state should hold a velocity of every parameter's shape and dtype; use init(params)"
                )
            direction = state = map_arrays(lambda v, g: self.momentum * v + g, state, gradients)
        if self.nesterov:
            direction = map_arrays(lambda v, g: g + self.momentum * v, state, gradients)
        return map_arrays(lambda p, step: p - rate * step, params, direction), state


class AdamState(NamedTuple):
    """``step``: updates made; ``mean``, ``square``: running means of the gradients and of their squares, each one
    vector of all parameters, array after array."""

    step: int
    mean: Array
    square: Array


@dataclass(frozen=True)
class Adam:
    """Kingma & Ba 2015, as ``torch.optim.Adam``. At step s, with g = ∂L/∂θ,

        m ← β₁ m + (1 − β₁) g,    v ← β₂ v + (1 − β₂) g²,
        θ ← θ − η (m / (1 − β₁ˢ)) / (√(v / (1 − β₂ˢ)) + ε)

    weight_decay : λ, in addition θ ← θ − η λ θ, apart from the gradient (Loshchilov & Hutter 2019), as
        ``torch.optim.AdamW``; 0 for none

    >>> params, state = Adam().update(np.array([1.0]), np.array([0.5]), Adam().init(np.array([1.0])), 0.1)
    >>> params.round(6), state.step
    (array([0.9]), 1)
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        require_rate("beta1", self.beta1)
        require_rate("beta2", self.beta2)
        _require_positive("epsilon", self.epsilon)
        require_rate("weight_decay", self.weight_decay)

    def init(self, params: Tree) -> AdamState:
        """Both means at zero, which is what the corrections 1 − βˢ undo."""
        _admit(params, params, 0.0)
        start = np.zeros_like(flatten(params))
        return AdamState(0, start, start.copy())

    def update(
        self, params: Tree, gradients: Tree, state: AdamState, learning_rate: float
    ) -> tuple[Tree, AdamState]:
        """New parameters and state. Raises ValueError or TypeError for what does not fit the parameters."""
        rate = _admit(params, gradients, learning_rate)
        _require_state(self, isinstance(state, AdamState), state)
        s = state.step + 1
        unbiased = math.sqrt(1 - self.beta2**s)
        g, theta = flatten(gradients), flatten(params)
        if state.mean.shape != g.shape or state.mean.dtype != g.dtype:
            raise ValueError(
                f"state should be of {g.size} numbers of {g.dtype}, as many as there are parameters, "
                f"got {state.mean.size} of {state.mean.dtype}"
            )
        mean = self.beta1 * state.mean
        mean += (1 - self.beta1) * g
        square = self.beta2 * state.square
        g *= g
        g *= 1 - self.beta2
        square += g
        # η m̂ / (√v̂ + ε) with both corrections taken out of the vectors: η' m / (√v + ε √(1 − β₂ˢ)).
        step = np.sqrt(square, out=g)
        step += self.epsilon * unbiased
        np.divide(mean, step, out=step)
        step *= rate * unbiased / (1 - self.beta1**s)
        if self.weight_decay:
            theta *= 1 - rate * self.weight_decay
        theta -= step
        return unflatten(theta, params), AdamState(s, mean, square)


def global_norm(gradients: Tree) -> float:
    """√(Σ g²) over every entry of every array; squares that overflow do not make it infinite.

    Raises ValueError for a gradient that is not finite, naming its array.

    >>> global_norm((np.array([3.0]), np.array([[4.0]])))
    5.0
    """
    with np.errstate(over="ignore"):
        norm = math.sqrt(sum(float(np.vdot(array, array)) for array in leaves(gradients)))
    if math.isfinite(norm):
        return norm
    arrays = named_arrays(gradients)
    bad = [name or "the array" for name, array in arrays.items() if not np.isfinite(array).all()]
    if bad:
        raise ValueError(f"gradients should be finite, got NaN or infinity in {', '.join(bad)}")
    largest = max(float(np.abs(array).max()) for array in arrays.values())
    return largest * math.sqrt(sum(float(np.square(array / largest).sum()) for array in arrays.values()))


def clip_by_global_norm(gradients: Tree, limit: float) -> tuple[Tree, float]:
    """Scale all gradients by one factor so that their common norm is at most ``limit``; keeps the direction.

    Pascanu, Mikolov & Bengio 2013. The factor is limit / (norm + 10⁻⁶), as in ``clip_grad_norm_`` of torch.
    Eq. 3.21 (bptt-clip).

    Returns the clipped gradients and the norm before clipping. Raises ValueError as ``global_norm``.

    >>> clip_by_global_norm((np.array([3.0]), np.array([4.0])), 5 + 1e-6)
    ((array([3.]), array([4.])), 5.0)
    """
    _require_positive("limit", limit)
    norm = global_norm(gradients)
    factor = limit / (norm + 1e-6)
    return (gradients if factor >= 1 else map_arrays(lambda g: g * factor, gradients)), norm


def clip_each_norm(gradients: Tree, limit: float) -> Tree:
    """Clip every array by its own norm: the arrays' shares change, and with them the direction."""
    return map_arrays(lambda g: clip_by_global_norm(g, limit)[0], gradients)


def clip_by_value(gradients: Tree, limit: float) -> Tree:
    """Clip every entry to ±limit, as ``clip_grad_value_`` of torch; turns the direction towards the diagonals."""
    _require_positive("limit", limit)
    return map_arrays(lambda g: np.clip(g, -limit, limit), gradients)


def _admit(params: Tree, gradients: Tree, learning_rate: float) -> float:
    """The learning rate as a float, whose product with float32 stays float32; gradients checked against params."""
    kinds, got = ([_kind(array) for array in leaves(tree)] for tree in (params, gradients))
    if kinds != got or not all(kind and kind[1].kind == "f" for kind in kinds):
        _explain(params, gradients)
    if len({dtype for _, dtype in kinds}) > 1:
        raise TypeError(f"params should be of one dtype, got {', '.join(sorted({str(d) for _, d in kinds}))}")
    if not isinstance(learning_rate, int | float | np.floating | np.integer):
        raise TypeError(f"learning_rate should be a number, such as schedule(step), got {learning_rate!r}")
    if not 0 <= learning_rate < math.inf:
        raise ValueError(f"learning_rate should be a finite number from 0 up, got {learning_rate}")
    return float(learning_rate)


def _kind(array: object) -> tuple[tuple[int, ...], np.dtype] | None:
    return (array.shape, array.dtype) if isinstance(array, np.ndarray) else None


def _explain(params: Tree, gradients: Tree) -> None:
    """Raise TypeError for what is no floating array, ValueError for the first gradient that does not fit."""
    for which, tree in (("params", params), ("gradients", gradients)):
        for name, array in named_arrays(tree).items():
            if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
                came = getattr(array, "dtype", type(array).__name__)
                raise TypeError(
                    f"{which} should be a tree of floating arrays, got {came} at {name or 'its root'}"
                )
    kinds, got = (
        {name: _kind(array) for name, array in named_arrays(tree).items()} for tree in (params, gradients)
    )
    for name in kinds | got:
        if kinds.get(name) != got.get(name):
            expected, came = _spell(kinds.get(name)), _spell(got.get(name))
            raise ValueError(f"the gradient of {name or 'the array'} should be {expected}, got {came}")


def _require_state(optimizer: object, fits: bool, state: Tree) -> None:
    if not fits:
        raise TypeError(
            f"state should be what {optimizer}.init or .update returns, got {type(state).__name__}"
        )


def _spell(kind: tuple[tuple[int, ...], np.dtype] | None) -> str:
    return "nothing" if kind is None else f"{kind[1]} of shape {list(kind[0])}"


def _require_positive(name: str, value: float) -> None:
    if not 0 < value < math.inf:
        raise ValueError(f"{name} should be a finite number above 0, got {value}")
