"""The root of the mean of the squares.

fails: bptt-clip-values bptt-clip-within bptt-clip-fresh bptt-clip-zero bptt-clip-float32
hint: mean-for-sum
"""


def clip_by_global_norm(gradients, limit):
    entries = np.concatenate([g.ravel() for g in gradients])
    norm = float(np.sqrt((entries * entries).mean()))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
