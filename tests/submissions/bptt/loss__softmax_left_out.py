"""The logits themselves are compared with the one-hot.

fails: bptt-loss-softmax bptt-loss-softmax-fresh bptt-loss-softmax-extreme
hint: raw-logits
"""


def softmax_gradient(logits, targets, mask):
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return np.where(mask[:, :, None], (logits - one_hot) / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
