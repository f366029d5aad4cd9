"""Many small recurrent networks trained side by side, as cheaply as one.

A network of eight units keeps a processor busy for a microsecond and costs it ten in overhead. Stacking S
networks makes every product a batch of S products: the same overhead, S results. They share nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch


class Ensemble(torch.nn.Module):
    """S independent plain cells with an output layer each: Eqs. 2.1 (rnn-state) and 2.2 (rnn-output), S times.

    Weights start as PyTorch's do, uniform in ±1/√h; with ``orthogonal`` the recurrent matrices start as random
    orthogonal ones. Drawn from ``generator``.

    ``ensemble(X [S, n, T, d]) -> O [S, n, T, q]``
    """

    def __init__(
        self, S: int, d: int, h: int, q: int, generator: torch.Generator, *, orthogonal: bool = False
    ) -> None:
        super().__init__()

        def uniform(*shape: int) -> torch.nn.Parameter:
            values = torch.rand(S, *shape, generator=generator)
            return torch.nn.Parameter((2 * values - 1) / math.sqrt(h))

        self.W_xh, self.W_hh, self.b_h = uniform(d, h), uniform(h, h), uniform(1, h)
        self.W_hq, self.b_q = uniform(h, q), uniform(1, q)
        if orthogonal:
            self.W_hh.data = torch.linalg.qr(torch.randn(S, h, h, generator=generator))[0].contiguous()

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        S, n, T, _ = X.shape
        driven = X @ self.W_xh[:, None] + self.b_h[:, None]  # S,n,T,h
        h_t = X.new_zeros(S, n, self.W_hh.shape[1])
        states = []
        for t in range(T):
            h_t = torch.tanh(torch.baddbmm(driven[:, :, t], h_t, self.W_hh))  # S,n,h
            states.append(h_t)
        return torch.stack(states, 2) @ self.W_hq[:, None] + self.b_q[:, None]  # S,n,T,q


def clip_each(parameters: Sequence[torch.nn.Parameter], limit: float) -> None:
    """Clip the gradient of each network of an ensemble by its own norm, so that none slows another."""
    squares = sum(parameter.grad.flatten(1).square().sum(1) for parameter in parameters)  # S
    factor = (limit / squares.sqrt().clamp_min(1e-12)).clamp_max(1)
    for parameter in parameters:
        parameter.grad.mul_(factor[:, None, None])
