"""A constant.

fails: all
"""


def step_backward(x_t, h_prev, r, z, g, u, W_xh, W_hh, dh_t):
    h = len(W_hh)
    return [
        np.full(shape, 0.3, dh_t.dtype)
        for shape in (x_t.shape, h_prev.shape, W_xh.shape, W_hh.shape, (3 * h,), (h,))
    ]


def backward(dH, dh_T, lengths, back):
    dx_t, _, *shares = back(0, 0 * dh_T)
    return (
        np.full((*dH.shape[:2], dx_t.shape[1]), 0.3, dH.dtype),
        np.full_like(dh_T, 0.3),
        *(np.full_like(share, 0.3) for share in shares),
    )
