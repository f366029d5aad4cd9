"""Cells that have no kernel, for many networks at once: each a step in PyTorch, whose gradient autograd finds.

Slower than ``kernels`` by the graph that autograd keeps, and shorter. The equations are those of ``rnncourse.cells``,
on parameters [S, …] and rows [S, n, …].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from rnncourse.cells import LSTM1997, MGU, FullGateLSTM, LayerNormLSTM, ProjectedLSTM

Tensor = torch.Tensor
Arrays = dict[str, Tensor]
#: (cell, parameters, x_t [S, n, d], state) → (output, state)
Step = Callable[[Any, Arrays, Tensor, tuple[Tensor, ...]], tuple[Tensor, tuple[Tensor, ...]]]


def _sums(params: Arrays, x_t: Tensor, h: Tensor) -> Tensor:
    """a = x W_xh + h W_hh + b_h: the sums of all gates, [S, n, columns]."""
    return x_t @ params["W_xh"] + h @ params["W_hh"] + params["b_h"][:, None]


def _mgu(cell: MGU, params: Arrays, x_t: Tensor, state: tuple[Tensor, ...]):
    (h,) = state
    a_f, a_g = (x_t @ params["W_xh"] + params["b_h"][:, None]).chunk(2, -1)
    W_hf, W_hg = params["W_hh"].chunk(2, -1)
    f = torch.sigmoid(a_f + h @ W_hf)
    h = torch.lerp(h, torch.tanh(a_g + (f * h) @ W_hg), f)
    return h, (h,)


def _lstm_1997(cell: LSTM1997, params: Arrays, x_t: Tensor, state: tuple[Tensor, ...]):
    h, c = state
    narrow, wide = (0.5, 2.0) if cell.squash == "1997" else (1.0, 1.0)
    a_i, a_g, a_o = _sums(params, x_t, h).chunk(3, -1)
    c = c + torch.sigmoid(a_i) * wide * torch.tanh(narrow * a_g)
    h = torch.sigmoid(a_o) * torch.tanh(narrow * c)
    return h, (h, c)


def _projected(cell: ProjectedLSTM, params: Arrays, x_t: Tensor, state: tuple[Tensor, ...]):
    h, c = state
    a_i, a_f, a_g, a_o = _sums(params, x_t, h).chunk(4, -1)
    c = torch.sigmoid(a_f) * c + torch.sigmoid(a_i) * torch.tanh(a_g)
    h = (torch.sigmoid(a_o) * torch.tanh(c)) @ params["W_hp"]
    return h, (h, c)


def _layer_norm(cell: LayerNormLSTM, params: Arrays, x_t: Tensor, state: tuple[Tensor, ...]):
    h, c = state

    def normal(u: Tensor, gain: str) -> Tensor:
        return torch.nn.functional.layer_norm(u, u.shape[-1:], eps=cell.epsilon) * params[gain][:, None]

    a = normal(h @ params["W_hh"], "alpha_h") + normal(x_t @ params["W_xh"], "alpha_x")
    a_i, a_f, a_g, a_o = (a + params["b_h"][:, None]).chunk(4, -1)
    c = torch.sigmoid(a_f) * c + torch.sigmoid(a_i) * torch.tanh(a_g)
    h = torch.sigmoid(a_o) * torch.tanh(normal(c, "alpha_c") + params["beta_c"][:, None])
    return h, (h, c)


def _full_gate(cell: FullGateLSTM, params: Arrays, x_t: Tensor, state: tuple[Tensor, ...]):
    h, c, *gates = state
    a_i, a_f, a_g, a_o = _sums(params, x_t, h).chunk(4, -1)
    r_i, r_f, r_o = (torch.cat(gates, -1) @ params["W_gates"]).chunk(3, -1)
    p_i, p_f, p_o = (params[name][:, None] for name in ("p_i", "p_f", "p_o"))
    i, f = torch.sigmoid(a_i + r_i + p_i * c), torch.sigmoid(a_f + r_f + p_f * c)
    c = f * c + i * torch.tanh(a_g)
    o = torch.sigmoid(a_o + r_o + p_o * c)
    h = o * torch.tanh(c)
    return h, (h, c, i, f, o)


STEPS: dict[type, Step] = {
    MGU: _mgu,
    LSTM1997: _lstm_1997,
    ProjectedLSTM: _projected,
    LayerNormLSTM: _layer_norm,
    FullGateLSTM: _full_gate,
}


def outputs(cell: Any, params: Arrays, X: Tensor, h: int) -> Tensor:
    """All steps of a cell in STEPS from the zero state: ``X [S, n, T, d] -> H [S, n, T, output size]``."""
    step, (S, n) = STEPS[type(cell)], X.shape[:2]
    sizes = [h] if cell.State is None else [h] * len(cell.State._fields)
    sizes[0] = output_size(cell, h)
    state = tuple(X.new_zeros(S, n, size) for size in sizes)
    H = []
    for x_t in X.unbind(2):
        output, state = step(cell, params, x_t, state)
        H.append(output)
    return torch.stack(H, 2)


def output_size(cell: Any, h: int) -> int:
    """Numbers in h_t: h, and p where the cell projects."""
    return cell.p if isinstance(cell, ProjectedLSTM) else h
