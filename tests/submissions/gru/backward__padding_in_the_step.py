"""Only the carried gradient looks at the lengths.

fails: time time-fresh
hint: padding-enters-the-step
"""


def step_backward(x_t, h_prev, r, z, g, u, W_xh, W_hh, dh_t):
    W_hr, W_hz, W_hg = np.split(W_hh, 3, axis=1)
    dz = dh_t * (h_prev - g)
    dg = dh_t * (1 - z)
    da_z = dz * z * (1 - z)
    da_g = dg * (1 - g**2)
    da_r = da_g * u * r * (1 - r)
    du = da_g * r
    dh_prev = dh_t * z + da_r @ W_hr.T + da_z @ W_hz.T + du @ W_hg.T
    da = np.concatenate([da_r, da_z, da_g], axis=1)
    dW_hh = np.concatenate([h_prev.T @ da_r, h_prev.T @ da_z, h_prev.T @ du], axis=1)
    return da @ W_xh.T, dh_prev, x_t.T @ da, dW_hh, da.sum(axis=0), du.sum(axis=0)


def backward(dH, dh_T, lengths, back):
    dh, slices, totals = dh_T, [], None
    for t in reversed(range(dH.shape[1])):
        real = (t < lengths)[:, None]
        dx_t, dh_prev, *shares = back(t, dh + dH[:, t])
        dh = np.where(real, dh_prev, dh)
        slices.append(dx_t)
        totals = shares if totals is None else [total + share for total, share in zip(totals, shares)]
    return np.stack(slices[::-1], axis=1), dh, *totals
