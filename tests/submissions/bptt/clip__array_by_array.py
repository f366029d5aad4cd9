"""Every array is clipped by its own norm.

fails: bptt-clip-values bptt-clip-fresh bptt-clip-float32
hint: clip-each-array
"""


def clip_by_global_norm(gradients, limit):
    norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients)))
    if not np.isfinite(norm):
        raise ValueError("not finite")
    clipped = []
    for g in gradients:
        own = float(np.linalg.norm(g))
        clipped.append(g * (limit / own) if own > limit else g)
    return clipped, norm
