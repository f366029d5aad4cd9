"""The error of an entry is measured against that entry.

fails: bptt-checker-fresh
hint: entries-judged-one-by-one
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-6
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-6
    return [bool((np.abs(claim - slopes) <= 1e-5 * np.abs(slopes)).all()) for claim in claims]
