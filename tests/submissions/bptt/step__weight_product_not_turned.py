"""x_t @ da, whose inner sizes differ.

fails: bptt-step-signals bptt-step-weights bptt-step-one-sequence bptt-step-fresh-signals bptt-step-fresh-weights bptt-step-float32
hint: weights-product-not-turned
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    dW_xh = x_t @ da
    return da, da @ W_xh.T, da @ W_hh.T, dW_xh, h_prev.T @ da, da.sum(axis=0)
