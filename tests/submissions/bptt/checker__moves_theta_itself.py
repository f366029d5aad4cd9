"""Moves the entries of the array that it was given.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: argument-changed
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        theta[place] += 1e-5
        above = loss(theta)
        theta[place] -= 2e-5
        slopes[place] = (above - loss(theta)) / 2e-5
        theta[place] += 1e-5
    scale = np.abs(slopes).max()
    return [bool(np.abs(claim - slopes).max() <= 1e-4 * scale) for claim in claims]
