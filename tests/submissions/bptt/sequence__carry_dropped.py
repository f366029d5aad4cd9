"""The gradient of a state is taken from its own step only; exact at t = T.

fails: bptt-sequence-signals bptt-sequence-weights bptt-sequence-another-cell bptt-sequence-float32
hint: carry-from-next-step
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, sums, dh = np.empty_like(X), None, dh_T
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dh_t = dH[:, t] + dh_T if t == X.shape[1] - 1 else dH[:, t]
        dX[:, t], dh, *grads = step_back(X[:, t], h_prev, H[:, t], dh_t)
        sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
    return dX, dh, *sums
