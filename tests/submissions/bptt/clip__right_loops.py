"""Adds up the squares one by one.

right
"""


def clip_by_global_norm(gradients, limit):
    total = 0.0
    for g in gradients:
        for entry in g.flat:
            total += float(entry) ** 2
    norm = total**0.5
    if norm != norm or norm == float("inf"):
        raise ValueError("not finite")
    shrink = limit / norm if norm > limit else 1.0
    return [shrink * g for g in gradients], norm
