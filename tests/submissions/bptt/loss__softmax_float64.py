"""The one-hot and the count are float64, and so is the result.

fails: bptt-loss-softmax-fresh
hint: wrong-dtype
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1])[targets]
    return np.where(mask[:, :, None], (p - one_hot) / mask.sum(), 0)


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
