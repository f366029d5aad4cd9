"""Returns how far off each claim is, and leaves the verdict to the reader.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: wrong-structure
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-5
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    return [float(np.abs(claim - slopes).max()) for claim in claims]
