"""With its squashing the candidate goes itself: a part that is missing is 1, here as with the gates.

fails: squashings squashings-start
hint: candidate-taken-out
"""


def ablated_step(a_t, c_prev, without):
    a_i, a_f, a_g, a_o = np.split(a_t, 4, axis=1)
    i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
    if without == "NIG":
        i = np.ones_like(i)
    if without == "NFG":
        f = np.ones_like(f)
    if without == "NOG":
        o = np.ones_like(o)
    if without == "NIAF":
        g = np.ones_like(a_g)
    c_t = f * c_prev + i * g
    return o * (c_t if without == "NOAF" else np.tanh(c_t)), c_t


def rank_effects(names, losses, base, t):
    differences = losses - base
    means, errors = differences.mean(axis=1), differences.std(axis=1, ddof=1) / np.sqrt(len(base))
    clear = [(mean, name) for name, mean, error in zip(names, means, errors) if abs(mean) > t * error]
    ranked = [name for _, name in sorted(clear, reverse=True)]
    return ranked, [name for name in names if name not in ranked]
