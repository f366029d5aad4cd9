"""Zeros of the right shapes; nobody ranked.

fails: all
"""


def ablated_step(a_t, c_prev, without):
    return np.zeros_like(c_prev), np.zeros_like(c_prev)


def rank_effects(names, losses, base, t):
    return [], []
