"""The cloze task: fill the blank at the end of a sentence whose clue lies nine words back.

    我 昨天 上学 迟到 了 ， 老师 批评 了 ____    I was late for school yesterday; the teacher scolded ____

Chinese pronouns have one form for subject and object, so the answer is the clue itself. What lies between the
two is drawn word by word and says nothing about it. Whoever does not see the clue is right one time in eight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

Array = np.ndarray

BLANK = "____"
PADDING, UNKNOWN = "<pad>", "<unk>"
#: Ids of the two tokens that stand for no word.
PADDING_ID, UNKNOWN_ID = 0, 1


class Cloze(NamedTuple):
    """A sentence as ``words`` with a BLANK, an ``answer`` to it, the place of the ``clue``, a translation."""

    words: tuple[str, ...]
    answer: str
    clue: int
    english: str

    @property
    def lag(self) -> int:
        """How many words before the blank the clue stands; negative where it comes after."""
        return self.words.index(BLANK) - self.clue


MOTHER_TONGUE = Cloze(
    ("我", "是", "中国人", "，", "我", "的", "母语", "是", BLANK), "汉语", 2,
    "I am Chinese; my mother tongue is ____.",
)  # fmt: skip
LATE = Cloze(
    ("我", "昨天", "上学", "迟到", "了", "，", "老师", "批评", "了", BLANK), "我", 0,
    "I was late for school yesterday; the teacher scolded ____.",
)  # fmt: skip
PHONE = Cloze(
    ("我", "的", "手机", "坏", "了", "，", "我", "打算", BLANK, "一", "部", "新", "手机"), "买", 11,
    "My phone is broken; I am going to ____ a new phone.",
)  # fmt: skip

#: I, you, he, she; we, you, they (with a man among them), they (women).
PRONOUNS = ("我", "你", "他", "她", "我们", "你们", "他们", "她们")
#: What may stand at each of the eight places between the clue and the blank.
SLOTS = (
    ("昨天", "今天", "前天", "上周"),
    ("上学", "上课", "上班", "开会"),
    ("迟到", "早退", "缺席"),
    ("了",),
    ("，",),
    ("老师", "校长", "经理", "父亲"),
    ("批评", "提醒", "原谅", "询问"),
    ("了",),
)
LAG = len(SLOTS) + 1
#: Words that a reader is given, if none are added: the last three of the sentence before, the clue, eight more.
T = 3 + LAG
#: The word of each id.
VOCABULARY = (PADDING, UNKNOWN, *PRONOUNS, *dict.fromkeys(word for slot in SLOTS for word in slot), "。")
_IDS = {word: number for number, word in enumerate(VOCABULARY)}


class Batch(NamedTuple):
    """``ids [n, T]`` the words before each blank, ``targets [n]`` the word that belongs there; integers."""

    ids: Array
    targets: Array


def encode(words: Iterable[str]) -> list[int]:
    """The id of every word, ``UNKNOWN_ID`` for a word that has none.

    >>> encode(["我", "昨天", "睡觉", "了"])
    [2, 10, 1, 21]
    """
    return [_IDS.get(word, UNKNOWN_ID) for word in words]


def decode(ids: Sequence[int] | Array) -> list[str]:
    """The word of every id, padding left out.

    Raises ValueError for an id outside the vocabulary.

    >>> " ".join(decode([2, 10, 1, 21, 0, 0]))
    '我 昨天 <unk> 了'
    """
    for number in ids:
        if not 0 <= number < len(VOCABULARY):
            raise ValueError(f"ids should lie in 0..{len(VOCABULARY) - 1}, got {number}")
    return [VOCABULARY[number] for number in ids if number != PADDING_ID]


def draw(
    rng: np.random.Generator, n: int, extra: tuple[int, int] = (0, 0), length: int | None = None
) -> Batch:
    """``n`` sentences up to their blank, each after the end of another: ``了 他 。 我 昨天 上学 迟到 了 ， …``

    The pronoun of the sentence before is drawn apart from the clue; it is there to mislead.

    Parameters
    ----------
    extra : fewest and most words of time to be added behind the clue's own (我 昨天 今天 前天 上学 …), how many
        is drawn for each sentence; the clue then lies 9 + extra words back
    length : words that are shown, the first of them from the sentence before; 12 + most unless given

    Returns
    -------
    Batch : ids [n, length]

    Raises
    ------
    ValueError : for n below 1; unless 0 ≤ fewest ≤ most; for a length that does not hold the clue, or holds more
        than the sentence before

    >>> batch = draw(np.random.default_rng(0), n=2)
    >>> batch.ids.shape, bool((batch.ids[:, -LAG] == batch.targets).all())
    ((2, 12), True)
    """
    fewest, most = extra
    if n < 1:
        raise ValueError(f"n should be at least 1, got {n}")
    if not 0 <= fewest <= most:
        raise ValueError(f"extra should be 0 <= fewest <= most, got {fewest} and {most}")
    length = T + most if length is None else length
    if not LAG + most <= length <= LAG + fewest + len(SLOTS) + 2:
        bounds = f"{LAG + most}..{LAG + fewest + len(SLOTS) + 2}"
        raise ValueError(f"length should lie in {bounds} for {fewest} to {most} extra words, got {length}")
    before = _words(rng, n, [*SLOTS, PRONOUNS, ("。",)])
    clue = _words(rng, n, [PRONOUNS, SLOTS[0]])
    added = _words(rng, n, [SLOTS[0]] * most)
    after = _words(rng, n, SLOTS[1:])
    counts = rng.integers(fewest, most + 1, size=n)
    ids = np.empty((n, length), np.int64)
    for count in range(fewest, most + 1):
        rows = counts == count
        shown = length - LAG - count  # words of the sentence before
        parts = (before[rows, len(SLOTS) + 2 - shown :], clue[rows], added[rows, :count], after[rows])
        ids[rows] = np.concatenate(parts, axis=1)
    return Batch(ids, clue[:, 0].copy())


def _words(rng: np.random.Generator, n: int, slots: Sequence[Sequence[str]]) -> Array:
    """A word for each slot, [n, len(slots)]."""
    ids = np.empty((n, len(slots)), np.int64)
    for place, words in enumerate(slots):
        ids[:, place] = rng.choice(encode(words), size=n)
    return ids
