"""False for every claim.

fails: all
"""


def check_gradients(loss, theta, claims):
    return [False] * len(claims)
