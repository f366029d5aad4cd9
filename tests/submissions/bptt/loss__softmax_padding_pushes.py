"""Divided by the number of real steps, and the padding is left as it is.

fails: bptt-loss-softmax bptt-loss-softmax-fresh bptt-loss-softmax-extreme
hint: softmax-padding-not-zero
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    p = p - np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return p / int(mask.sum())


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
