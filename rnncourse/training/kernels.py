"""The cells of the course for many networks at once: a forward loop each, and four factors of the loop back.

Arrays lie with the sequences last, [S, rows, n], so that the rows of a gate are one block of memory. What a step
reads is stored as z_t = [h_{t-1}; x_t; 1], so that all products of a step are one, ``W @ z_t``, with a matrix whose
rows are the gates, side by side as in the cell's own parameters.

Backward, every cell of ``rnncourse.cells`` that is here says the same four things about a step. With c for what it
keeps (h itself in the RNN, the GRU and JANET), the gradient comes as ∂L/∂h_t and ∂L/∂c_t, and is multiplied by

    up     ∂h_t/∂c_t            how the output reaches the cell: by tanh(c_t), and by a peephole
    inner  ∂c_t/∂a_t            a row for each row of W but the output gate's
    outer  ∂h_t/∂a_o            the output gate's rows, if there is one
    keep   ∂c_t/∂c_{t-1}        without the products: the forget gate, and what peepholes add

all of them known once the forward loop is done, for many steps at a time.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch

from rnncourse.cells import GRU, LSTM, RNN, AblatedLSTM, CoupledLSTM, ForgetOnlyLSTM, PeepholeLSTM

Tensor = torch.Tensor


class Slopes(NamedTuple):
    """The four factors of the module's docstring for some steps, [steps, S, rows, n]; None stands for 1, or,
    in the place of ``keep``, for 0."""

    up: Tensor | None
    inner: Tensor
    outer: Tensor | None
    keep: Tensor | None


class Buffers:
    """What a run keeps for its way back: ``Z [T+1, S, h+d+1, n]``, ``A [T, S, rows, n]``, after the squashing,
    ``C [T+1, S, h, n]`` and ``Y [T, S, h, n]``, what the output gate lets through. Allocated once."""

    def __init__(self, kernel: Kernel, T: int, S: int, h: int, d: int, n: int, like: Tensor) -> None:
        def empty(*shape: int) -> Tensor:
            return like.new_empty(shape)

        self.Z = empty(T + 1, S, h + d + 1, n)
        self.Z[:, :, -1] = 1
        self.A = empty(T, S, kernel.blocks * h, n)
        self.C = empty(T + 1, S, h, n) if kernel.has_cell else self.Z[:, :, :h]
        self.Y = empty(T, S, h, n) if kernel.squashes_cell else self.C[1:]
        self.DA: Tensor | None = None  # as A; made by the first run back
        self.run = 0


class Kernel:
    """One kind of cell. ``blocks``: rows of W in units of h; ``has_cell``: whether c is something else than h."""

    blocks = 1
    has_cell = False
    squashes_cell = False
    has_outer = False

    def matrix(self, params: dict[str, Tensor]) -> Tensor:
        """W [S, rows, h + d + 1] from the cell's parameters [S, …]."""
        stacked = torch.cat([params["W_hh"], params["W_xh"], params["b_h"][:, None]], 1)
        return stacked.mT.contiguous()

    def forward(self, W: Tensor, peepholes: dict[str, Tensor], buffers: Buffers) -> None:
        """Fill the buffers, whose Z holds the inputs and the state before the first step."""
        raise NotImplementedError

    def slopes(self, peepholes: dict[str, Tensor], buffers: Buffers, steps: slice) -> Slopes:
        """The four factors for these steps."""
        raise NotImplementedError


class RNNKernel(Kernel):
    def forward(self, W: Tensor, peepholes: dict[str, Tensor], buffers: Buffers) -> None:
        h = buffers.A.shape[2]
        for Z_t, A_t, H_t in zip(buffers.Z, buffers.A, buffers.Z[1:, :, :h], strict=False):
            torch.bmm(W, Z_t, out=A_t)
            torch.tanh(A_t, out=H_t)

    def slopes(self, peepholes: dict[str, Tensor], buffers: Buffers, steps: slice) -> Slopes:
        H = buffers.C[1:][steps]
        return Slopes(None, 1 - H * H, None, None)


class GRUKernel(Kernel):
    """Reset after the product, z keeps. Rows r, z, then the candidate's two sums, h W_hg + b_hg and x W_xg + b_g."""

    blocks = 4

    def matrix(self, params: dict[str, Tensor]) -> Tensor:
        W_hh, W_xh = params["W_hh"], params["W_xh"]
        S, h, _ = W_hh.shape
        by_state = torch.cat([W_hh, W_hh.new_zeros(S, h, h)], 2)
        by_input = torch.cat([W_xh[..., : 2 * h], torch.zeros_like(W_xh[..., :h]), W_xh[..., 2 * h :]], 2)
        b_h = params["b_h"]
        bias = torch.cat([b_h[:, : 2 * h], params["b_hg"], b_h[:, 2 * h :]], 1)
        return torch.cat([by_state, by_input, bias[:, None]], 1).mT.contiguous()

    def forward(self, W: Tensor, peepholes: dict[str, Tensor], buffers: Buffers) -> None:
        A, C = buffers.A, buffers.C
        h = C.shape[2]
        rows = zip(buffers.Z, A, A[:, :, : 2 * h], *A.chunk(4, 2), C, C[1:], strict=False)
        for Z_t, A_t, gates, R_t, K_t, U_t, G_t, before, after in rows:
            torch.bmm(W, Z_t, out=A_t)
            gates.sigmoid_()
            G_t.addcmul_(R_t, U_t).tanh_()
            torch.lerp(G_t, before, K_t, out=after)

    def slopes(self, peepholes: dict[str, Tensor], buffers: Buffers, steps: slice) -> Slopes:
        R, K, U, G = buffers.A[steps].chunk(4, 2)
        by_g = (1 - K) * (1 - G * G)
        by_u = by_g * R
        inner = torch.cat([by_u * U * (1 - R), (buffers.C[steps] - G) * K * (1 - K), by_u, by_g], 2)
        return Slopes(None, inner, None, K)


class ForgetOnlyKernel(Kernel):
    """JANET: rows s, g. A holds f = σ(s) in the place of s; i = 1 − σ(s − β) is kept apart."""

    blocks = 2

    def __init__(self, beta: float) -> None:
        self.shift = float(torch.tensor(beta, dtype=torch.float64).exp())

    def _takes(self, F: Tensor) -> Tensor:
        """i from f: 1 − i = σ(s − β) = f / (f + (1 − f) e^β)."""
        return 1 - F / (F + (1 - F) * self.shift)

    def forward(self, W: Tensor, peepholes: dict[str, Tensor], buffers: Buffers) -> None:
        A, C = buffers.A, buffers.C
        for Z_t, A_t, F_t, G_t, before, after in zip(buffers.Z, A, *A.chunk(2, 2), C, C[1:], strict=False):
            torch.bmm(W, Z_t, out=A_t)
            F_t.sigmoid_()
            G_t.tanh_()
            torch.mul(F_t, before, out=after)
            after.addcmul_(self._takes(F_t), G_t)

    def slopes(self, peepholes: dict[str, Tensor], buffers: Buffers, steps: slice) -> Slopes:
        F, G = buffers.A[steps].chunk(2, 2)
        takes = self._takes(F)
        by_s = buffers.C[steps] * F * (1 - F) - G * takes * (1 - takes)
        return Slopes(None, torch.cat([by_s, takes * (1 - G * G)], 2), None, F)


class LSTMKernel(Kernel):
    """The LSTM with any gate, any squashing and any peephole left out, and with coupled gates.

    gates : the blocks of rows, in order, of "ifgo"
    """

    has_cell = True

    def __init__(
        self, gates: str, coupled: bool = False, squash_g: bool = True, squash_c: bool = True
    ) -> None:
        self.gates, self.coupled, self.squash_g, self.squashes_cell = gates, coupled, squash_g, squash_c
        self.blocks, self.has_outer = len(gates), "o" in gates

    def _split(self, A: Tensor, h: int) -> dict[str, Tensor]:
        return dict(zip(self.gates, A.split(h, 2), strict=True))

    def forward(self, W: Tensor, peepholes: dict[str, Tensor], buffers: Buffers) -> None:
        A, C, Y, Z = buffers.A, buffers.C, buffers.Y, buffers.Z
        T, h = len(A), C.shape[2]
        by_gate = {name: rows.unbind(0) for name, rows in self._split(A, h).items()}
        none = [None] * T
        I, F, O = (by_gate.get(name, none) for name in "ifo")
        first = A[:, :, : self.gates.index("g") * h].unbind(0)  # i and f, whichever are there
        H = Z[1:, :, :h].unbind(0)
        p_i, p_f, p_o = (peepholes.get(f"p_{name}") for name in "ifo")
        Z, A, C, Y, G = Z.unbind(0), A.unbind(0), C.unbind(0), Y.unbind(0), by_gate["g"]
        for t in range(T):
            before, after = C[t], C[t + 1]
            torch.bmm(W, Z[t], out=A[t])
            if p_i is not None:
                I[t].addcmul_(p_i, before)
            if p_f is not None:
                F[t].addcmul_(p_f, before)
            first[t].sigmoid_()
            if self.squash_g:
                G[t].tanh_()
            if self.coupled:
                torch.lerp(before, G[t], I[t], out=after)
            elif F[t] is None:
                torch.addcmul(before, I[t], G[t], out=after)
            elif I[t] is None:
                torch.addcmul(G[t], F[t], before, out=after)
            else:
                torch.mul(F[t], before, out=after)
                after.addcmul_(I[t], G[t])
            if self.squashes_cell:
                torch.tanh(after, out=Y[t])
            if O[t] is None:
                H[t].copy_(Y[t])
                continue
            if p_o is not None:
                O[t].addcmul_(p_o, after)
            O[t].sigmoid_()
            torch.mul(O[t], Y[t], out=H[t])

    def slopes(self, peepholes: dict[str, Tensor], buffers: Buffers, steps: slice) -> Slopes:
        before, Y = buffers.C[steps], buffers.Y[steps]
        gate = self._split(buffers.A[steps], before.shape[2])
        i, f, g, o = (gate.get(name) for name in "ifgo")
        up = 1 - Y * Y if self.squashes_cell else None
        outer = None
        if o is not None:
            up = o if up is None else up * o
            outer = Y * o * (1 - o)
            if "p_o" in peepholes:
                up = torch.addcmul(up, outer, peepholes["p_o"])
        inner = {"g": torch.ones_like(g) if i is None else i}
        if self.squash_g:
            inner["g"] = inner["g"] * (1 - g * g)
        keep = torch.ones_like(g) if f is None else f
        if self.coupled:
            inner["i"], keep = (g - before) * i * (1 - i), 1 - i
        elif i is not None:
            inner["i"] = g * i * (1 - i)
        if f is not None:
            inner["f"] = before * f * (1 - f)
        for name in "if":
            if f"p_{name}" in peepholes:
                keep = torch.addcmul(keep, inner[name], peepholes[f"p_{name}"])
        return Slopes(up, torch.cat([inner[name] for name in self.gates if name != "o"], 2), outer, keep)


def kernel_of(cell: Any) -> Kernel:
    """The kernel of a cell of ``rnncourse.cells``.

    Raises TypeError for a cell that has none.
    """
    if isinstance(cell, RNN) and cell.activation == "tanh":
        return RNNKernel()
    if isinstance(cell, GRU) and (cell.reset, cell.update) == ("after", "keeps"):
        return GRUKernel()
    if isinstance(cell, ForgetOnlyLSTM):
        return ForgetOnlyKernel(cell.beta)
    if isinstance(cell, AblatedLSTM):
        without = cell.without
        return LSTMKernel(cell.gates, without == "CIFG", without != "NIAF", without != "NOAF")
    if isinstance(cell, CoupledLSTM):
        return LSTMKernel("igo", coupled=True)
    if type(cell) in (LSTM, PeepholeLSTM):
        return LSTMKernel("ifgo")
    raise TypeError(f"there is no kernel for {cell!r}")
