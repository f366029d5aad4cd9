"""Every entry is cut to the limit.

fails: bptt-clip-values bptt-clip-fresh bptt-clip-float32
hint: clip-by-value
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    return [np.clip(g, -limit, limit) for g in gradients], norm
