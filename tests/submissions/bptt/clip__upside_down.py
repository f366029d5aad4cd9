"""norm / limit for limit / norm.

fails: bptt-clip-values bptt-clip-fresh bptt-clip-float32
hint: factor-upside-down
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    factor = norm / limit if norm > limit else 1.0
    return [g * factor for g in gradients], norm
