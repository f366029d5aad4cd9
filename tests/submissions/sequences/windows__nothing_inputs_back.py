"""What came in.

fails: all
"""


def windows(ids, k):
    return ids, k


def causal_windows(ids, k, padding):
    return ids
