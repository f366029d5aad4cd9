"""Every step writes over the parameters' gradients of the step before.

fails: bptt-sequence-weights bptt-sequence-float32
hint: weights-of-one-step
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    dX, dh = np.empty_like(X), dh_T
    for t in reversed(range(X.shape[1])):
        h_prev = H[:, t - 1] if t > 0 else h_0
        dX[:, t], dh, dW_xh, dW_hh, db_h = step_back(X[:, t], h_prev, H[:, t], dH[:, t] + dh)
    return dX, dh, dW_xh, dW_hh, db_h
