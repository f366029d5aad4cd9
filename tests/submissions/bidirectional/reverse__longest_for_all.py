"""The length of the longest for every sequence.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: longest-reversed; bidirectional-reverse-values: whole-box-reversed; bidirectional-reverse-ends: whole-box-reversed
"""


def reverse(X, lengths):
    result = X.copy()
    longest = lengths.max()
    result[:, :longest] = X[:, :longest][:, ::-1]
    return result
