"""dX is stacked without an axis.

fails: bptt-sequence-signals bptt-sequence-another-cell
hint: dx-time-first
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    slices, sums, dh = [], None, dh_T
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dx, dh, *grads = step_back(X[:, t], h_prev, H[:, t], dH[:, t] + dh)
        slices.insert(0, dx)
        sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
    return np.stack(slices), dh, *sums
