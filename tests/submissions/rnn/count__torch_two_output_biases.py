"""Counts two bias vectors in torch.nn.Linear too.

fails: rnn-count-torch rnn-count-torch-fresh
hint: torch-two-output-biases
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + 2 * q


def largest_hidden(budget, count):
    h = 0
    while count(h + 1) <= budget:
        h += 1
    return h
