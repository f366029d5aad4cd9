"""The gradient of the first state is returned for that of h_0.

fails: bptt-sequence-signals bptt-sequence-one-step bptt-sequence-another-cell
hint: stops-before-the-initial-state
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, sums, dh = np.empty_like(X), None, dh_T
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dh_t = dH[:, t] + dh
        dX[:, t], dh, *grads = step_back(X[:, t], h_prev, H[:, t], dh_t)
        sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
    return dX, dh_t, *sums
