"""The 1 is added to the second block while the bias still lies in TensorFlow's order.

fails: lstm-layouts-from-rows lstm-layouts-from-fresh
hint: forget-bias-in-another-block-back
"""

ORDERS = {"pytorch": "ifgo", "keras": "ifgo", "tensorflow1": "igfo", "onnx": "iofg"}


def moved(array, here, there):
    blocks = dict(zip(here, np.split(array, 4, axis=-1)))
    return np.concatenate([blocks[gate] for gate in there], axis=-1)


def to_layout(W_xh, W_hh, b_h, layout):
    h, b = len(W_hh), np.array(b_h)
    if layout == "tensorflow1":
        b[h : 2 * h] -= 1
    W, R, b = (moved(array, "ifgo", ORDERS[layout]) for array in (W_xh, W_hh, b))
    if layout == "keras":
        return W, R, b
    if layout == "tensorflow1":
        return np.concatenate([W, R]), b
    if layout == "pytorch":
        return W.T, R.T, b, 0 * b
    return W.T[None], R.T[None], np.concatenate([b, np.zeros_like(b)])[None]


def from_layout(arrays, layout):
    if layout == "tensorflow1":
        kernel, b = arrays
        b, h = b.copy(), len(b) // 4
        b[h : 2 * h] += 1
        kernel, b = (moved(array, "igfo", "ifgo") for array in (kernel, b))
        return kernel[: len(kernel) - h], kernel[len(kernel) - h :], b
    if layout == "keras":
        return tuple(arrays)
    if layout == "onnx":
        W, R, B = (array[0] for array in arrays)
        biases = np.split(B, 2)
    else:
        W, R, *biases = arrays
    W, R, b = W.T, R.T, biases[0] + biases[1]
    return tuple(moved(array, "iofg" if layout == "onnx" else "ifgo", "ifgo") for array in (W, R, b))
