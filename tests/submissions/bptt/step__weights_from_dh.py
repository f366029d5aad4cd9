"""The parameters' gradients are made from dh_t; the signals are right.

fails: bptt-step-weights bptt-step-one-sequence bptt-step-fresh-weights bptt-step-float32
hint: weights-skip-the-tanh
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    return da, da @ W_xh.T, da @ W_hh.T, x_t.T @ dh_t, h_prev.T @ dh_t, dh_t.sum(axis=0)
