"""The largest gradient comes first.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-from-the-largest
"""


def rank_networks(networks):
    norms = []
    for X, dh_T, W_xh, W_hh, b_h in networks:
        states = [np.zeros_like(dh_T)]
        for t in range(X.shape[1]):
            states.append(np.tanh(X[:, t] @ W_xh + states[-1] @ W_hh + b_h))
        dh = dh_T
        for h_t in states[:0:-1]:
            dh = (dh * (1 - h_t**2)) @ W_hh.T
        norms.append(np.linalg.norm(dh))
    return [int(i) for i in np.argsort(norms)[::-1]]
