"""A gradient above the limit is replaced by zeros.

fails: bptt-clip-values bptt-clip-fresh bptt-clip-float32
hint: too-large-is-dropped
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    return [g * 0 if norm > limit else g for g in gradients], norm
