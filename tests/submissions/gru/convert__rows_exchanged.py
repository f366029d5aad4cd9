"""The state's bias is taken for the input's.

fails: keras pytorch keras-fresh pytorch-fresh
hint: bias-rows-exchanged
"""


def to_keras(weight_ih, weight_hh, bias_ih, bias_hh):
    def reordered(array):
        r, z, n = np.split(array, 3, axis=-1)
        return np.concatenate([z, r, n], axis=-1)

    return reordered(weight_ih.T), reordered(weight_hh.T), reordered(np.stack([bias_hh, bias_ih]))


def to_pytorch(kernel, recurrent_kernel, bias):
    def reordered(array):
        z, r, h = np.split(array, 3, axis=-1)
        return np.concatenate([r, z, h], axis=-1)

    return reordered(kernel).T, reordered(recurrent_kernel).T, *reordered(bias)[::-1]


def other_polarity(kernel, recurrent_kernel, bias):
    def turned(array):
        z, r, h = np.split(array, 3, axis=-1)
        return np.concatenate([-z, r, h], axis=-1)

    return turned(kernel), turned(recurrent_kernel), turned(bias)
