"""Hands the claims back.

fails: all
"""


def check_gradients(loss, theta, claims):
    return claims
