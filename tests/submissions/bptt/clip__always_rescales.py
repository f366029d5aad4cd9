"""Small gradients are scaled up to the limit.

fails: bptt-clip-within bptt-clip-zero
hint: always-rescaled
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    return [g * (limit / (norm + 1e-6)) for g in gradients], norm
