"""One list of column numbers for all arrays.

right
"""


def _exchanged(size):
    h = size // 3
    return np.r_[h : 2 * h, 0:h, 2 * h : 3 * h]


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    order = _exchanged(len(bias_ih))
    return weight_ih[order].T, weight_hh[order].T, np.array([bias_ih[order], bias_hh[order]])


def to_pytorch(kernel, recurrent_kernel, bias):
    order = _exchanged(bias.shape[1])
    return kernel.T[order], recurrent_kernel.T[order], bias[0, order], bias[1, order]


def other_polarity(kernel, recurrent_kernel, bias):
    sign = np.ones(bias.shape[1], bias.dtype)
    sign[: len(sign) // 3] = -1
    return kernel * sign, recurrent_kernel * sign, bias * sign
