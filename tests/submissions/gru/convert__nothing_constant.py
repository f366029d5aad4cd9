"""A constant.

fails: all
"""


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    return (
        np.full_like(weight_ih.T, 0.3),
        np.full_like(weight_hh.T, 0.3),
        np.full_like(np.stack([bias_ih, bias_hh]), 0.3),
    )


def to_pytorch(kernel, recurrent_kernel, bias):
    return (
        np.full_like(kernel.T, 0.3),
        np.full_like(recurrent_kernel.T, 0.3),
        np.full_like(bias[0], 0.3),
        np.full_like(bias[1], 0.3),
    )


def other_polarity(kernel, recurrent_kernel, bias):
    return np.full_like(kernel, 0.3), np.full_like(recurrent_kernel, 0.3), np.full_like(bias, 0.3)
