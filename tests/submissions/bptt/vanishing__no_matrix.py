"""The gradient is multiplied by the slopes alone.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: matrix-ignored
"""


def rank_networks(networks):
    norms = []
    for X, dh_T, W_xh, W_hh, b_h in networks:
        h, dh = np.zeros_like(dh_T), dh_T
        for t in range(X.shape[1]):
            h = np.tanh(X[:, t] @ W_xh + h @ W_hh + b_h)
            dh = dh * (1 - h**2)
        norms.append(np.linalg.norm(dh))
    return [int(i) for i in np.argsort(norms)]
