"""Three readers of one answer for a whole sequence, and what each of them can have seen."""

from __future__ import annotations

import pytest
import torch

from rnncourse.tasks.readout_experiment import READS, Reader, accuracy, named, recall, train


def moved(reader: Reader, step: int) -> bool:
    """Whether the answer moves with the input of this step through the *backward* half of what is read."""
    X = torch.zeros(1, 6, 3)
    changed = X.clone()
    changed[0, step] = 1.0
    with torch.no_grad():
        reader.head.weight[:, :4] = 0  # the forward half
        return not torch.equal(reader(X), reader(changed))


def test_in_the_last_column_the_backward_half_has_read_the_last_input_alone():
    torch.manual_seed(0)
    reader = Reader(3, 4, 2, "last column")
    assert [moved(reader, step) for step in range(6)] == [False] * 5 + [True]


def test_at_its_own_end_the_backward_half_has_read_everything():
    torch.manual_seed(0)
    reader = Reader(3, 4, 2, "own ends")
    assert all(moved(reader, step) for step in range(6))


@pytest.mark.parametrize(("read", "zero"), [("last column", True), ("own ends", False)])
def test_the_backward_recurrent_weights_learn_only_at_their_own_end(read, zero):
    torch.manual_seed(0)
    reader = Reader(3, 4, 2, read)
    reader(torch.randn(5, 6, 3)).square().sum().backward()
    assert bool((reader.rnn.weight_hh_l0_reverse.grad == 0).all()) is zero
    assert (reader.rnn.weight_hh_l0.grad != 0).all()


def test_one_direction_has_half_the_layer_and_half_the_output_weights():
    one, both = (sum(p.numel() for p in Reader(3, 4, 2, read).parameters()) - 2 for read in READS[:2])
    assert 2 * one == both


def test_a_way_of_reading_that_is_none_is_refused():
    with pytest.raises(ValueError, match="read should be one of"):
        Reader(3, 4, 2, "middle")


def test_training_and_scoring_do_what_they_say():
    torch.manual_seed(0)
    X = torch.randn(64, 3, 2)
    y = (X[:, 0, 0] > 0).long()
    reader = Reader(2, 4, 2, "own ends")
    assert accuracy(train(reader, lambda: (X, y), steps=100), X, y) > 0.95


@pytest.mark.slow
def test_the_first_of_a_few_symbols_is_recalled_and_digits_are_named():
    assert recall("own ends", seed=0, T=4, tests=200) > 0.95
    assert named("own ends", seed=0, h=8) > 0.8
    assert named("own ends", seed=0, h=8) == named("own ends", seed=0, h=8)
