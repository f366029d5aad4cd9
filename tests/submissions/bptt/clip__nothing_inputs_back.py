"""Hands its arguments back.

fails: all
"""


def clip_by_global_norm(gradients, limit):
    return gradients, limit
