"""dx_t goes through W_xh as it is; the sizes cannot meet.

fails: bptt-step-signals bptt-step-weights bptt-step-one-sequence bptt-step-fresh-signals bptt-step-fresh-weights bptt-step-float32
hint: input-weights-not-transposed
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    dx = da @ W_xh
    return da, dx, da @ W_hh.T, x_t.T @ da, h_prev.T @ da, da.sum(axis=0)
