"""Multiplies the caller's arrays in place.

fails: bptt-clip-values bptt-clip-within bptt-clip-fresh bptt-clip-zero bptt-clip-not-finite bptt-clip-float32
hint: argument-changed; bptt-clip-not-finite: refuses-what-is-right
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    for g in gradients:
        g *= factor
    return gradients, norm
