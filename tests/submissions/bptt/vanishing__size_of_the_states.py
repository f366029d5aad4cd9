"""By the size of the last states.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-by-states
"""


def rank_networks(networks):
    norms = []
    for X, dh_T, W_xh, W_hh, b_h in networks:
        h = np.zeros_like(dh_T)
        for t in range(X.shape[1]):
            h = np.tanh(X[:, t] @ W_xh + h @ W_hh + b_h)
        norms.append(np.linalg.norm(h))
    return [int(i) for i in np.argsort(norms)]
