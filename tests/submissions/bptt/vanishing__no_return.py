"""Nothing is returned.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: returns-nothing
"""


def rank_networks(networks):
    norms = [np.linalg.norm(dh_T) for _, dh_T, *_ in networks]
    order = np.argsort(norms)
