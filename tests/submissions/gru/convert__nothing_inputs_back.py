"""What came in.

fails: all
"""


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih, weight_hh, np.stack([bias_ih, bias_hh])


def to_pytorch(kernel, recurrent_kernel, bias):
    return kernel, recurrent_kernel, *bias


def other_polarity(kernel, recurrent_kernel, bias):
    return kernel, recurrent_kernel, bias
