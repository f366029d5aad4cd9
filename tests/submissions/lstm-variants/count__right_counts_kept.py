"""Case by case; all sizes up to the budget, and the nearest of them.

right
"""


def count_parameters(variant, d, h, p):
    def block(inputs):
        return inputs * h + h

    if variant in ("1997", "CIFG"):
        return 3 * block(d + h)
    if variant == "JANET":
        return 2 * block(d + h)
    if variant == "LSTMP":
        return 4 * block(d + p) + p * h
    return 4 * block(d + h) + (3 * h if variant == "peephole" else 0)


def nearest_hidden(budget, count):
    counts = [count(1)]
    while counts[-1] < budget:
        counts.append(count(len(counts) + 1))
    gaps = [abs(number - budget) for number in counts]
    return 1 + gaps.index(min(gaps))
