"""Losses in logits: values and gradients, at any logit, over what the mask calls real."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import relative
from torch.nn import functional as F

from rnncourse import gradcheck
from rnncourse.cells.validation import up_to
from rnncourse.losses import binary_cross_entropy, log_softmax, softmax_cross_entropy

every_shape = pytest.mark.parametrize("lead", [(6,), (3, 5), (2, 3, 4)], ids=str)
every_reduction = pytest.mark.parametrize("reduction", ["mean", "sum"])
both_types = pytest.mark.parametrize(
    ("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)], ids=["float64", "float32"]
)


def classes(rng, lead, q=4, dtype=np.float64):
    """Logits, targets and a mask with both kinds of entries in it."""
    mask = rng.random(lead) < 0.6
    mask.flat[:2] = True, False
    return 3 * rng.normal(size=(*lead, q)).astype(dtype), rng.integers(0, q, lead), mask


def answers(rng, shape, dtype=np.float64):
    """The same for yes-or-no questions, whose targets are soft."""
    mask = rng.random(shape) < 0.6
    mask.flat[:2] = True, False
    return 3 * rng.normal(size=shape).astype(dtype), rng.random(shape).astype(dtype), mask


def by_torch(loss, logits, targets, mask, reduction):
    """Value and gradient by automatic differentiation, over the entries that are real."""
    a = torch.tensor(logits, requires_grad=True)
    value = loss(a[torch.tensor(mask)], torch.tensor(targets[mask]), reduction=reduction)
    value.backward()
    return value.detach().numpy(), a.grad.numpy()


@every_shape
@every_reduction
@both_types
@pytest.mark.parametrize(
    ("ours", "theirs", "draw"),
    [
        (softmax_cross_entropy, F.cross_entropy, classes),
        (binary_cross_entropy, F.binary_cross_entropy_with_logits, answers),
    ],
    ids=["softmax", "binary"],
)
def test_value_and_gradient_equal_pytorch(rng, lead, reduction, dtype, tolerance, ours, theirs, draw):
    logits, targets, mask = draw(rng, lead, dtype=dtype)
    for shown in (mask, np.ones(lead, bool)):
        loss, d_logits = ours(logits, targets, shown, reduction)
        want, d_want = by_torch(theirs, logits, targets, shown, reduction)
        assert loss.dtype == d_logits.dtype == dtype
        assert relative(loss, want) < tolerance
        assert relative(d_logits, d_want) < tolerance
    without, d_without = ours(logits, targets, reduction=reduction)
    assert without == loss
    assert np.array_equal(d_without, d_logits)


@every_reduction
@pytest.mark.parametrize(
    ("loss", "draw"),
    [(softmax_cross_entropy, classes), (binary_cross_entropy, answers)],
    ids=["soft", "binary"],
)
@pytest.mark.parametrize(
    ("method", "tolerance"), [(gradcheck.central_differences, 1e-8), (gradcheck.complex_step, 1e-13)]
)
def test_gradients_match_differences(rng, loss, draw, reduction, method, tolerance):
    logits, targets, mask = draw(rng, (3, 5))
    _, d_logits = loss(logits, targets, mask, reduction)
    report = gradcheck.check(
        lambda a: loss(a, targets, mask, reduction)[0], {"a": logits}, {"a": d_logits}, tolerance, method
    )
    assert report.ok, str(report)


@both_types
def test_softmax_cross_entropy_at_logits_of_ten_thousand_is_the_exact_limit(dtype, tolerance):
    logits = np.array([[1e4, -1e4, 0.0], [1e4, -1e4, 0.0], [-1e4, -1e4, -1e4]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, d_logits = softmax_cross_entropy(logits, np.array([0, 1, 2]), reduction="sum")
    assert loss == pytest.approx(0 + 2e4 + np.log(3), rel=tolerance)
    assert d_logits[:2].tolist() == [[0, 0, 0], [1, -1, 0]]
    assert np.allclose(d_logits[2], [1 / 3, 1 / 3, -2 / 3], rtol=tolerance)


@both_types
def test_binary_cross_entropy_at_logits_of_ten_thousand_is_the_exact_limit(dtype, tolerance):
    logits = np.array([1e4, 1e4, -1e4, -1e4, 0.0], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, d_logits = binary_cross_entropy(logits, np.array([1, 0, 1, 0, 0]), reduction="sum")
    assert loss == pytest.approx(0 + 1e4 + 1e4 + 0 + np.log(2), rel=tolerance)
    assert d_logits.tolist() == [0, 1, -1, 0, 0.5]


def test_two_classes_are_one_yes_or_no_question(rng):
    a, y = rng.normal(size=7), rng.integers(0, 2, 7)
    loss, d_logits = softmax_cross_entropy(np.stack([0 * a, a], 1), y)
    binary, d_a = binary_cross_entropy(a, y)
    assert loss == pytest.approx(binary, rel=1e-14)
    assert np.allclose(d_logits[:, 1], d_a, atol=1e-15)


def test_a_loss_that_knows_nothing_is_the_logarithm_of_the_number_of_classes():
    assert softmax_cross_entropy(np.zeros((3, 10)), np.array([1, 5, 9]))[0] == pytest.approx(np.log(10))
    assert binary_cross_entropy(np.zeros(3), np.array([1, 0, 1]))[0] == pytest.approx(np.log(2))


def test_log_softmax_does_not_see_a_shift_of_all_logits_and_its_powers_sum_to_one(rng):
    logits = rng.normal(size=(3, 5))
    assert np.allclose(log_softmax(logits + 123), log_softmax(logits), atol=1e-13)
    assert np.allclose(np.exp(log_softmax(logits)).sum(-1), 1)


@pytest.mark.parametrize("filler", [np.nan, np.inf, 1e300])
def test_what_the_padding_holds_is_never_read(rng, filler):
    mask = up_to(np.array([1, 5, 3]), 5)
    logits, ids, _ = classes(rng, (3, 5))
    loss, d_logits = softmax_cross_entropy(logits, ids, mask)
    logits[~mask], ids[~mask] = filler, -100
    again, d_again = softmax_cross_entropy(logits, ids, mask)
    assert again == loss
    assert np.array_equal(d_again, d_logits)
    assert (d_logits[~mask] == 0).all()

    logits, y, _ = answers(rng, (3, 5, 2))
    loss, d_logits = binary_cross_entropy(logits, y, mask)
    logits[~mask], y[~mask] = filler, filler
    again, d_again = binary_cross_entropy(logits, y, mask)
    assert again == loss
    assert np.array_equal(d_again, d_logits)
    assert (d_logits[~mask] == 0).all()


def test_the_masked_mean_weighs_every_real_step_alike_and_the_sum_adds_them(rng):
    logits, targets, _ = classes(rng, (2, 5))
    steps = [softmax_cross_entropy(logits[0, t : t + 1], targets[0, t : t + 1])[0] for t in range(5)]
    steps.append(softmax_cross_entropy(logits[1, :1], targets[1, :1])[0])
    mask = up_to(np.array([5, 1]), 5)
    assert softmax_cross_entropy(logits, targets, mask)[0] == pytest.approx(np.mean(steps))
    assert softmax_cross_entropy(logits, targets, mask, "sum")[0] == pytest.approx(np.sum(steps))


def test_a_mask_of_steps_serves_several_questions_a_step(rng):
    logits, y, _ = answers(rng, (3, 5, 2))
    mask = up_to(np.array([1, 5, 3]), 5)
    short, d_short = binary_cross_entropy(logits, y, mask)
    spelled, d_spelled = binary_cross_entropy(logits, y, np.repeat(mask[..., None], 2, -1))
    assert short == spelled
    assert np.array_equal(d_short, d_spelled)


def test_arguments_are_not_changed(rng):
    for loss, given in [
        (softmax_cross_entropy, classes(rng, (3, 5))),
        (binary_cross_entropy, answers(rng, (3, 5))),
    ]:
        before = [array.copy() for array in given]
        loss(*given)
        assert all(map(np.array_equal, before, given))


A, Y = np.zeros((2, 3, 4)), np.zeros((2, 3), int)
SEEN = np.ones((2, 3), bool)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (
            (A, Y + 4 * (np.arange(3) == 1)),
            ValueError,
            r"targets should be classes in 0..3, got 4 at \[0, 1\]",
        ),
        ((A, Y - 1), ValueError, r"classes in 0..3, got -1 at \[0, 0\]"),
        ((A, Y, ~SEEN), ValueError, r"at least one entry should be real, got none in \[2, 3\]"),
        ((A[:0], Y[:0]), ValueError, r"at least one entry should be real, got none in \[0, 3\]"),
        ((A, Y[:, :2]), ValueError, r"targets should have shape \[2, 3\], got \[2, 2\]"),
        ((A, A), ValueError, r"targets should have shape \[2, 3\], got \[2, 3, 4\]"),
        ((A[0, 0], Y), ValueError, r"logits should have shape \[n, q\] or \[n, T, q\], got \[4\]"),
        ((A, Y, SEEN[:, :2]), ValueError, r"mask should have shape \[2, 3\], got \[2, 2\]"),
        ((A, Y, SEEN[..., None]), ValueError, r"mask should have shape \[2, 3\], got \[2, 3, 1\]"),
        (
            (A, Y, SEEN.astype(int)),
            TypeError,
            "mask should be boolean, True where an entry is real, got int64",
        ),
        ((A, Y, SEEN.tolist()), TypeError, "mask should be a NumPy array, got list"),
        (
            (A, Y.astype(float)),
            TypeError,
            "targets should be integers, the numbers of the classes, got float64",
        ),
        ((A.tolist(), Y), TypeError, "logits should be a NumPy array, got list"),
        ((A.astype(int), Y), TypeError, "logits should be float32 or float64, got int64"),
        ((A + np.nan, Y), ValueError, r"logits should hold finite numbers, got nan at \[0, 0, 0\]"),
        ((A, Y, None, "average"), ValueError, "reduction should be one of 'mean', 'sum', got 'average'"),
    ],
)
def test_a_bad_argument_of_softmax_cross_entropy_is_named(arguments, error, words):
    with pytest.raises(error, match=words):
        softmax_cross_entropy(*arguments)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (
            (A, A + 1.5 * (np.arange(4) == 2)),
            ValueError,
            r"probabilities from 0 to 1, got 1.5 at \[0, 0, 2\]",
        ),
        ((A, A - 1), ValueError, r"targets should be probabilities from 0 to 1, got -1.0 at \[0, 0, 0\]"),
        ((A, A + np.nan), ValueError, r"probabilities from 0 to 1, got nan at \[0, 0, 0\]"),
        ((A, A.astype(np.float32)), TypeError, "targets should be float64, booleans or whole .* got float32"),
        ((A, Y), ValueError, r"targets should have shape \[2, 3, 4\], got \[2, 3\]"),
        ((A, A, ~SEEN), ValueError, r"at least one entry should be real, got none in \[2, 3, 4\]"),
        ((A, A, SEEN[:1]), ValueError, r"mask should have shape \[2, 3\], got \[1, 3\]"),
        ((A + np.inf, A), ValueError, r"logits should hold finite numbers, got inf at \[0, 0, 0\]"),
    ],
)
def test_a_bad_argument_of_binary_cross_entropy_is_named(arguments, error, words):
    with pytest.raises(error, match=words):
        binary_cross_entropy(*arguments)
