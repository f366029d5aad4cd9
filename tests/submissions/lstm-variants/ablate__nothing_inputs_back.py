"""Hands its arguments back.

fails: all
"""


def ablated_step(a_t, c_prev, without):
    return a_t[:, : c_prev.shape[1]], c_prev


def rank_effects(names, losses, base, t):
    return names, names
