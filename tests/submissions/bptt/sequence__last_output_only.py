"""dH counts at the last step alone.

fails: bptt-sequence-signals bptt-sequence-weights bptt-sequence-another-cell bptt-sequence-float32
hint: last-output-only
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, sums, dh = np.empty_like(X), None, dh_T + dH[:, -1]
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dX[:, t], dh, *grads = step_back(X[:, t], h_prev, H[:, t], dh)
        sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
    return dX, dh, *sums
