"""The largest size within the budget, as in chapter 2.

fails: nearest nearest-fresh
hint: largest-that-fits
"""


def count_parameters(variant, d, h, p):
    blocks = {"1997": 3, "LSTM": 4, "peephole": 4, "CIFG": 3, "JANET": 2, "LSTMP": 4}[variant]
    if variant == "LSTMP":
        return blocks * h * (d + p + 1) + h * p
    count = blocks * h * (d + h + 1)
    return count + 3 * h if variant == "peephole" else count


def nearest_hidden(budget, count):
    h = 1
    while count(h + 1) <= budget:
        h += 1
    return h
