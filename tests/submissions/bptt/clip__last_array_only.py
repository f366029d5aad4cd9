"""The norm is overwritten in the loop, and that of the last array remains.

fails: bptt-clip-values bptt-clip-within bptt-clip-fresh bptt-clip-zero bptt-clip-float32
hint: one-array-alone
"""


def clip_by_global_norm(gradients, limit):
    if not all(np.isfinite(g).all() for g in gradients):
        raise ValueError("not finite")
    for g in gradients:
        norm = float(np.sqrt((g * g).sum()))
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
