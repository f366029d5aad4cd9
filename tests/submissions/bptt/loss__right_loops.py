"""Step by step, with the logarithm of a sum of exponentials.

right
"""


def softmax_gradient(logits, targets, mask):
    n, T, q = logits.shape
    gradient = np.zeros_like(logits)
    real = sum(1 for row in mask for entry in row if entry)
    for i in range(n):
        for t in range(T):
            if not mask[i, t]:
                continue
            highest = max(logits[i, t])
            log_sum = highest + np.log(np.exp(logits[i, t] - highest).sum())
            gradient[i, t] = np.exp(logits[i, t] - log_sum)
            gradient[i, t, targets[i, t]] -= 1
    return gradient / real


def binary_gradient(logits, targets, mask):
    gradient, real = np.zeros_like(logits), int(mask.sum())
    for place in zip(*np.nonzero(mask)):
        gradient[place] = (1 / (1 + np.exp(-logits[place])) - targets[place]) / real
    return gradient
