"""Has PyTorch count its own modules, where NumPy and a formula are asked for.

fails: torch torch-fresh
hint: uses-answers
"""


def count_parameters(d, h, q, T):
    W_xh, W_hh, b_h = np.zeros((d, h)), np.zeros((h, h)), np.zeros(h)
    W_hq, b_q = np.zeros((h, q)), np.zeros(q)
    return W_xh.size + W_hh.size + b_h.size + W_hq.size + b_q.size


def count_torch(d, h, q):
    from torch import nn

    model = nn.ModuleList([nn.RNN(d, h), nn.Linear(h, q)])
    return sum(parameter.numel() for parameter in model.parameters())


def largest_hidden(budget, count):
    h = int(budget**0.5) + 1
    while h > 0 and count(h) > budget:
        h = h - 1
    return h
