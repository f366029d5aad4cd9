"""One sequence at a time; arrays made and counted.

right
"""


def mgu_step(x_t, h_prev, W_xh, W_hh, b_h):
    h, new = len(W_hh), []
    for x, old in zip(x_t, h_prev):
        f = sigmoid(x @ W_xh[:, :h] + old @ W_hh[:, :h] + b_h[:h])
        g = np.tanh(x @ W_xh[:, h:] + (f * old) @ W_hh[:, h:] + b_h[h:])
        new.append(old + f * (g - old))
    return np.array(new)


def mgu_backward(x_t, h_prev, f, g, W_xh, W_hh, dh_t):
    h, dx, dh_prev = len(W_hh), np.zeros_like(x_t), np.zeros_like(h_prev)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros_like(W_hh[0])
    for i in range(len(x_t)):
        a_g = dh_t[i] * f[i] * (1 - g[i] ** 2)
        seen = W_hh[:, h:] @ a_g
        a_f = (dh_t[i] * (g[i] - h_prev[i]) + seen * h_prev[i]) * f[i] * (1 - f[i])
        a = np.append(a_f, a_g)
        dx[i] = W_xh @ a
        dh_prev[i] = dh_t[i] * (1 - f[i]) + seen * f[i] + W_hh[:, :h] @ a_f
        dW_xh += np.outer(x_t[i], a)
        dW_hh[:, :h] += np.outer(h_prev[i], a_f)
        dW_hh[:, h:] += np.outer(f[i] * h_prev[i], a_g)
        db_h += a
    return dx, dh_prev, dW_xh, dW_hh, db_h


def counts(d, h):
    def size(gates, extra=0):
        return np.zeros((d + h + 1, gates * h)).size + extra

    return size(2), size(3), size(3, h)
