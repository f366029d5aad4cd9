"""One constant in the right shapes; always the same ranking.

fails: all
"""


def ablated_step(a_t, c_prev, without):
    return np.full_like(c_prev, 0.3), np.full_like(c_prev, 0.3)


def rank_effects(names, losses, base, t):
    return ["NFG", "NOG", "NIG"], ["NIAF", "NOAF", "NP", "CIFG"]
