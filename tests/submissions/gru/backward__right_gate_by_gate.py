"""Gate by gate with einsum for the weights; the walk by index, with the mask as a product.

right
"""


def step_backward(x_t, h_prev, r, z, g, u, W_xh, W_hh, dh_t):
    h = r.shape[1]
    da_g = dh_t * (1 - g * g) * (1 - z)
    da = {0: da_g * r * (1 - r) * u, 1: dh_t * z * (1 - z) * (h_prev - g), 2: da_g}
    fed = {**da, 2: da_g * r}
    dx_t, dh_prev, dW_xh, dW_hh = 0, z * dh_t, np.empty_like(W_xh), np.empty_like(W_hh)
    db_h = np.empty(3 * h, W_xh.dtype)
    for k in range(3):
        block = slice(k * h, (k + 1) * h)
        dx_t = dx_t + da[k] @ W_xh[:, block].T
        dh_prev = dh_prev + np.einsum("nj,ij->ni", fed[k], W_hh[:, block])
        dW_xh[:, block] = np.einsum("ni,nj->ij", x_t, da[k])
        dW_hh[:, block] = np.einsum("ni,nj->ij", h_prev, fed[k])
        db_h[block] = da[k].sum(axis=0)
    return dx_t, dh_prev, dW_xh, dW_hh, db_h, fed[2].sum(axis=0)


def backward(dH, dh_T, lengths, back):
    n, T, _ = dH.shape
    dh, steps = dh_T, [None] * T
    t = T - 1
    while t >= 0:
        real = (t < lengths).astype(dH.dtype)[:, None]
        steps[t] = back(t, real * (dh + dH[:, t]))
        dh = real * steps[t][1] + (1 - real) * dh
        t -= 1
    weights = [sum(step[k] for step in steps) for k in range(2, 6)]
    return np.stack([step[0] for step in steps], axis=1), dh, *weights
