"""What is not finite is silently set to zero.

fails: bptt-clip-not-finite
hint: not-refused
"""


def clip_by_global_norm(gradients, limit):
    gradients = [np.nan_to_num(g, nan=0.0, posinf=0.0, neginf=0.0) for g in gradients]
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
