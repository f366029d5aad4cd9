"""Shapes in a table, whose products are added up; the size by halving an interval.

right
"""


def count_parameters(variant, d, h, p):
    gates = {"1997": "igo", "CIFG": "igo", "JANET": "fg"}.get(variant, "ifgo")
    rows = p if variant == "LSTMP" else h
    shapes = [shape for gate in gates for shape in [(d, h), (rows, h), (h,)]]
    if variant == "peephole":
        shapes += [(h,), (h,), (h,)]
    if variant == "LSTMP":
        shapes += [(h, p)]
    total = 0
    for shape in shapes:
        total += int(np.prod(shape))
    return total


def nearest_hidden(budget, count):
    low, high = 0, 1
    while count(high) < budget:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if count(middle) >= budget else (middle, high)
    if low == 0:
        return high
    return low if budget - count(low) <= count(high) - budget else high
