"""p minus one-hot goes back through the softmax once more.

fails: bptt-loss-softmax bptt-loss-softmax-fresh bptt-loss-softmax-extreme
hint: softmax-passed-twice
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    gap = p - np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    gap = p * (gap - (gap * p).sum(axis=-1, keepdims=True))
    return np.where(mask[:, :, None], gap / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
