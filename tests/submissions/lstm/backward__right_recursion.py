"""The step gate by gate with its own columns; through time by recursion.

right
"""


def step_backward(tape, W_xh, W_hh, dh_t, dc_t):
    x_t, h_prev, c_prev, i, f, g, o, c_t = tape
    shown = np.tanh(c_t)
    d_cell = dh_t * o
    d_cell = d_cell - d_cell * shown**2 + dc_t
    inside = {
        0: d_cell * g * (i - i**2),
        1: d_cell * c_prev * (f - f**2),
        2: d_cell * i * (1 - g) * (1 + g),
        3: dh_t * shown * (o - o**2),
    }
    h = c_t.shape[1]
    dx, dh_prev = np.zeros_like(x_t), np.zeros_like(h_prev)
    dW_xh, dW_hh, db = np.empty_like(W_xh), np.empty_like(W_hh), np.empty_like(W_xh[0])
    for k, da in inside.items():
        own = slice(k * h, (k + 1) * h)
        dx, dh_prev = dx + da @ W_xh[:, own].T, dh_prev + da @ W_hh[:, own].T
        dW_xh[:, own], dW_hh[:, own], db[own] = x_t.T @ da, h_prev.T @ da, da.sum(0)
    return dx, dh_prev, d_cell * f, dW_xh, dW_hh, db


def backward(dH, dh_T, dc_T, step_back):
    T = dH.shape[1]

    def back(t):
        """Gradients of steps t and later: inputs, the state before t, the parameters."""
        later, dh, dc, *sums = back(t + 1) if t + 1 < T else ([], dh_T, dc_T, 0, 0, 0)
        dx_t, dh, dc, *grads = step_back(t, dH[:, t] + dh, dc)
        return [dx_t, *later], dh, dc, *(a + b for a, b in zip(sums, grads))

    dX, *rest = back(0)
    return np.stack(dX, axis=1), *rest
