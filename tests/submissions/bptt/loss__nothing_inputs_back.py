"""Hands the logits back.

fails: all
"""


def softmax_gradient(logits, targets, mask):
    return logits


def binary_gradient(logits, targets, mask):
    return logits
