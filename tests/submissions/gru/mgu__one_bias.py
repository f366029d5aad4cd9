"""The second bias of the reset after the product is not counted.

fails: counts counts-fresh
hint: second-bias-not-counted
"""


def mgu_step(x_t, h_prev, W_xh, W_hh, b_h):
    a_f, a_g = np.split(x_t @ W_xh + b_h, 2, axis=1)
    W_hf, W_hg = np.split(W_hh, 2, axis=1)
    f = sigmoid(a_f + h_prev @ W_hf)
    g = np.tanh(a_g + (f * h_prev) @ W_hg)
    return (1 - f) * h_prev + f * g


def mgu_backward(x_t, h_prev, f, g, W_xh, W_hh, dh_t):
    W_hf, W_hg = np.split(W_hh, 2, axis=1)
    da_g = dh_t * f * (1 - g**2)
    d_seen = da_g @ W_hg.T
    df = dh_t * (g - h_prev) + d_seen * h_prev
    da_f = df * f * (1 - f)
    dh_prev = dh_t * (1 - f) + d_seen * f + da_f @ W_hf.T
    da = np.concatenate([da_f, da_g], axis=1)
    dW_hh = np.concatenate([h_prev.T @ da_f, (f * h_prev).T @ da_g], axis=1)
    return da @ W_xh.T, dh_prev, x_t.T @ da, dW_hh, da.sum(axis=0)


def counts(d, h):
    block = h * (d + h + 1)
    return 2 * block, 3 * block, 3 * block
