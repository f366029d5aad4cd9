"""The probabilities, and nothing taken away from them.

fails: bptt-loss-softmax bptt-loss-softmax-fresh bptt-loss-softmax-extreme
hint: one-hot-forgotten
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    return np.where(mask[:, :, None], p / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
