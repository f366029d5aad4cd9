"""The two-sided cloze: a blank in the middle of a sentence, with a clue on either side of it.

    我 的 手机 坏 了 ， 我 打算 ____ 一 部 新 手机    My phone is broken; I am going to ____ a new phone
    我 的 手机 坏 了 ， 我 打算 ____ 它              My phone is broken; I am going to ____ it

Where a new phone follows, the answer is 买, buy. Where 它, it, follows, the clue before the blank decides: what is
broken is repaired, what is lost is looked for. So the answer is certain for whoever sees both clues. How often it
can be right for whoever sees less is a sum of a few products, which ``bayes_accuracy`` takes.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from rnncourse.cells.validation import require_choice

Array = np.ndarray

BLANK, PADDING = "____", "<pad>"
BUY = "买"
#: The clue before the blank, and what one does about it: broken, lost, dirty, old; repair, look for, wipe, sell.
REMEDIES = {"坏": "修", "丢": "找", "脏": "擦", "旧": "卖"}
NEW, IT = ("一", "部", "新", "手机"), ("它",)
#: How often the sentence goes on with a new phone, in tenths, so that the enumeration is exact.
NEW_IN_TEN = 3
#: What may stand before the blank and says nothing: today, tomorrow, at the weekend; at once, after all.
TIMES, MANNERS = ("今天", "明天", "周末"), ("马上", "还是")

WORDS = tuple(
    dict.fromkeys(
        (PADDING, BLANK, "我", "的", "手机", *REMEDIES, "了", "，", *TIMES, *MANNERS, "打算", *NEW, *IT)
    )
)
#: None, a time, a manner, or one of each.
_BETWEEN = tuple(
    tuple(word for word in pair if word) for pair in itertools.product(("", *TIMES), ("", *MANNERS))
)
ANSWERS = (BUY, *REMEDIES.values())
SIDES = ("none", "left", "right", "both")


class Batch(NamedTuple):
    """``words [n, T]`` numbers in WORDS, padded; ``lengths``, ``blank`` (its place, from 0), ``answers``: [n]."""

    words: Array
    lengths: Array
    blank: Array
    answers: Array


def answer(clue: str, new: bool) -> str:
    """What fills the blank after this clue, before a new phone or before "it".

    >>> answer("坏", new=True), answer("坏", new=False)
    ('买', '修')
    """
    return BUY if new else REMEDIES[clue]


def sentence(clue: str, new: bool, between: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The words, with BLANK where the verb stands.

    >>> " ".join(sentence("丢", new=False, between=("明天",)))
    '我 的 手机 丢 了 ， 我 明天 打算 ____ 它'
    """
    return ("我", "的", "手机", clue, "了", "，", "我", *between, "打算", BLANK, *(NEW if new else IT))


def draw(rng: np.random.Generator, n: int) -> Batch:
    """``n`` sentences, the clue drawn evenly, the end with its odds, 0 to 2 words between.

    Raises ValueError unless n ≥ 1.

    >>> batch = draw(np.random.default_rng(0), 3)
    >>> [WORDS[number] for number in batch.words[0]][-3:], ANSWERS[batch.answers[0]]
    (['新', '手机', '<pad>'], '买')
    """
    if n < 1:
        raise ValueError(f"n should be at least 1, got {n}")
    clues = rng.integers(len(REMEDIES), size=n)
    new = rng.integers(10, size=n) < NEW_IN_TEN
    between = rng.integers(len(_BETWEEN), size=n)
    chosen = _TABLE[clues, new.astype(int), between]  # n,15
    lengths = (chosen != WORDS.index(PADDING)).sum(1)
    blank = (chosen == WORDS.index(BLANK)).argmax(1)
    return Batch(chosen[:, : lengths.max()], lengths, blank, np.where(new, 0, 1 + clues))


def _tabulate() -> Array:
    """Every sentence there is, by clue, end and words between, as numbers, padded: [4, 2, 12, 15]."""
    numbered = {
        place: [WORDS.index(word) for word in sentence(clue, new, between)]
        for i, clue in enumerate(REMEDIES)
        for j, new in enumerate((False, True))
        for k, between in enumerate(_BETWEEN)
        for place in [(i, j, k)]
    }
    longest = max(map(len, numbered.values()))
    table = np.full((len(REMEDIES), 2, len(_BETWEEN), longest), WORDS.index(PADDING))
    for place, numbers in numbered.items():
        table[place][: len(numbers)] = numbers
    return table


def bayes_accuracy(side: str) -> float:
    """The share that the best possible reader of this side gets right, Eq. 4.12 (bi-bayes).

    Raises ValueError for a side other than "none", "left", "right", "both".

    >>> [bayes_accuracy(side) for side in SIDES]
    [0.3, 0.7, 0.475, 1.0]
    """
    require_choice("side", side, SIDES)
    tenths: dict[tuple, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for clue in REMEDIES:
        for new, weight in ((True, NEW_IN_TEN), (False, 10 - NEW_IN_TEN)):
            seen = {"none": (), "left": (clue,), "right": (new,), "both": (clue, new)}[side]
            tenths[seen][answer(clue, new)] += weight
    return sum(max(answers.values()) for answers in tenths.values()) / (10 * len(REMEDIES))


def binomial_band(share: float, n: int, coverage: float = 0.95) -> tuple[float, float]:
    """Between which two shares a reader that is right with probability ``share`` scores on n sentences.

    The narrowest whole counts outside which at most (1 − coverage) / 2 lies on either side, divided by n.

    Raises ValueError unless 0 ≤ share ≤ 1, n ≥ 1 and 0 < coverage < 1.

    >>> binomial_band(0.5, 100)
    (0.4, 0.6)
    """
    if not (0 <= share <= 1 and n >= 1 and 0 < coverage < 1):
        raise ValueError(
            f"expected 0 ≤ share ≤ 1, n ≥ 1 and 0 < coverage < 1, got share={share}, n={n}, coverage={coverage}"
        )
    from scipy.stats import binom

    low, high = binom.interval(coverage, n, share)
    return float(low / n), float(high / n)


_TABLE = _tabulate()
