"""One constant in the right shape.

fails: all
"""


def softmax_gradient(logits, targets, mask):
    return np.full_like(logits, 0.1)


def binary_gradient(logits, targets, mask):
    return np.full_like(logits, 0.1)
