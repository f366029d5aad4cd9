"""Hands the start back.

fails: all
"""


def final_states(H, C, lengths, h_0, c_0):
    return h_0, c_0
