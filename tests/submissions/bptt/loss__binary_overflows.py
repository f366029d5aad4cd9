"""e^o / (1 + e^o), which is infinity over infinity.

fails: bptt-loss-binary-extreme
hint: binary-overflows
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return np.where(mask[:, :, None], (p - one_hot) / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = np.exp(logits) / (1 + np.exp(logits))
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
