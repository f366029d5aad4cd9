"""The parameters' gradients are set once, at the last time step.

fails: bptt-sequence-weights bptt-sequence-float32
hint: weights-of-the-last-step
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, sums, dh = np.empty_like(X), None, dh_T
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dX[:, t], dh, *grads = step_back(X[:, t], h_prev, H[:, t], dH[:, t] + dh)
        if sums is None:
            sums = grads
    return dX, dh, *sums
