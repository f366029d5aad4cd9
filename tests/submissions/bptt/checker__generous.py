"""Five parts in a hundred are let pass.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: checker-misses-small-errors
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-5
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    scale = np.abs(slopes).max()
    return [bool(np.abs(claim - slopes).max() <= 5e-2 * scale) for claim in claims]
