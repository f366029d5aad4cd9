"""What came in.

fails: all
"""


def masked_loss(logits, targets, mask):
    return logits
