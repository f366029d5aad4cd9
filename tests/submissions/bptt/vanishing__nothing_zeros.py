"""Zero for every network.

fails: all
"""


def rank_networks(networks):
    return [0] * len(networks)
