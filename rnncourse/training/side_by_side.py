"""Many networks of one cell trained side by side, several seeds at several learning rates, in one product a step.

They share nothing: each has weights of its own, a learning rate of its own and its own clipping. What one computes
is what its cell in ``rnncourse.cells`` computes from the same weights, forward and backward.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from tqdm.auto import tqdm

from rnncourse.cells import (
    GRU,
    LSTM,
    LSTM1997,
    MGU,
    RNN,
    AblatedLSTM,
    CoupledLSTM,
    ForgetOnlyLSTM,
    FullGateLSTM,
    LayerNormLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
    chrono,
    dense,
)
from rnncourse.cells.validation import require_choice, require_sizes
from rnncourse.training.kernel_run import Run
from rnncourse.training.kernels import Buffers, kernel_of
from rnncourse.training.loop import QUIET_VARIABLE
from rnncourse.training.stepwise import STEPS, output_size, outputs

Tensor = torch.Tensor


class Start(NamedTuple):
    """A ``cell``, the ``scheme`` of its weights, and whether chrono biases replace those of its gates."""

    cell: Any
    scheme: str = "pytorch"
    chrono: bool = False


#: Cells with their starts, by name. "V" is the LSTM with peepholes, the base of the ablations from NIG to NP; NP is
#: the LSTM. Where nothing is said, weights are uniform in ±1/√h and the forget bias is 1 on top.
STARTS: dict[str, Start] = {
    "RNN": Start(RNN()),
    "RNN, orthogonal": Start(RNN(), "orthogonal"),
    "GRU": Start(GRU()),
    "GRU, chrono": Start(GRU(), chrono=True),
    "LSTM": Start(LSTM()),
    "LSTM, bias 0": Start(LSTM(forget_bias=0.0)),
    "LSTM, chrono": Start(LSTM(), chrono=True),
    "peephole LSTM": Start(PeepholeLSTM()),
    "coupled LSTM": Start(CoupledLSTM()),
    "JANET": Start(ForgetOnlyLSTM()),
    "JANET, chrono": Start(ForgetOnlyLSTM(), chrono=True),
    "V": Start(AblatedLSTM()),
    **{name: Start(AblatedLSTM(name)) for name in ("NIG", "NFG", "NOG", "NIAF", "NOAF", "CIFG", "NP")},
    "FGR": Start(FullGateLSTM()),
    "LSTM of 1997": Start(LSTM1997()),
    "LSTM, layer norm": Start(LayerNormLSTM()),
    "LSTM, projected": Start(ProjectedLSTM(p=4)),
    "MGU": Start(MGU()),
}


def count(start: str, d: int, h: int, q: int) -> int:
    """Parameters of one network: the cell's and the output layer's.

    >>> count("LSTM", d=2, h=10, q=1), 4 * (2 * 10 + 10 * 10 + 10) + 10 + 1
    (531, 531)
    """
    require_choice("start", start, STARTS)
    require_sizes(d=d, h=h, q=q)
    cell = STARTS[start].cell
    return sum(math.prod(shape) for shape in cell.shapes(d, h).values()) + output_size(cell, h) * q + q


def hidden_size(start: str, d: int, q: int, budget: int) -> int:
    """The hidden size whose number of parameters comes nearest to ``budget``, the smaller of two.

    Raises ValueError for a budget below that of one unit.

    >>> [(start, hidden_size(start, d=2, q=1, budget=1000)) for start in ("RNN", "GRU", "LSTM")]
    [('RNN', 30), ('GRU', 16), ('LSTM', 14)]
    """
    if budget < count(start, d, 1, q):
        raise ValueError(f"budget should be at least {count(start, d, 1, q)}, got {budget}")
    h = 1
    while count(start, d, h + 1, q) <= budget:
        h += 1
    return min((h, h + 1), key=lambda size: (abs(count(start, d, size, q) - budget), size))


class SideBySide(torch.nn.Module):
    """``seeds`` networks, each ``copies`` times with the same weights: network r · seeds + s is copy r of seed s.

    start : a name in STARTS
    d, h, q : sizes of input, state and output
    rng : where the weights come from, one network after the other
    T_max : for chrono starts, the longest memory wanted

    All numbers are one parameter, ``theta [S, P]``, with S = copies · seeds.

    ``model(X [S, n, T, d]) -> O [S, n, T, q]``; ``model(X, last=True) -> O [S, n, q]``, of the last step.

    >>> model = SideBySide("GRU", seeds=3, d=2, h=4, q=1, rng=np.random.default_rng(0), copies=2)
    >>> model(torch.zeros(6, 5, 7, 2)).shape
    torch.Size([6, 5, 7, 1])
    """

    def __init__(
        self,
        start: str,
        *,
        seeds: int,
        d: int,
        h: int,
        q: int,
        rng: np.random.Generator,
        copies: int = 1,
        T_max: int | None = None,
        dtype: type = np.float32,
    ) -> None:
        super().__init__()
        require_choice("start", start, STARTS)
        require_sizes(seeds=seeds, d=d, h=h, q=q, copies=copies)
        self.start, self.cell, (self.d, self.h, self.q) = start, STARTS[start].cell, (d, h, q)
        if STARTS[start].chrono and T_max is None:
            raise ValueError(f"{start} needs T_max, the longest memory that it should start with")
        self.kernel = None if type(self.cell) in STEPS else kernel_of(self.cell)
        self.shapes = self.cell.shapes(d, h) | {"W_hq": (output_size(self.cell, h), q), "b_q": (q,)}
        rows = [np.concatenate([array.ravel() for array in self._draw(rng, T_max)]) for _ in range(seeds)]
        theta = torch.from_numpy(np.stack(rows).astype(dtype)).repeat(copies, 1)
        self.theta = torch.nn.Parameter(theta)
        self._buffers_of: dict[tuple, Buffers] = {}

    def _draw(self, rng: np.random.Generator, T_max: int | None) -> list[np.ndarray]:
        """The arrays of one network."""
        params = self.cell.init(rng, self.d, self.h, scheme=STARTS[self.start].scheme)
        if STARTS[self.start].chrono:
            params = chrono.with_biases(self.cell, params, rng, T_max)
        bound = 1 / math.sqrt(self.h)
        head = [rng.uniform(-bound, bound, self.shapes[name]) for name in ("W_hq", "b_q")]
        return [*params, *head]

    def arrays(self) -> dict[str, Tensor]:
        """Every parameter by name, [S, *its shape], as views of theta."""
        sizes = [math.prod(shape) for shape in self.shapes.values()]
        parts = self.theta.split(sizes, 1)
        return {
            name: part.reshape(-1, *shape)
            for part, (name, shape) in zip(parts, self.shapes.items(), strict=True)
        }

    def member(self, number: int) -> tuple[Any, dense.Params]:
        """One network as parameters of ``self.cell`` and of ``rnncourse.cells.dense``."""
        values = {name: array[number].detach().numpy().copy() for name, array in self.arrays().items()}
        head = dense.Params(values.pop("W_hq"), values.pop("b_q"))
        return self.cell.Params(**values), head

    def forward(self, X: Tensor, last: bool = False) -> Tensor:
        S, n, T, d = X.shape
        if (S, d) != (len(self.theta), self.d):
            raise ValueError(f"X should have shape [{len(self.theta)}, n, T, {self.d}], got {list(X.shape)}")
        arrays = self.arrays()
        H = self._states(X, arrays) if self.kernel else outputs(self.cell, arrays, X, self.h)  # S,n,T,h
        if last:
            H = H[:, :, -1]
        W_hq, b_q = arrays["W_hq"], arrays["b_q"][:, None]
        return H @ W_hq + b_q if last else (H.flatten(1, 2) @ W_hq + b_q).view(S, n, T, -1)

    def _states(self, X: Tensor, arrays: dict[str, Tensor]) -> Tensor:
        """H [S, n, T, h] by the cell's kernel."""
        S, n, T, d = X.shape
        if (n, T) not in self._buffers_of:
            self._buffers_of[n, T] = Buffers(self.kernel, T, S, self.h, d, n, self.theta.detach())
        names = [name for name in self.shapes if name.startswith("p_")]
        W = self.kernel.matrix(arrays)
        H = Run.apply(
            X.permute(2, 0, 3, 1), self.kernel, self._buffers_of[n, T], names, W, *(arrays[p] for p in names)
        )  # T,S,h,n
        return H.permute(1, 3, 0, 2)


def fit_each(
    model: SideBySide,
    draw: Callable[[], tuple[Tensor, ...]],
    losses: Callable[..., Tensor],
    *,
    steps: int,
    learning_rates: Sequence[float],
    clip: float = 1.0,
    after: Callable[[int], None] | None = None,
    note: str = "training",
) -> np.ndarray:
    """Train with Adam, every network by its own rate, which falls to zero along a half cosine.

    Parameters
    ----------
    draw : returns the next batch (inputs [S, n, T, d], ...)
    losses : ``losses(model, inputs, *rest)``, one loss for each network, [S]
    learning_rates : S of them, or one for each copy
    clip : bound on the norm of each network's gradient, taken over all its parameters
    after : called with the number of updates made, after each
    note : what the progress bar says

    Returns
    -------
    the loss of every step, [steps, S]. A network whose loss is no longer finite stays as it is, and the others
    go on; ``model`` is changed in place.
    """
    S = len(model.theta)
    if len(learning_rates) == 0 or S % len(learning_rates):
        raise ValueError(f"learning_rates should be {S}, or one for each copy, got {len(learning_rates)}")
    theta, history = model.theta, np.empty((steps, S))
    rates = torch.tensor(learning_rates, dtype=theta.dtype).repeat_interleave(S // len(learning_rates))[
        :, None
    ]
    mean, square = torch.zeros_like(theta), torch.zeros_like(theta)
    for number in tqdm(range(1, steps + 1), desc=note, leave=False, disable=QUIET_VARIABLE in os.environ):
        each = losses(model, *draw())
        (gradient,) = torch.autograd.grad(each.sum(), [theta])
        with torch.no_grad():
            norm = gradient.norm(dim=1, keepdim=True)
            gradient *= (clip / norm.clamp_min(1e-12)).clamp_max(1)
            gradient.nan_to_num_(0.0, 0.0, 0.0)
            mean.lerp_(gradient, 0.1)
            square.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
            schedule = 0.5 * (1 + math.cos(math.pi * (number - 1) / steps)) / (1 - 0.9**number)
            theta -= rates * schedule * mean / ((square / (1 - 0.999**number)).sqrt_() + 1e-8)
        history[number - 1] = each.detach().numpy()
        if after is not None:
            after(number)
    return history
