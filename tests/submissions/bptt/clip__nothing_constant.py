"""One constant in the right shapes.

fails: all
"""


def clip_by_global_norm(gradients, limit):
    return [np.full_like(g, 0.5) for g in gradients], 1.0
