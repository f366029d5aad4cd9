"""Blocks taken apart by hand, each library by itself; biases shared out in halves; lists are returned.

right
"""


def parts(array, axis=-1):
    return np.split(array, 4, axis=axis)


def to_layout(W_xh, W_hh, b_h, layout):
    (Wi, Wf, Wg, Wo), (Ri, Rf, Rg, Ro), (bi, bf, bg, bo) = parts(W_xh), parts(W_hh), parts(b_h)
    if layout == "keras":
        return [W_xh, W_hh, b_h]
    if layout == "tensorflow1":
        above, below = np.hstack([Wi, Wg, Wf, Wo]), np.hstack([Ri, Rg, Rf, Ro])
        return [np.vstack([above, below]), np.hstack([bi, bg, bf - 1, bo])]
    if layout == "pytorch":
        return [W_xh.T, W_hh.T, b_h / 2, b_h / 2]
    half = np.hstack([bi, bo, bf, bg]) / 2
    return [
        np.hstack([Wi, Wo, Wf, Wg]).T[None],
        np.hstack([Ri, Ro, Rf, Rg]).T[None],
        np.hstack([half, half])[None],
    ]


def from_layout(arrays, layout):
    if layout == "keras":
        return arrays
    if layout == "tensorflow1":
        kernel, bias = arrays
        (Ki, Kg, Kf, Ko), (bi, bg, bf, bo) = parts(kernel), parts(bias)
        K, h = np.hstack([Ki, Kf, Kg, Ko]), len(bi)
        return K[:-h], K[-h:], np.hstack([bi, bf + 1, bg, bo])
    if layout == "pytorch":
        return arrays[0].T, arrays[1].T, arrays[2] + arrays[3]
    (Wi, Wo, Wf, Wg), (Ri, Ro, Rf, Rg) = parts(arrays[0][0], 0), parts(arrays[1][0], 0)
    b_in, b_state = np.split(arrays[2][0], 2)
    bi, bo, bf, bg = parts(b_in + b_state)
    return np.vstack([Wi, Wf, Wg, Wo]).T, np.vstack([Ri, Rf, Rg, Ro]).T, np.hstack([bi, bf, bg, bo])
