"""The blocks as an axis of their own.

right
"""


def _swapped(array):
    blocks = array.reshape(len(array), 3, -1)
    return blocks[:, [1, 0, 2]].reshape(array.shape)


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    return _swapped(weight_ih.T), _swapped(weight_hh.T), _swapped(np.vstack([bias_ih, bias_hh]))


def to_pytorch(kernel, recurrent_kernel, bias):
    bias_ih, bias_hh = _swapped(bias)
    return _swapped(kernel).T, _swapped(recurrent_kernel).T, bias_ih, bias_hh


def other_polarity(kernel, recurrent_kernel, bias):
    given = []
    for array in (kernel, recurrent_kernel, bias):
        array = array.copy()
        array[:, : array.shape[1] // 3] *= -1
        given.append(array)
    return tuple(given)
