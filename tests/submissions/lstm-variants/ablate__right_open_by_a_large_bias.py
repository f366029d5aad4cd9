"""A gate that is taken out stands open, for its pre-activation is huge; t-values in one line.

right
"""


def ablated_step(a_t, c_prev, without):
    a = a_t.reshape(len(a_t), 4, -1).copy()
    for gate, name in enumerate(["NIG", "NFG", None, "NOG"]):
        if name == without:
            a[:, gate] = 1000
    candidate = a[:, 2] if without == "NIAF" else np.tanh(a[:, 2])
    c_t = sigmoid(a[:, 1]) * c_prev + sigmoid(a[:, 0]) * candidate
    shown = c_t if without == "NOAF" else np.tanh(c_t)
    return sigmoid(a[:, 3]) * shown, c_t


def rank_effects(names, losses, base, t):
    D = losses - base[None, :]
    ratio = D.mean(1) / np.sqrt(D.var(1, ddof=1) / D.shape[1])
    order = np.argsort(D.mean(1))[::-1]
    return tuple(names[v] for v in order if abs(ratio[v]) > t), tuple(
        n for n, r in zip(names, ratio) if abs(r) <= t
    )
