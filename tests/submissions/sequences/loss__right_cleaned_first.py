"""Clears the padding, then works on the whole box.

right
"""


def masked_loss(logits, targets, mask):
    a = np.where(mask[:, :, None], logits, 0)
    y = np.where(mask, targets, 0)
    top = a.max(axis=2)
    log_sum = np.log(np.exp(a - top[:, :, None]).sum(axis=2)) + top
    own = np.take_along_axis(a, y[:, :, None], axis=2)[:, :, 0]
    return ((log_sum - own) * mask).sum() / mask.sum()
