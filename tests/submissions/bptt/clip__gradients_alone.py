"""The norm is not returned.

fails: bptt-clip-values bptt-clip-within bptt-clip-fresh bptt-clip-zero bptt-clip-float32
hint: wrong-structure
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients]
