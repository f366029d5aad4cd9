"""dh_prev goes through W_hh the way the forward pass does.

fails: bptt-step-signals bptt-step-one-sequence bptt-step-fresh-signals bptt-step-float32
hint: state-before-not-transposed
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    return da, da @ W_xh.T, da @ W_hh, x_t.T @ da, h_prev.T @ da, da.sum(axis=0)
