"""Zeros of the right shape.

fails: all
"""


def softmax_gradient(logits, targets, mask):
    return np.zeros_like(logits)


def binary_gradient(logits, targets, mask):
    return np.zeros_like(logits)
