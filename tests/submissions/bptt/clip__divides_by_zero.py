"""Zero is not taken for a small norm: NumPy divides zeros by zero.

fails: bptt-clip-zero
hint: zero-over-zero
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    if 0 < norm < limit:
        return list(gradients), norm
    return [g / norm * limit for g in gradients], norm
