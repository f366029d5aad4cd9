"""Zero.

fails: all
"""


def masked_loss(logits, targets, mask):
    return 0.0
