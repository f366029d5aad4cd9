"""dh_prev is made from dh_t; all else is right.

fails: bptt-step-signals bptt-step-one-sequence bptt-step-fresh-signals bptt-step-float32
hint: one-signal-skips-the-tanh
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    return da, da @ W_xh.T, dh_t @ W_hh.T, x_t.T @ da, h_prev.T @ da, da.sum(axis=0)
