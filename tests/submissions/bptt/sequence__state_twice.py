"""The state after the step also stands for the one before.

fails: bptt-sequence-weights bptt-sequence-one-step bptt-sequence-float32
hint: state-of-the-step-itself
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, sums, dh = np.empty_like(X), None, dh_T
    for t in reversed(range(X.shape[1])):
        dX[:, t], dh, *grads = step_back(X[:, t], H[:, t], H[:, t], dH[:, t] + dh)
        sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
    return dX, dh, *sums
