"""Hands the networks back.

fails: all
"""


def rank_networks(networks):
    return networks
