"""Every step hears of its own output alone; exact for one step.

fails: time time-fresh
hint: carry-dropped
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
    T = dH.shape[1]
    slices, totals = [], None
    for t in range(T):
        dh_t = dH[:, t] + (dh_T if t == T - 1 else 0)
        dx_t, dh_prev, *shares = back(t, np.where((t < lengths)[:, None], dh_t, 0))
        slices.append(dx_t)
        dh_0 = dh_prev if t == 0 else dh_0
        totals = shares if totals is None else [total + share for total, share in zip(totals, shares)]
    return np.stack(slices, axis=1), dh_0, *totals
