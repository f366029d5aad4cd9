"""Zeros of the right shapes.

fails: all
"""


def to_layout(W_xh, W_hh, b_h, layout):
    (d, four), h = W_xh.shape, len(W_hh)
    shapes = {
        "pytorch": [(four, d), (four, h), four, four],
        "keras": [(d, four), (h, four), four],
        "tensorflow1": [(d + h, four), four],
        "onnx": [(1, four, d), (1, four, h), (1, 2 * four)],
    }
    return tuple(np.zeros(shape, W_xh.dtype) for shape in shapes[layout])


def from_layout(arrays, layout):
    h = arrays[1].shape[-1] if layout in ("pytorch", "onnx") else arrays[-1].shape[-1] // 4
    d = {"pytorch": arrays[0].shape[-1], "onnx": arrays[0].shape[-1], "keras": len(arrays[0])}.get(
        layout, len(arrays[0]) - h
    )
    return np.zeros((d, 4 * h)), np.zeros((h, 4 * h)), np.zeros(4 * h)
