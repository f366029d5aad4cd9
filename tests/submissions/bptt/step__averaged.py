"""The parameters' gradients are divided by the batch; exact for one sequence.

fails: bptt-step-weights bptt-step-fresh-weights bptt-step-float32
hint: averaged-over-the-batch
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    n = len(x_t)
    return da, da @ W_xh.T, da @ W_hh.T, x_t.T @ da / n, h_prev.T @ da / n, da.sum(axis=0) / n
