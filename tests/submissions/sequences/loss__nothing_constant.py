"""One.

fails: all
"""


def masked_loss(logits, targets, mask):
    return 1.0
