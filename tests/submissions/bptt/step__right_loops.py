"""Every product a sum, written out over samples and units.

right
"""


def step_backward(x, before, after, W_in, W_rec, d_after):
    n, d = x.shape
    h = after.shape[1]
    da, dx, d_before = np.empty_like(after), np.zeros_like(x), np.zeros_like(before)
    dW_in, dW_rec, db = np.zeros_like(W_in), np.zeros_like(W_rec), np.zeros(h, W_in.dtype)
    for s in range(n):
        for j in range(h):
            da[s, j] = d_after[s, j] - d_after[s, j] * after[s, j] * after[s, j]
            db[j] += da[s, j]
            for i in range(d):
                dx[s, i] += da[s, j] * W_in[i, j]
                dW_in[i, j] += x[s, i] * da[s, j]
            for i in range(h):
                d_before[s, i] += da[s, j] * W_rec[i, j]
                dW_rec[i, j] += before[s, i] * da[s, j]
    return da, dx, d_before, dW_in, dW_rec, db
