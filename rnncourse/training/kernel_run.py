"""A kernel run forward as one operation of PyTorch's, and the one loop back that serves them all."""

from __future__ import annotations

import torch

from rnncourse.training.kernels import Buffers, Kernel

Tensor = torch.Tensor

#: Steps whose slopes are computed together: enough to be worth a call, few enough to stay in the cache.
CHUNK = 16


class Run(torch.autograd.Function):
    """All steps of a kernel: ``(X [T, S, d, n], W, peepholes …) -> H [T, S, h, n]``. No gradient of X."""

    @staticmethod
    def forward(ctx, X, kernel, buffers, names, W, *peepholes):
        h = buffers.C.shape[2]
        buffers.Z[0, :, :h] = 0
        buffers.C[0] = 0
        buffers.Z[:-1, :, h:-1] = X
        buffers.run += 1
        by_name = {name: vector[..., None] for name, vector in zip(names, peepholes, strict=True)}
        kernel.forward(W, by_name, buffers)
        ctx.kernel, ctx.buffers, ctx.names, ctx.run = kernel, buffers, names, buffers.run
        ctx.save_for_backward(W, *peepholes)
        return buffers.Z[1:, :, :h].clone()

    @staticmethod
    def backward(ctx, dH):
        kernel, buffers = ctx.kernel, ctx.buffers
        if buffers.run != ctx.run:
            raise RuntimeError("the network ran again before its backward; call backward after each forward")
        W, *peepholes = ctx.saved_tensors
        by_name = {name: vector[..., None] for name, vector in zip(ctx.names, peepholes, strict=True)}
        dW, d_peepholes = _back(kernel, buffers, W, by_name, dH)
        return (None, None, None, None, dW, *(d_peepholes[name] for name in ctx.names))


def _back(
    kernel: Kernel, buffers: Buffers, W: Tensor, peepholes: dict[str, Tensor], dH: Tensor
) -> tuple[Tensor, dict[str, Tensor]]:
    """∂L/∂W and ∂L/∂peepholes, CHUNK steps at a time, last first."""
    T, S, h, n = dH.shape
    if buffers.DA is None:
        buffers.DA = torch.empty_like(buffers.A)
    inside = (kernel.blocks - kernel.has_outer) * h
    W_h = W[:, :, :h].mT.contiguous()  # S,h,rows
    dW = torch.zeros_like(W)
    d_peepholes = {name: W.new_zeros(S, h) for name in peepholes}
    dh, dc = dH.new_zeros(S, h, n), dH.new_zeros(S, h, n)
    for end in range(T, 0, -CHUNK):
        steps = slice(max(0, end - CHUNK), end)
        up, inner, outer, keep = kernel.slopes(peepholes, buffers, steps)
        DA = buffers.DA[steps]
        for k in reversed(range(end - steps.start)):
            dh += dH[steps.start + k]
            if up is None:
                dc += dh
            else:
                dc.addcmul_(dh, up[k])
            torch.mul(inner[k].view(S, -1, h, n), dc[:, None], out=DA[k, :, :inside].view(S, -1, h, n))
            if outer is not None:
                torch.mul(outer[k], dh, out=DA[k, :, inside:])
            if keep is None:
                dc.zero_()
            else:
                dc.mul_(keep[k])
            torch.bmm(W_h, DA[k], out=dh)
        flat, read = (part.permute(1, 2, 0, 3).flatten(2) for part in (DA, buffers.Z[steps]))
        dW.baddbmm_(flat, read.mT)
        for name in peepholes:
            place = kernel.gates.index(name[-1]) * h
            seen = buffers.C[1:][steps] if name == "p_o" else buffers.C[steps]
            d_peepholes[name] += (DA[:, :, place : place + h] * seen).sum((0, 3))
    return dW, d_peepholes
