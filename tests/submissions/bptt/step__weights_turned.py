"""Both weights' gradients are transposed.

fails: bptt-step-weights bptt-step-one-sequence bptt-step-fresh-weights bptt-step-float32
hint: weights-lie-on-their-side
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    return da, da @ W_xh.T, da @ W_hh.T, da.T @ x_t, da.T @ h_prev, da.sum(axis=0)
