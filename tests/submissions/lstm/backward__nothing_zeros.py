"""Zeros of the right shapes.

fails: all
"""


def step_backward(tape, W_xh, W_hh, dh_t, dc_t):
    return (
        np.zeros_like(tape[0]),
        np.zeros_like(dh_t),
        np.zeros_like(dc_t),
        np.zeros_like(W_xh),
        np.zeros_like(W_hh),
        np.zeros_like(W_xh[0]),
    )


def backward(dH, dh_T, dc_T, step_back):
    results = step_back(0, dh_T, dc_T)
    dX = np.stack([results[0]] * dH.shape[1], axis=1)
    return np.zeros_like(dX), *(np.zeros_like(array) for array in results[1:])
