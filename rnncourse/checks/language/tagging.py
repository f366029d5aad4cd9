"""Mistakes of the exercise on the loss of a tagger."""

from __future__ import annotations

import numpy as np

from rnncourse import losses
from rnncourse.checks.suspects import Suspect


def tagging_case(draw, n, T, q, dtype=np.float64, share=0.6):
    """Logits and tags; −1 stands at all steps after the end, and at some in between."""
    lengths = draw.permutation(np.concatenate([[1, T], draw.integers(1, T + 1, size=max(n - 2, 0))]))[:n]
    valid = (np.arange(T) < lengths[:, None]) & (draw.random((n, T)) < share)
    valid[0, 0] = True
    tags = np.where(valid, draw.integers(q - 1, size=(n, T)), -1)
    tags[0, 0] = q - 1
    return draw.normal(size=(n, T, q)).astype(dtype), tags


def tagging_results(logits, tags):
    """The losses [n, T], their mean and the gradient, by the course's own cross-entropy."""
    valid = tags >= 0
    if not valid.any():
        return np.zeros(tags.shape, logits.dtype), logits.dtype.type(0), np.zeros_like(logits)
    classes = np.where(valid, tags, 0)
    loss, d_logits = losses.softmax_cross_entropy(logits, classes, valid)
    own = np.zeros(tags.shape, logits.dtype)
    own[valid] = [
        losses.softmax_cross_entropy(a[None], y[None])[0]
        for a, y in zip(logits[valid], tags[valid], strict=True)
    ]
    return own, loss, d_logits


def _results(a, tags, *, valid=None, own_by=losses.log_softmax, mean=None, weight=None, slope=None, spare=0):
    """The three results with one part exchanged.

    valid: which steps count; own_by: the table of log-probabilities; mean(own, valid): the loss; weight(valid): what
    each valid step's gradient is multiplied by, [n, T]; slope(p, right): the gradient of a step; spare: what is left
    of the gradient where there is no tag
    """
    valid = tags >= 0 if valid is None else valid
    log_p = own_by(np.where(valid[..., None], a, 0))
    right = np.eye(a.shape[-1], dtype=a.dtype)[np.where(valid, tags, 0)]
    own = np.where(valid, -np.take_along_axis(log_p, np.where(valid, tags, 0)[..., None], -1)[..., 0], 0)
    count = valid.sum()
    loss = mean(own, valid) if mean else own.sum() / count
    share = (weight(valid) if weight else np.full(valid.shape, 1 / count))[..., None]
    rise = (slope or np.subtract)(np.exp(log_p), right)
    d_logits = np.where(valid[..., None], rise * share, spare * np.exp(own_by(a)) * share if spare else 0)
    return own.astype(a.dtype), a.dtype.type(loss), d_logits.astype(a.dtype)


def _but(**parts):
    return lambda logits, tags: _results(logits, tags, **parts)


def _all_steps(logits, tags):
    """−1 as an index: the last class."""
    return _results(logits, tags % logits.shape[-1])


def _pulled_to_the_last(logits, tags):
    """The gradient with a one-hot row for −1 as well."""
    return (np.exp(losses.log_softmax(logits)) - np.eye(logits.shape[-1])[tags]) / (tags >= 0).sum()


def _rows_mean(own, valid):
    return (own.sum(axis=1) / valid.sum(axis=1)).mean()


def _naive(a):
    return np.log(np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True))


def _naive_difference(a):
    return a - np.log(np.exp(a).sum(axis=-1, keepdims=True))


def _log_of_softmax(a):
    return np.log(np.exp(losses.log_softmax(a)))


def _weighed(logits, tags):
    """A mask that multiplies."""
    valid = (tags >= 0)[..., None]
    log_p = losses.log_softmax(logits)
    right = np.eye(logits.shape[-1])[tags]
    own = -(log_p * right).sum(-1) * valid[..., 0]
    return own, own.sum() / valid.sum(), (np.exp(log_p) - right) * valid / valid.sum()


def _no_tag(logits, tags):
    """Nothing to divide by, where no step has a tag."""
    own, loss, d_logits = tagging_results(logits, tags)
    return own, loss if (tags >= 0).any() else logits.dtype.type(np.nan), d_logits


def _no_tag_anywhere(logits, tags):
    """0/0 in the gradient too."""
    own, loss, d_logits = _no_tag(logits, tags)
    return own, loss, d_logits if (tags >= 0).any() else d_logits * np.nan


def _first_class_ignored(logits, tags):
    return tagging_results(logits, np.where(tags > 0, tags, -1))


#: A mask that multiplies leaves a gradient too, where the logits are NaN; here it leaves none.
_CLEAN = tagging_case(np.random.default_rng(0), 3, 4, 3)

TAGGING = (
    Suspect(
        "nothing-to-divide-by",
        _no_tag,
        "No step of this batch has a tag, and you divide by 0. Such a batch happens when a long text is cut into "
        "chunks: it has no loss, and pushes nothing.",
        also=(_but(), _no_tag_anywhere),
    ),
    Suspect(
        "no-tag-as-the-last-class",
        _all_steps,
        "Steps without a tag count in yours. Their tag is −1, and as an index −1 is the *last* class: each of them is "
        "asked for that one, and NumPy does not complain.",
    ),
    Suspect(
        "first-class-as-no-tag",
        _first_class_ignored,
        "Steps whose tag is 0 are left out in yours. 0 is a class like the others; no label is −1.",
    ),
    Suspect(
        "losses-negative",
        lambda logits, tags: (
            -tagging_results(logits, tags)[0],
            -tagging_results(logits, tags)[1],
            tagging_results(logits, tags)[2],
        ),
        "Your losses are negative. The logarithm of a probability is; the loss is its opposite.",
    ),
    Suspect(
        "steps-divided-already",
        lambda logits, tags: (
            tagging_results(logits, tags)[0] / (tags >= 0).sum(),
            *tagging_results(logits, tags)[1:],
        ),
        "Your losses are divided by the number of tags already. The first result is each step's own loss, the second "
        "their mean.",
    ),
    Suspect(
        "divided-by-all-steps",
        _but(mean=lambda own, valid: own.mean(), weight=lambda valid: np.full(valid.shape, 1 / valid.size)),
        "Divided by n · T. Steps without a tag add nothing to your sum, and are counted when you divide: more padding, "
        "and {got} would be smaller still.",
        also=(
            _but(mean=lambda own, valid: own.mean()),
            _but(weight=lambda valid: np.full(valid.shape, 1 / valid.size)),
        ),
    ),
    Suspect(
        "divided-by-sequences",
        _but(
            mean=lambda own, valid: own.sum() / len(own),
            weight=lambda valid: np.full(valid.shape, 1 / len(valid)),
        ),
        "Divided by the number of sequences. The mean is over the steps that have a tag, of all sequences together.",
        also=(
            _but(mean=lambda own, valid: own.sum() / len(own)),
            _but(weight=lambda valid: np.full(valid.shape, 1 / len(valid))),
        ),
    ),
    Suspect(
        "gradient-of-the-sum",
        _but(weight=lambda valid: np.ones(valid.shape)),
        "Your gradient is that of the *sum* of the losses. What the loss is divided by, its gradient is divided by "
        "too.",
    ),
    Suspect(
        "summed-not-averaged",
        _but(mean=lambda own, valid: own.sum(), weight=np.ones_like),
        "This is a sum over the tagged steps: a batch with twice as many tags would push the weights twice as far. "
        "Wanted is the mean.",
        also=(_but(mean=lambda own, valid: own.sum()),),
    ),
    Suspect(
        "mean-of-means",
        _but(
            mean=_rows_mean,
            weight=lambda valid: np.broadcast_to(
                1 / (valid.sum(axis=1, keepdims=True) * len(valid)), valid.shape
            ),
        ),
        "You average within each sequence, then over sequences. A tag in a short sentence weighs more than one in a "
        "long sentence then, and a sentence without any is 0/0.",
        also=(_but(mean=_rows_mean),),
    ),
    Suspect(
        "gradient-where-no-tag-is",
        _but(spare=1),
        "Your gradient is not zero where there is no tag (at {where} you have {got}). Such a step should push "
        "nothing anywhere: neither its softmax nor a one-hot row may stay.",
        also=(lambda logits, tags: (*tagging_results(logits, tags)[:2], _pulled_to_the_last(logits, tags)),),
        probe=_CLEAN,
    ),
    Suspect(
        "gradient-turned-round",
        _but(slope=lambda p, right: right - p),
        "Your gradient has the wrong sign: a step against it would raise the loss. The logit of the right tag should "
        "have a negative slope.",
    ),
    Suspect(
        "right-tag-not-subtracted",
        _but(slope=lambda p, right: p),
        "Each row of your gradient sums to more than 0. Adding one number to all logits of a step changes nothing, so "
        "that the slopes of a step sum to 0: the right tag's own part is missing.",
    ),
    Suspect(
        "power-overflows",
        _but(own_by=_naive),
        "e^710 is more than a float64 can hold. The softmax does not change when the same number is taken from all "
        "logits of a step.",
        also=(_but(own_by=_naive_difference),),
    ),
    Suspect(
        "logarithm-of-zero",
        _but(own_by=_log_of_softmax),
        "A probability as small as e^−800 is 0 in the computer, and its logarithm −∞. Take the logarithm of the "
        "softmax on paper first.",
    ),
    Suspect(
        "untagged-leaks",
        _weighed,
        "Your mask multiplies, and zero times NaN is NaN: what stands where there is no tag comes through. Choose "
        "instead of weighing.",
        also=(
            lambda logits, tags: (
                *tagging_results(np.where((tags >= 0)[..., None], logits, 0), tags)[:2],
                _weighed(logits, tags)[2],
            ),
        ),
    ),
)
