"""The gradient of the bias is a mean over the batch.

fails: lstm-backward-weights lstm-backward-fresh
hint: bias-of-the-mean
"""


def step_backward(tape, W_xh, W_hh, dh_t, dc_t):
    x_t, h_prev, c_prev, i, f, g, o, c_t = tape
    dc = dc_t + dh_t * o * (1 - np.tanh(c_t) ** 2)
    da_i = dc * g * i * (1 - i)
    da_f = dc * c_prev * f * (1 - f)
    da_g = dc * i * (1 - g**2)
    da_o = dh_t * np.tanh(c_t) * o * (1 - o)
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    return da @ W_xh.T, da @ W_hh.T, dc * f, x_t.T @ da, h_prev.T @ da, da.mean(0)


def backward(dH, dh_T, dc_T, step_back):
    dh, dc, dX, sums = dh_T, dc_T, [], []
    for t in reversed(range(dH.shape[1])):
        dx_t, dh, dc, *grads = step_back(t, dH[:, t] + dh, dc)
        dX.insert(0, dx_t)
        sums = [a + b for a, b in zip(sums, grads)] if sums else grads
    return np.stack(dX, axis=1), dh, dc, *sums
