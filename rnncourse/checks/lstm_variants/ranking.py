"""Cases and mistakes of the exercise on ranking what the parts of a cell are worth by measured losses."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect

#: The 97.5th percentile of Student's t, by the number of seeds.
QUANTILES = {5: 2.776, 6: 2.571, 8: 2.365, 10: 2.262}

#: Effects: their mean in standard errors, and its size. Three are clear; of the others one has the largest mean of
#: all, and seeds that disagree. A last one comes so near to being clear that a slightly smaller spread decides.
_EFFECTS = ((14.0, 0.5), (4.0, 0.3), (-7.0, 0.4), (1.7, 0.8), (0.5, 0.01), (-1.5, 0.45))


def measured(draw, seeds, tries=1000):
    """(names, losses [v, s], base [s], t): what was measured, and (ranked, unclear): what is to be said of it.

    The base's loss varies from seed to seed by more than any effect, and the variants' with it, as when a seed decides
    on the data. Drawn until every mistake below gives an answer of its own.
    """
    t = QUANTILES[seeds]
    names = [str(name) for name in draw.permutation(["NIG", "NFG", "NOG", "NIAF", "NOAF", "NP", "CIFG"])]
    for _ in range(tries):
        base = 3 + draw.normal(size=seeds)
        effects = [*_EFFECTS, (t * (1 - 1 / seeds) ** 0.25, 0.1)]
        losses = np.stack([base + _effect(draw, *effects[k], seeds) for k in draw.permutation(len(effects))])
        case = (names, losses, base, t)
        expected = _ranked(*case)
        if _told_apart(case, expected):
            return case, expected
    raise RuntimeError("no losses were found that tell all mistakes apart")


def _told_apart(case, expected):
    """Whether all mistakes, in all their forms, give answers of their own."""
    forms = [{_plain(wrong(*case)) for wrong in (suspect.wrong, *suspect.also)} for suspect in RANK]
    return len({_plain(expected)}.union(*forms)) == 1 + sum(map(len, forms))


def _plain(answer):
    return tuple(map(tuple, answer))


def _effect(draw, ratio, mean, seeds):
    """Differences of mean ±``mean`` whose mean is ``ratio`` standard errors."""
    noise = draw.normal(size=seeds)
    noise = (noise - noise.mean()) / noise.std(ddof=1)
    return np.sign(ratio) * mean + noise * np.sqrt(seeds) * mean / abs(ratio)


def two_lists(result):
    """The names that are ranked and those that are unclear, for a view; raises TypeError for anything else."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError(
            "two lists are wanted: the names in their order, and the names of which nothing can be said"
        )
    for what, names in zip(("ranked", "unclear"), result, strict=True):
        if not isinstance(names, (tuple, list)) or not all(isinstance(name, str) for name in names):
            raise TypeError(f"{what} should be a list of names")
    return tuple([str(name) for name in names] for names in result)


def _ranked(names, losses, base, t, **parts):
    return _told(names, *_measures(losses, base, **parts), t)


def _measures(losses, base, ddof=1, root=True, middle=np.mean, minus=True, paired=True):
    """Each variant's effect, and the error of it."""
    differences = losses - base if minus else losses
    spread = (differences if paired else losses).std(axis=1, ddof=ddof)
    return middle(differences, axis=1), spread / np.sqrt(len(base)) if root else spread


def _told(names, effects, errors, t, clear=None, key=None):
    clear = clear or (lambda effect, error: abs(effect) > t * error)
    key = key or (lambda effect: -effect)
    found = [clear(effect, error) for effect, error in zip(effects, errors, strict=True)]
    order = sorted(np.flatnonzero(found), key=lambda k: key(effects[k]))
    return [names[k] for k in order], [name for name, said in zip(names, found, strict=True) if not said]


def _but(clear=None, key=None, **parts):
    """The right ranking with other measures (``parts``), another rule for what is clear, or another order."""

    def wrong(names, losses, base, t):
        effects, errors = _measures(losses, base, **parts)
        rule = (lambda effect, error: clear(effect, error, t)) if clear else None
        return _told(names, effects, errors, t, rule, key)

    return wrong


def _unpaired(names, losses, base, t):
    errors = np.sqrt((losses.var(axis=1, ddof=1) + base.var(ddof=1)) / len(base))
    return _told(names, (losses - base).mean(axis=1), errors, t)


def _one_sided(effect, error, t):
    return effect > t * error


RANK = (
    Suspect(
        "seeds-not-paired",
        _unpaired,
        "Your intervals are so wide that nothing is left to say. They hold what the seeds do to *every* cell; variant "
        "and base were measured on the same seeds, so that can be taken away before you look at the spread.",
        also=(_but(paired=False),),
    ),
    Suspect(
        "spread-for-error-of-the-mean",
        _but(root=False),
        "You compare with the spread of single runs, and so some clear effects are lost. A *mean* of several runs is "
        'more certain than one run is; see "What it does" in chapter 6.',
    ),
    Suspect(
        "only-harm-counts",
        _but(clear=_one_sided),
        "A cell that became clearly *better* without its part stands among the unclear. An effect has either sign.",
    ),
    Suspect(
        "spread-about-a-mean-once-counted",
        _but(ddof=0),
        "One variant is clear to you that is not: your spread is a little too small. The mean was taken from the same "
        "few numbers; np.std takes that into account if asked to (ddof).",
    ),
    Suspect(
        "intervals-ignored",
        _but(clear=lambda effect, error, t: True),
        "Every variant is ranked. Some of these differences are no larger than what chance makes of so few seeds; of "
        "those the experiment says nothing, and that is a result.",
    ),
    Suspect(
        "best-first",
        _but(key=lambda effect: effect),
        "The right names in the opposite order: the part that was missed most comes first.",
    ),
    Suspect(
        "order-by-size-alone",
        _but(key=lambda effect: -abs(effect)),
        "You order by the size of the effect whatever its sign. A variant that got better has not missed its part at "
        "all, and comes last.",
    ),
    Suspect(
        "middle-seed-for-the-mean",
        _but(middle=np.median),
        "You take the middle seed for the mean; the interval that t belongs to is one of the mean.",
    ),
)
