"""NumPy's own way of pairing.

right
"""


def readout(H, lengths):
    result = H[:, 0].copy()
    h = H.shape[2] // 2
    result[:, :h] = np.take_along_axis(H[:, :, :h], (lengths - 1)[:, None, None], axis=1)[:, 0]
    return result
