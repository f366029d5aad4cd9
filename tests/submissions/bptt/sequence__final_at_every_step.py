"""dh_T is added at every step.

fails: bptt-sequence-signals bptt-sequence-weights bptt-sequence-another-cell bptt-sequence-float32
hint: final-gradient-at-every-step
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, sums, dh = np.empty_like(X), None, np.zeros_like(dh_T)
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dX[:, t], dh, *grads = step_back(X[:, t], h_prev, H[:, t], dH[:, t] + dh_T + dh)
        sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
    return dX, dh, *sums
