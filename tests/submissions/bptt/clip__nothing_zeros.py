"""Zeros of the right shapes, and a norm of zero.

fails: all
"""


def clip_by_global_norm(gradients, limit):
    return [np.zeros_like(g) for g in gradients], 0.0
