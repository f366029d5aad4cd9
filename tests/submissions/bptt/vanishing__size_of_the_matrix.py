"""By the root of the sum of the squares of W_hh's entries.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-by-frobenius-norm
"""


def rank_networks(networks):
    norms = [np.sqrt((W_hh**2).sum()) for _, _, _, W_hh, _ in networks]
    return [int(i) for i in np.argsort(norms)]
