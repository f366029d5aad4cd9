"""range(T - 1, 0, -1), which ends at the second step.

fails: bptt-sequence-signals bptt-sequence-weights bptt-sequence-one-step bptt-sequence-another-cell bptt-sequence-float32
hint: first-step-left-out
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    d, h = X.shape[2], h_0.shape[1]
    dX, dh = np.zeros_like(X), dh_T
    sums = [np.zeros((d, h), X.dtype), np.zeros((h, h), X.dtype), np.zeros(h, X.dtype)]
    for t in range(X.shape[1] - 1, 0, -1):
        dX[:, t], dh, *grads = step_back(X[:, t], H[:, t - 1], H[:, t], dH[:, t] + dh)
        sums = [a + b for a, b in zip(sums, grads)]
    return dX, dh, *sums
