"""Sums begin in arrays of zeros, which are float64.

fails: bptt-sequence-float32
hint: wrong-dtype
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    d, h = X.shape[2], h_0.shape[1]
    dX, dh, sums = np.empty_like(X), dh_T, [np.zeros((d, h)), np.zeros((h, h)), np.zeros(h)]
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dX[:, t], dh, *grads = step_back(X[:, t], h_prev, H[:, t], dH[:, t] + dh)
        sums = [a + b for a, b in zip(sums, grads)]
    return dX, dh, *sums
