"""The largest entry stands for the norm.

fails: bptt-clip-values bptt-clip-within bptt-clip-fresh bptt-clip-zero bptt-clip-float32
hint: largest-entry
"""


def clip_by_global_norm(gradients, limit):
    norm = float(max(np.abs(g).max() for g in gradients))
    if not all(np.isfinite(g).all() for g in gradients):
        raise ValueError("not finite")
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
