"""A constant in the right shapes.

fails: all
"""


def constant(array):
    return np.full_like(array, 0.3)


def step_backward(tape, W_xh, W_hh, dh_t, dc_t):
    return (
        constant(tape[0]),
        constant(dh_t),
        constant(dc_t),
        constant(W_xh),
        constant(W_hh),
        constant(W_xh[0]),
    )


def backward(dH, dh_T, dc_T, step_back):
    results = step_back(0, dh_T, dc_T)
    dX = np.stack([results[0]] * dH.shape[1], axis=1)
    return constant(dX), *(constant(array) for array in results[1:])
