"""Takes the size that comes closest to the budget, from either side.

fails: rnn-count-largest rnn-count-largest-fresh
hint: closest-to-the-budget
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, count):
    sizes = np.arange(200)
    return int(sizes[np.argmin([abs(count(int(h)) - budget) for h in sizes])])
