"""Hands back what came.

fails: all
"""


def step_backward(tape, W_xh, W_hh, dh_t, dc_t):
    return np.copy(tape[0]), np.copy(dh_t), np.copy(dc_t), np.copy(W_xh), np.copy(W_hh), np.copy(W_xh[0])


def backward(dH, dh_T, dc_T, step_back):
    results = step_back(0, 0 * dh_T, 0 * dc_T)
    dX = np.stack([results[0]] * dH.shape[1], axis=1)
    return dX, dh_T, dc_T, *results[3:]
