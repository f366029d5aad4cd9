"""Zeros in the right shapes.

fails: all
"""


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    return np.zeros_like(weight_ih.T), np.zeros_like(weight_hh.T), np.zeros_like(np.stack([bias_ih, bias_hh]))


def to_pytorch(kernel, recurrent_kernel, bias):
    return (
        np.zeros_like(kernel.T),
        np.zeros_like(recurrent_kernel.T),
        np.zeros_like(bias[0]),
        np.zeros_like(bias[1]),
    )


def other_polarity(kernel, recurrent_kernel, bias):
    return np.zeros_like(kernel), np.zeros_like(recurrent_kernel), np.zeros_like(bias)
