"""Only the first entry is moved and compared.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: checker-looks-at-one-entry
"""


def check_gradients(loss, theta, claims):
    shift = np.zeros_like(theta)
    shift[0, 0] = 1e-5
    slope = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    return [bool(abs(claim[0, 0] - slope) <= 1e-4 * np.nanmax(np.abs(claim))) for claim in claims]
