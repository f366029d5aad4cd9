"""Averages each sequence, then the averages.

fails: values fresh empty anything no-class
hint: mean-of-means
"""


def masked_loss(logits, targets, mask):
    a = np.where(mask[..., None], logits, 0)
    a = a - a.max(axis=-1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=-1, keepdims=True))
    own = -np.take_along_axis(log_p, np.where(mask, targets, 0)[..., None], axis=-1)[..., 0]
    return ((own * mask).sum(axis=1) / mask.sum(axis=1)).mean()
