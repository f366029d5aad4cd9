"""The last axis, which for ids is that of the steps.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: numbers-of-a-step-reversed; bidirectional-reverse-ends: whole-box-reversed
"""


def reverse(X, lengths):
    return X[..., ::-1]
