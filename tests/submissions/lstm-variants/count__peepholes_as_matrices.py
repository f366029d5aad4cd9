"""Three peephole matrices from every cell to every gate.

fails: variants variants-fresh
hint: peepholes-as-matrices
"""


def count_parameters(variant, d, h, p):
    blocks = {"1997": 3, "LSTM": 4, "peephole": 4, "CIFG": 3, "JANET": 2, "LSTMP": 4}[variant]
    if variant == "LSTMP":
        return blocks * h * (d + p + 1) + h * p
    count = blocks * h * (d + h + 1)
    return count + 3 * h * h if variant == "peephole" else count


def nearest_hidden(budget, count):
    h = 1
    while count(h + 1) <= budget:
        h += 1
    below, above = abs(budget - count(h)), abs(count(h + 1) - budget)
    return h + 1 if above < below else h
