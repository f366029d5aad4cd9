"""Makes the arrays and counts what they hold; searches downwards, by recursion.

right
"""


def count_parameters(d, h, q, T):
    W_xh, W_hh, b_h = np.zeros((d, h)), np.zeros((h, h)), np.zeros(h)
    W_hq, b_q = np.zeros((h, q)), np.zeros(q)
    return W_xh.size + W_hh.size + b_h.size + W_hq.size + b_q.size


def count_torch(d, h, q):
    cell = [np.zeros((h, d)), np.zeros((h, h)), np.zeros(h), np.zeros(h)]
    output = [np.zeros((q, h)), np.zeros(q)]
    return sum(array.size for array in cell + output)


def largest_hidden(budget, count):
    h = int(budget**0.5) + 1
    while h > 0 and count(h) > budget:
        h = h - 1
    return h
