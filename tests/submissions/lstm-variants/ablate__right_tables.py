"""Functions in tables, one for each part; the ranking by intervals, row by row.

right
"""


def ablated_step(a_t, c_prev, without):
    def as_it_is(a):
        return a

    parts = {"NIG": sigmoid, "NFG": sigmoid, "NIAF": np.tanh, "NOG": sigmoid, "NOAF": np.tanh}
    parts[without] = as_it_is if without.endswith("AF") else np.ones_like
    i, f, g, o = (parts[name](a) for name, a in zip(["NIG", "NFG", "NIAF", "NOG"], np.split(a_t, 4, axis=1)))
    c_t = c_prev * f + g * i
    return parts["NOAF"](c_t) * o, c_t


def rank_effects(names, losses, base, t):
    ranked, unclear = [], []
    for name, row in zip(names, losses):
        change = [with_out - whole for with_out, whole in zip(row, base)]
        s = len(change)
        mean = sum(change) / s
        error = (sum((c - mean) ** 2 for c in change) / (s - 1) / s) ** 0.5
        if mean - t * error <= 0 <= mean + t * error:
            unclear.append(name)
        else:
            ranked.append((mean, name))
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    return [name for _, name in ranked], unclear
