"""Large inputs saturate, so by the size of the inputs, largest first.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-by-inputs
"""


def rank_networks(networks):
    sizes = [np.linalg.norm(X) for X, *_ in networks]
    return [int(i) for i in np.argsort(sizes)[::-1]]
