"""The factor is a number of NumPy's, and turns float32 into float64.

fails: bptt-clip-float32
hint: wrong-dtype
"""


def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(np.array([(g.astype(float) ** 2).sum() for g in gradients]).sum())
    if not np.isfinite(norm):
        raise ValueError("not finite")
    factor = np.float64(limit) / norm if norm > limit else np.float64(1)
    return [g * factor for g in gradients], norm
