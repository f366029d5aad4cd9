"""Cases and mistakes of the exercise on counting parameters and meeting a budget."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM, LSTM1997, CoupledLSTM, ForgetOnlyLSTM, PeepholeLSTM, ProjectedLSTM
from rnncourse.checks.suspects import Suspect

VARIANTS = ("1997", "LSTM", "peephole", "CIFG", "JANET", "LSTMP")


def counted(variant, d, h, p):
    """How many numbers a cell learns, counted in one that is really made."""
    cells = {
        "1997": LSTM1997(),
        "LSTM": LSTM(),
        "peephole": PeepholeLSTM(),
        "CIFG": CoupledLSTM(),
        "JANET": ForgetOnlyLSTM(),
        "LSTMP": ProjectedLSTM(p=p),
    }
    return sum(int(np.prod(shape)) for shape in cells[variant].shapes(d, h).values())


_BLOCKS = {"1997": 3, "LSTM": 4, "peephole": 4, "CIFG": 3, "JANET": 2, "LSTMP": 4}


def _count_but(blocks=None, biases=1, peepholes=lambda h: 3 * h, read=None, projection=lambda h, p: h * p):
    """The right count with one part exchanged.

    blocks: variant → another number of blocks; biases: vectors a block; peepholes(h); read(h, p): rows of the
    projected cell's W_hh; projection(h, p): what W_hp holds
    """
    read = read or (lambda h, p: p)

    def wrong(variant, d, h, p):
        many = (blocks or {}).get(variant, _BLOCKS[variant])
        rows = read(h, p) if variant == "LSTMP" else h
        total = many * h * (d + rows + biases)
        extra = {"peephole": peepholes(h), "LSTMP": projection(h, p)}
        return total + extra.get(variant, 0)

    return wrong


#: A cell for probes, on which no two mistakes about the projected one come to the same count.
_PROJECTED = ("LSTMP", 3, 7, 2)
_PEEPING = ("peephole", 3, 7, 2)

COUNT = (
    Suspect(
        "peepholes-as-matrices",
        _count_but(peepholes=lambda h: 3 * h * h),
        "You have {got}, expected {want}: your peepholes are h × h matrices. A unit's gates look at that unit's cell "
        "alone.",
        probe=_PEEPING,
    ),
    Suspect(
        "peepholes-for-four",
        _count_but(peepholes=lambda h: 4 * h),
        "You have {got}, expected {want}: one vector too many. Three of the four blocks are gates; the candidate "
        "looks at no cell.",
        probe=_PEEPING,
    ),
    Suspect(
        "peepholes-not-counted",
        _count_but(peepholes=lambda h: 0),
        "This is the LSTM's count: the peepholes are parameters too.",
        probe=_PEEPING,
    ),
    Suspect(
        "two-biases-a-block",
        _count_but(biases=2),
        "You have {got}, expected {want}: you count two bias vectors, as PyTorch keeps them. Ours have one.",
    ),
    Suspect(
        "biases-not-counted",
        _count_but(biases=0),
        "You have {got}, expected {want}: these are the matrices alone. Each block has a bias.",
    ),
    Suspect(
        "recurrent-matrix-of-full-height",
        _count_but(read=lambda h, p: h),
        "You have {got}, expected {want}: your W_hh has a row for each cell. It reads h_prev; how many numbers has "
        "that behind a projection?",
        probe=_PROJECTED,
    ),
    Suspect(
        "projection-not-counted",
        _count_but(projection=lambda h, p: 0),
        "You have {got}, expected {want}: the matrix that makes the outputs from the cells is missing.",
        probe=_PROJECTED,
    ),
    Suspect(
        "blocks-miscounted",
        _count_but(blocks=dict.fromkeys(_BLOCKS, 4)),
        "You have {got}, expected {want}. Which of the LSTM's four blocks does this cell have, and which not? "
        'See "How many parameters" in chapter 6.',
        also=tuple(
            _count_but(blocks={variant: many})
            for variant, many in (("1997", 4), ("CIFG", 4), ("JANET", 4), ("JANET", 3), ("JANET", 1))
        ),
    ),
)


def _around(budget, count):
    """The last size that fits, 0 if none does, and the next."""
    h = 0
    while count(h + 1) <= budget:
        h += 1
    return h, h + 1


def _nearest(budget, count):
    below, above = _around(budget, count)
    return above if below == 0 or count(above) - budget < budget - count(below) else below


def _tie_upwards(budget, count):
    below, above = _around(budget, count)
    return above if below == 0 or count(above) - budget <= budget - count(below) else below


def _by_proportion(budget, count):
    below, above = _around(budget, count)
    return above if below == 0 or count(above) / budget < budget / count(below) else below


def lent_count(count, calls=5000):
    """``count``, lent for so many calls; each call beyond is refused in other words, like no mistake's refusal."""
    made = 0

    def lent(h):
        nonlocal made
        made += 1
        if made > calls:
            raise RuntimeError(f"`count` has been called {made:,} times: does your loop end?")
        return count(h)

    lent.__name__ = lent.__qualname__ = "count"
    return lent


NEAREST = (
    Suspect(
        "largest-that-fits",
        lambda budget, count: max(_around(budget, count)[0], 1),
        "h = {got} is the largest size within the budget; {want} comes nearer to it, from above. Asked for is the "
        "nearest, not one that stays below.",
        also=(lambda budget, count: _around(budget, count)[0],),
    ),
    Suspect(
        "tie-to-the-larger",
        _tie_upwards,
        "h = {got} and h = {want} are equally far from the budget, one above and one below. What does the docstring "
        "say for that case?",
    ),
    Suspect(
        "smallest-that-exceeds",
        lambda budget, count: _around(budget, count)[1],
        "h = {got} is the first size beyond the budget; {want} comes nearer to it, from below.",
    ),
    Suspect(
        "none-for-one",
        lambda budget, count: 0 if budget < count(1) else _nearest(budget, count),
        "A network has at least one unit, even where one unit is more than the budget.",
        also=(lambda budget, count: 0 if 2 * budget < count(1) else _nearest(budget, count),),
    ),
    Suspect(
        "count-for-size",
        lambda budget, count: count(_nearest(budget, count)),
        "You return the number of parameters, {got}; asked for is the size h that has them.",
    ),
)
