"""The bias's gradient is added up in an array of zeros, which is float64.

fails: bptt-step-float32
hint: wrong-dtype
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    da = dh_t * (1 - h_t**2)
    db = np.zeros(W_hh.shape[0])
    for row in da:
        db += row
    return da, da @ W_xh.T, da @ W_hh.T, x_t.T @ da, h_prev.T @ da, db
