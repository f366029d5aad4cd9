"""The order in which they came.

fails: all
"""


def rank_networks(networks):
    return list(range(len(networks)))
