"""One long vector, its length by NumPy, and PyTorch's millionth in the denominator.

right
"""


def clip_by_global_norm(gradients, limit):
    everything = np.concatenate([g.ravel() for g in gradients])
    if not np.all(np.isfinite(everything)):
        raise ValueError("NaN or infinity among the gradients")
    norm = float(np.linalg.norm(everything))
    factor = limit / (norm + 1e-6)
    if factor >= 1:
        return list(gradients), norm
    return [g * factor for g in gradients], norm
