"""Every cell once more, as its paper writes it: one sequence, column vectors, one matrix a gate, torch's autograd.

Nothing here comes from ``rnncourse.cells``. A step takes the weights by name, ``W["i"] [h, d]`` from the input,
``R["i"] [h, h]`` from the output before, ``b["i"] [h]``, then x [d] and the state before, and returns the state
after, its output first. σ is written with exp, as the papers do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, tanh

State = tuple[Tensor, ...]


class Weights(NamedTuple):
    """Matrices and biases by gate, and whatever else the cell has by its name in the cell's parameters."""

    W: dict[str, Tensor]
    R: dict[str, Tensor]
    b: dict[str, Tensor]
    more: dict[str, Tensor]


def σ(a: Tensor) -> Tensor:
    return 1 / (1 + torch.exp(-a))


# ---- the plain cell and the LSTMs


def elman(phi: Callable[[Tensor], Tensor]) -> Callable[..., State]:
    """Elman 1990."""

    def step(w: Weights, x: Tensor, h: Tensor) -> State:
        return (phi(w.W["h"] @ x + w.R["h"] @ h + w.b["h"]),)

    return step


def lstm(w: Weights, x: Tensor, h: Tensor, c: Tensor) -> State:
    """Gers, Schmidhuber & Cummins 2000, with tanh for both squashings."""
    W, R, b, _ = w
    i = σ(W["i"] @ x + R["i"] @ h + b["i"])
    f = σ(W["f"] @ x + R["f"] @ h + b["f"])
    g = tanh(W["g"] @ x + R["g"] @ h + b["g"])
    o = σ(W["o"] @ x + R["o"] @ h + b["o"])
    c = f * c + i * g
    return o * tanh(c), c


def lstm_1997(g: Callable[[Tensor], Tensor], h: Callable[[Tensor], Tensor]) -> Callable[..., State]:
    """Hochreiter & Schmidhuber 1997: net inputs, gates y_in and y_out, internal state s_c, output y_c."""

    def step(w: Weights, x: Tensor, y_c: Tensor, s_c: Tensor) -> State:
        net_in, net_c, net_out = (w.W[k] @ x + w.R[k] @ y_c + w.b[k] for k in "igo")
        y_in, y_out = σ(net_in), σ(net_out)
        s_c = s_c + y_in * g(net_c)
        return y_out * h(s_c), s_c

    return step


def projected(w: Weights, x: Tensor, r: Tensor, c: Tensor) -> State:
    """Sak, Senior & Beaufays 2014 without peepholes: m_t = o_t ⊙ tanh(c_t), r_t = W_rm m_t."""
    m, c = lstm(w, x, r, c)
    W_rm = w.more["W_hp"].T
    return W_rm @ m, c


def layer_norm(epsilon: float) -> Callable[..., State]:
    """Ba, Kiros & Hinton 2016, supplement, Eqs. 20–22: its three biases, which our one b_h is the sum of."""

    def LN(z: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:
        mu = sum(z) / len(z)
        variance = sum((z - mu) ** 2) / len(z)
        return (z - mu) / torch.sqrt(variance + epsilon) * alpha + beta

    def step(w: Weights, x: Tensor, h: Tensor, c: Tensor) -> State:
        W, R, b = (torch.cat([part[k] for k in "ifgo"]) for part in (w.W, w.R, w.b))
        beta_1, beta_2, b = 0.5 * b, 0.2 * b, 0.3 * b
        a = LN(R @ h, w.more["alpha_h"], beta_1) + LN(W @ x, w.more["alpha_x"], beta_2) + b
        i, f, g, o = a.chunk(4)
        c = σ(f) * c + σ(i) * tanh(g)
        return σ(o) * tanh(LN(c, w.more["alpha_c"], w.more["beta_c"])), c

    return step


def janet(beta: float) -> Callable[..., State]:
    """van der Westhuizen & Lasenby 2018."""

    def step(w: Weights, x: Tensor, h: Tensor) -> State:
        W, U, b, _ = w
        s = U["f"] @ h + W["f"] @ x + b["f"]
        c_tilde = tanh(U["g"] @ h + W["g"] @ x + b["g"])
        return (σ(s) * h + (1 - σ(s - beta)) * c_tilde,)

    return step


# ---- the vanilla LSTM of Greff et al. 2017 and its variants: block input z, block output y


def greff(variant: str = "V") -> Callable[..., State]:
    """Greff et al. 2017: the vanilla LSTM, V, and what each variant changes in it."""

    def step(w: Weights, x: Tensor, y: Tensor, c: Tensor) -> State:
        W, R, b, more = w
        g = (lambda a: a) if variant == "NIAF" else tanh
        h = (lambda a: a) if variant == "NOAF" else tanh

        def peep(k: str, seen: Tensor) -> Tensor:
            return 0 if variant == "NP" else torch.diag(more[f"p_{k}"]) @ seen

        z = g(W["g"] @ x + R["g"] @ y + b["g"])
        one = torch.ones_like(c)
        i = one if variant == "NIG" else σ(W["i"] @ x + R["i"] @ y + peep("i", c) + b["i"])
        if variant == "CIFG":
            f = one - i
        else:
            f = one if variant == "NFG" else σ(W["f"] @ x + R["f"] @ y + peep("f", c) + b["f"])
        c = z * i + c * f
        o = one if variant == "NOG" else σ(W["o"] @ x + R["o"] @ y + peep("o", c) + b["o"])
        return h(c) * o, c

    return step


def full_gate(w: Weights, x: Tensor, y: Tensor, c: Tensor, i: Tensor, f: Tensor, o: Tensor) -> State:
    """Greff et al. 2017, FGR: ``R_fi`` takes the forget gate before to the input gate."""
    W, R, b, more = w
    p = {k: torch.diag(more[f"p_{k}"]) for k in "ifo"}
    rows = [part.chunk(3, dim=1) for part in more["W_gates"].chunk(3, dim=0)]
    R_gates = {a + k: rows["ifo".index(a)]["ifo".index(k)].T for a in "ifo" for k in "ifo"}
    R_ii, R_fi, R_oi, R_if, R_ff, R_of, R_io, R_fo, R_oo = (
        R_gates[pair] for pair in ["ii", "fi", "oi", "if", "ff", "of", "io", "fo", "oo"]
    )
    z = tanh(W["g"] @ x + R["g"] @ y + b["g"])
    i_bar = W["i"] @ x + R["i"] @ y + p["i"] @ c + b["i"] + R_ii @ i + R_fi @ f + R_oi @ o
    f_bar = W["f"] @ x + R["f"] @ y + p["f"] @ c + b["f"] + R_if @ i + R_ff @ f + R_of @ o
    c = z * σ(i_bar) + c * σ(f_bar)
    o_bar = W["o"] @ x + R["o"] @ y + p["o"] @ c + b["o"] + R_io @ i + R_fo @ f + R_oo @ o
    return tanh(c) * σ(o_bar), c, σ(i_bar), σ(f_bar), σ(o_bar)


# ---- the gated units


def gru(reset: str, update: str) -> Callable[..., State]:
    """Cho et al. 2014 (reset before, keeps), Chung et al. 2014 (before, takes), cuDNN (after, keeps)."""

    def step(w: Weights, x: Tensor, h: Tensor) -> State:
        W, U, b, more = w
        r = σ(W["r"] @ x + U["r"] @ h + b["r"])
        z = σ(W["z"] @ x + U["z"] @ h + b["z"])
        if reset == "before":
            h_tilde = tanh(W["g"] @ x + U["g"] @ (r * h) + b["g"])
        else:
            h_tilde = tanh(W["g"] @ x + b["g"] + r * (U["g"] @ h + more["b_hg"]))
        return (z * h + (1 - z) * h_tilde if update == "keeps" else (1 - z) * h + z * h_tilde,)

    return step


def mgu(w: Weights, x: Tensor, h: Tensor) -> State:
    """Zhou, Wu, Zhang & Zhou 2016: one matrix on [h, x] for the gate, one for the candidate."""
    W_f, W_h = (torch.cat([w.R[k], w.W[k]], dim=1) for k in "fg")
    f = σ(W_f @ torch.cat([h, x]) + w.b["f"])
    h_tilde = tanh(W_h @ torch.cat([f * h, x]) + w.b["g"])
    return ((1 - f) * h + f * h_tilde,)


#: cell's name in the catalogue → (its blocks of columns in order, its step)
PAPERS: dict[str, tuple[str, Callable[..., State]]] = {
    "rnn": ("h", elman(tanh)),
    "rnn-relu": ("h", elman(torch.relu)),
    "rnn-identity": ("h", elman(lambda a: a)),
    "lstm": ("ifgo", lstm),
    "lstm-1997": ("igo", lstm_1997(lambda a: 4 * σ(a) - 2, lambda s: 2 * σ(s) - 1)),
    "lstm-1997-tanh": ("igo", lstm_1997(tanh, tanh)),
    "peephole": ("ifgo", greff()),
    "coupled": ("igo", lambda w, x, h, c: greff("CIFG")(_no_peepholes(w), x, h, c)),
    "projected": ("ifgo", projected),
    "layer-norm": ("ifgo", layer_norm(1e-5)),
    "forget-only": ("fg", janet(1.0)),
    "forget-only-beta-0": ("fg", janet(0.0)),
    "gru-after-keeps": ("rzg", gru("after", "keeps")),
    "gru-after-takes": ("rzg", gru("after", "takes")),
    "gru-before-keeps": ("rzg", gru("before", "keeps")),
    "gru-before-takes": ("rzg", gru("before", "takes")),
    "mgu": ("fg", mgu),
    "ablated-V": ("ifgo", greff()),
    "ablated-NIG": ("fgo", greff("NIG")),
    "ablated-NFG": ("igo", greff("NFG")),
    "ablated-NOG": ("ifg", greff("NOG")),
    "ablated-NIAF": ("ifgo", greff("NIAF")),
    "ablated-NOAF": ("ifgo", greff("NOAF")),
    "ablated-CIFG": ("igo", greff("CIFG")),
    "ablated-NP": ("ifgo", greff("NP")),
    "ablated-FGR": ("ifgo", full_gate),
}


def _no_peepholes(w: Weights) -> Weights:
    zero = torch.zeros_like(w.b["i"])
    return w._replace(more={"p_i": zero, "p_o": zero})


def weights(params: dict[str, Any], gates: str) -> Weights:
    """Our matrices, gates side by side and for row vectors, cut into the papers' own."""
    W_xh, W_hh, b_h = (params[name].chunk(len(gates), dim=-1) for name in ("W_xh", "W_hh", "b_h"))
    return Weights(
        W={gate: block.T for gate, block in zip(gates, W_xh, strict=True)},
        R={gate: block.T for gate, block in zip(gates, W_hh, strict=True)},
        b=dict(zip(gates, b_h, strict=True)),
        more={name: array for name, array in params.items() if name not in ("W_xh", "W_hh", "b_h")},
    )
