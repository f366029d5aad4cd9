"""dW_hh is transposed; nothing in its shape tells.

fails: bptt-step-weights bptt-step-fresh-weights bptt-step-float32
hint: recurrent-weights-lie-on-their-side
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    return da, da @ W_xh.T, da @ W_hh.T, x_t.T @ da, da.T @ h_prev, da.sum(axis=0)
