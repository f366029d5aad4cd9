"""One point above, and theta itself.

fails: bptt-checker-minimum
hint: one-sided-difference
"""


def check_gradients(loss, theta, claims):
    here, slopes = loss(theta), np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-6
        slopes[place] = (loss(theta + shift) - here) / 1e-6
    scale = np.abs(slopes).max()
    return [bool(np.abs(claim - slopes).max() <= 1e-4 * scale) for claim in claims]
