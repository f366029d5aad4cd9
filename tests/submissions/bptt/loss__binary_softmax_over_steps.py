"""A softmax over the steps in the place of a sigmoid at each.

fails: bptt-loss-binary bptt-loss-binary-fresh bptt-loss-binary-extreme
hint: binary-softmax
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return np.where(mask[:, :, None], (p - one_hot) / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
