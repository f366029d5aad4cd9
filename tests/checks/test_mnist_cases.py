"""What the checks of chapter 9 expect is what PyTorch and the course's layers do, and their cases can be decided."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from rnncourse import checks
from rnncourse.checks import CheckFailed
from rnncourse.checks import mnist as lent
from rnncourse.checks.allowing import nothing_allowed
from rnncourse.checks.mnist import training
from rnncourse.checks.mnist.model import READER, _Reader
from rnncourse.checks.mnist.twice import _adding_up, _by_softmax, _positive


def values_of(outcome) -> list:
    return [np.asarray(part) for part in (outcome if isinstance(outcome, (tuple, list)) else (outcome,))]


def differ(one, other) -> bool:
    pairs = list(zip(values_of(one), values_of(other), strict=False))
    return len(values_of(one)) != len(values_of(other)) or any(
        a.shape != b.shape or not np.array_equal(a, b, equal_nan=True) for a, b in pairs
    )


def test_loss_and_gradient_of_a_double_softmax_are_those_of_autograd():
    draw = np.random.default_rng(0)
    logits, targets = draw.normal(size=(4, 5)), draw.integers(5, size=4)
    a = torch.from_numpy(logits).requires_grad_()
    wanted = torch.nn.functional.cross_entropy(a.softmax(1), torch.from_numpy(targets))
    wanted.backward()
    loss, slopes = lent.twice(logits, targets)
    assert loss == pytest.approx(wanted.item(), rel=1e-14)
    np.testing.assert_allclose(slopes, a.grad.numpy(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("k", [2, 3, 10, 1000])
def test_floor_is_reached_by_the_surest_network_and_by_none_below_it(k):
    sure, _ = lent.twice(800 * np.eye(k), np.arange(k))
    assert lent.lowest(k) == pytest.approx(np.log(1 + (k - 1) / np.e), rel=1e-14)
    assert sure == pytest.approx(lent.lowest(k), rel=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_programs_can_be_told_apart_by_both_facts_and_by_neither_alone(seed):
    (outputs, targets, values), verdicts = lent.programs(np.random.default_rng(seed), m=6, n=4, k=3)
    shares = _adding_up(outputs) & _positive(outputs)
    by_loss = _by_softmax(outputs, targets, values)
    assert (shares & by_loss).tolist() == verdicts.tolist()
    for alone in (shares, by_loss, _adding_up(outputs) & by_loss, values >= lent.lowest(3)):
        assert alone.tolist() != verdicts.tolist()


def test_training_step_is_that_of_an_autograd_written_out():
    W, b, batches, lr, max_norm = lent.case(np.random.default_rng(0), [3, 2], 2, 2, 4, lent.ALWAYS)
    losses, W_end, b_end = lent.trained(W, b, batches, lr, max_norm)
    for (X, y), loss in zip(batches, losses, strict=True):
        p = torch.softmax(X.flatten(1) @ W.T + b, 1)
        assert loss == pytest.approx(-p[range(len(y)), y].log().mean().item(), rel=1e-12)
        slopes = (p - torch.eye(4, dtype=p.dtype)[y]) / len(y)
        dW, db = slopes.T @ X.flatten(1), slopes.sum(0)
        norm = torch.sqrt((dW**2).sum() + (db**2).sum())
        assert norm > max_norm
        W, b = W - lr * dW * max_norm / (norm + 1e-6), b - lr * db * max_norm / (norm + 1e-6)
    np.testing.assert_allclose(W_end, W.numpy(), rtol=1e-12)
    np.testing.assert_allclose(b_end, b.numpy(), rtol=1e-12)


def test_reader_of_the_checks_answers_as_the_course_does_and_no_mistake_does():
    draw = np.random.default_rng(0)
    state, cell, last = lent.weights(draw, d=5, h=6, k=2)
    X = draw.uniform(size=(3, 4, 5)).astype(np.float32)
    answers, wanted = lent.answers(state, X), lent.logits_of(cell, last, X)
    np.testing.assert_allclose(answers(_Reader(5, 6, 2)), wanted, rtol=1e-5, atol=1e-6)
    assert lent.biases(_Reader(5, 6, 2)) == lent.biases_wanted()
    for suspect in READER:
        for wrong in (suspect.wrong, *suspect.also):
            module = wrong(5, 6, 2)
            if lent.parameters_of(module) != lent.names_and_shapes(5, 6, 2):
                with pytest.raises(TypeError, match="first check"):
                    answers(module)
                continue
            given = answers(module)
            same = (
                isinstance(given, np.ndarray) and given.shape == wanted.shape and np.allclose(given, wanted)
            )
            assert not same or lent.biases(module) != lent.biases_wanted(), suspect.hint_id


@pytest.mark.parametrize("wrong", [3, [1, 2], torch.zeros(3), torch.nn.Linear])
def test_what_is_no_module_is_said_to_be_none(wrong):
    with pytest.raises(TypeError, match="wanted"):
        lent.parameters_of(wrong)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_rows_is_neither_its_own_inverse_nor_its_reversal(seed):
    order = lent.shuffled(np.random.default_rng(seed), 4)
    X = np.random.default_rng(seed + 100).uniform(size=(2, 4, 2))
    for suspect in lent.BACK:
        assert differ(suspect.wrong(X[:, order], order), X), suspect.hint_id


def test_accuracy_of_whole_images_is_that_of_a_plain_mean():
    given = [lent.batch(np.random.default_rng(0), n, 3, 4) for n in (5, 2)]
    logits, targets = (np.concatenate([one[i] for one in given]) for i in (0, 1))
    by_row, overall = lent.by_rows(given)
    np.testing.assert_allclose(by_row, (logits.argmax(2) == targets[:, None]).mean(0))
    assert overall == pytest.approx(by_row.mean())


def test_composed_map_and_its_counts_are_those_of_the_seeds_program():
    assert lent.parameters(28, 128, 128) == (135_296, 80_384)
    ahead, params = lent.dense_before(np.random.default_rng(0), 3, 5, 2)
    X = np.random.default_rng(1).normal(size=(2, 4, 3))
    given = lent.outputs_of(params.W_hh, X)(lent.composed(ahead, params))
    np.testing.assert_allclose(given, lent.two_layers(ahead, params, X), rtol=1e-12)


def hint(function, args, expected, **options) -> str:
    """The hint that a wrong function earns, which here may be made of the checks' own parts."""
    with nothing_allowed():
        checks.allow("torch", "rnncourse.checks.mnist")
        with pytest.raises(CheckFailed) as failed:
            checks.returns(function, args, expected, called="f", **options)
    return failed.value.hint_id


def test_layers_under_other_names_are_named():
    class Renamed(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm, self.linear = torch.nn.LSTM(3, 4, batch_first=True), torch.nn.Linear(4, 5)

    with pytest.raises(TypeError, match="linear and lstm"):
        lent.parameters_of(Renamed())


@pytest.mark.parametrize("block", [slice(None), slice(4, 8)])
def test_biases_written_on_one_side_alone_are_not_said_to_be_all_as_drawn(block):
    def half(d, h, k):
        module = _Reader(d, h, k, start=lambda ih, hh, h: None)
        with torch.no_grad():
            module.lstm.bias_ih_l0[block] = 1
        return module

    wanted = lent.biases_wanted()
    given = hint(half, (3, 4, 5), wanted, of="the biases", suspects=READER, view=lent.biases)
    assert given == "biases-left-as-drawn"
    (suspect,) = (one for one in READER if one.hint_id == given)
    assert "one of the two" in suspect.hint


@pytest.mark.parametrize(("loss", "wanted"), [("a tensor", "loss-left-a-tensor"), (None, "wrong-structure")])
def test_losses_that_are_no_numbers_are_told_apart(loss, wanted):
    def train(W, b, batches, lr, max_norm):
        losses = [torch.zeros((), requires_grad=True) if loss else None for _ in batches]
        return np.array(losses), W.numpy(), b.numpy()

    args = lent.case(np.random.default_rng(0), [3, 2], 2, 2, 4, lent.NEVER)
    options = {"of": ["losses", "W", "b"], "suspects": lent.STEPS, "view": lent.plain}
    assert hint(train, args, lent.trained(*args), **options) == wanted


def test_verdicts_that_hang_on_the_last_digit_have_a_hint_of_their_own():
    def verdicts(outputs, targets, values):
        return (outputs.sum(2) == 1).all(1) & _positive(outputs) & _by_softmax(outputs, targets, values)

    given, expected = lent.programs(np.random.default_rng(0), m=24, n=8, k=7)
    options = {"of": "the verdicts", "suspects": lent.TWICE, "view": lent.same_verdicts}
    assert hint(verdicts, given, expected, **options) == "equal-to-the-last-digit"


def test_right_guesses_in_the_padding_are_seen_whatever_they_are_divided_by():
    given = lent.batches(np.random.default_rng(0), (6, 4), 4, 3)
    (suspect,) = (one for one in lent.ROWS if one.hint_id == "padding-counted")
    for wrong in (suspect.wrong, *suspect.also):
        options = {"of": ["by_row", "overall"], "suspects": lent.ROWS}
        assert hint(wrong, (given,), lent.by_rows(given), **options) == "padding-counted"


@pytest.mark.parametrize("dense_biases", [0, 1])
def test_cell_counted_without_its_bias_is_told_so(dense_biases):
    def counts(d, m, h):
        return (d + dense_biases) * m + 4 * h * (m + h), 4 * h * (d + h)

    expected = lent.parameters(2, 3, 5)
    options = {"of": ["with", "without"], "suspects": lent.COUNTS}
    assert hint(counts, (2, 3, 5), expected, **options) == "cell-without-bias"


def test_training_task_has_images_that_the_learner_never_gets():
    task = training.task(np.random.default_rng(0))
    X, y, seed = task.args
    assert (X.shape, X.dtype, y.shape) == ((training.IMAGES, 8, 8), np.float32, (training.IMAGES,))
    assert (len(task.unseen[0]), type(seed)) == (1797 - training.IMAGES, int)
    again = training.task(np.random.default_rng(0))
    assert np.array_equal(again.args[0], X)
    assert again.args[2] == seed


def test_the_solution_reads_what_the_task_says_that_it_reads():
    path = Path(__file__).parents[2] / "solutions" / "mnist" / "mnist.ipynb"
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}
    said = re.search(r"reads between (\d+) and (\d+) % of them", cells["mnist-train-task"])
    bounds = [int(share) / 100 for share in said.groups()]
    assert training.WANTED < bounds[0] < bounds[1]
    names = {"torch": torch}
    exec(cells["mnist-train"], names)  # the solution is a cell, and the statement is about it
    for seed in (15, 24, 3, 33):
        task = training.task(np.random.default_rng(seed))
        lstm, readout = names["train_reader"](*task.args)
        share = (training.read(training._weights((lstm, readout)), task.unseen[0]) == task.unseen[1]).mean()
        assert bounds[0] <= share <= bounds[1], f"images and seed of generator {seed}"


@pytest.mark.parametrize(
    ("models", "hint"),
    [
        (None, "wrong-structure"),
        ((torch.nn.Linear(2, 3),), "wrong-structure"),
        ((torch.nn.LSTM(8, 64), torch.nn.Linear(64, 10)), "wrong-size"),
        ((torch.nn.LSTM(8, 32), torch.nn.Linear(32, 2)), "wrong-size"),
        ((torch.nn.LSTM(8, 32, num_layers=2), torch.nn.Linear(32, 10)), "wrong-size"),
        ((torch.nn.LSTM(8, 32), torch.nn.Linear(32, 10)), "nothing-learnt"),
    ],
)
def test_models_that_do_not_read_are_told_why(models, hint):
    with pytest.raises(CheckFailed) as failed:
        training.demand(models, training.task(np.random.default_rng(0)))
    assert failed.value.hint_id == hint


def test_weights_that_are_no_numbers_are_told_so():
    lstm, last = torch.nn.LSTM(8, 32), torch.nn.Linear(32, 10)
    with torch.no_grad():
        last.bias.fill_(float("nan"))
    with pytest.raises(CheckFailed) as failed:
        training.demand((lstm, last), training.task(np.random.default_rng(0)))
    assert failed.value.hint_id == "not-finite"
