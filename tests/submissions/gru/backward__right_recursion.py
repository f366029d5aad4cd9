"""One pre-activation's gradient for all columns; the walk as a recursion.

right
"""


def step_backward(x_t, h_prev, r, z, g, u, W_xh, W_hh, dh_t):
    by_candidate = dh_t - z * dh_t
    da_g = by_candidate - by_candidate * g * g
    da_z = dh_t * (h_prev - g) * (z - z * z)
    da_r = da_g * u * (r - r * r)
    to_input = np.hstack([da_r, da_z, da_g])
    to_state = np.hstack([da_r, da_z, da_g * r])
    return (
        to_input @ W_xh.T,
        to_state @ W_hh.T + dh_t * z,
        x_t.T @ to_input,
        h_prev.T @ to_state,
        to_input.sum(axis=0),
        to_state.sum(axis=0)[-len(W_hh) :],
    )


def backward(dH, dh_T, lengths, back):
    def walk(t, dh):
        real = (t < lengths)[:, None]
        dx_t, dh_prev, *shares = back(t, np.where(real, dH[:, t] + dh, 0))
        dh = np.where(real, dh_prev, dh)
        if t == 0:
            return [dx_t], dh, shares
        slices, dh_0, totals = walk(t - 1, dh)
        return [*slices, dx_t], dh_0, [a + b for a, b in zip(totals, shares)]

    slices, dh_0, totals = walk(dH.shape[1] - 1, dh_T)
    return np.stack(slices, axis=1), dh_0, *totals
