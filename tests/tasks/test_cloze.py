"""The cloze sentences, and the experiment of chapter 1."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnncourse.tasks import cloze, cloze_experiment
from rnncourse.tasks.cloze_experiment import Dilated, Recurrent, Window

V, D, H = len(cloze.VOCABULARY), 3, 4


def models(S, generator):
    yield 4, Window(S, V, D, H, 4, generator)
    yield 8, Dilated(S, V, D, H, 3, generator)
    yield cloze.T, Recurrent(S, V, D, H, False, generator)


def test_the_clue_of_the_late_pupil_lies_nine_words_back_and_that_of_the_phone_after_the_blank():
    assert cloze.LATE.lag == cloze.LAG == 9
    assert cloze.MOTHER_TONGUE.lag == 6
    assert cloze.PHONE.lag == -3
    assert cloze.LATE.words[cloze.LATE.clue] == cloze.LATE.answer


def test_the_sentence_of_the_articles_is_one_of_those_that_are_drawn():
    first, *rest, blank = cloze.LATE.words
    assert first in cloze.PRONOUNS
    assert blank == cloze.BLANK
    assert all(word in slot for word, slot in zip(rest, cloze.SLOTS, strict=True))


def test_words_and_ids_are_one_to_one_and_come_back():
    assert len(set(cloze.VOCABULARY)) == V
    assert cloze.VOCABULARY[cloze.PADDING_ID] == cloze.PADDING
    assert cloze.VOCABULARY[cloze.UNKNOWN_ID] == cloze.UNKNOWN
    words = list(cloze.LATE.words[:-1])
    assert cloze.decode(cloze.encode(words)) == words
    assert cloze.encode(["谁"]) == [cloze.UNKNOWN_ID]


@pytest.mark.parametrize("bad", [-1, V])
def test_an_id_outside_the_vocabulary_is_refused(bad):
    with pytest.raises(ValueError, match=f"should lie in 0..{V - 1}, got {bad}"):
        cloze.decode([2, bad])


def test_the_answer_is_the_clue_and_nothing_else_tells_it(rng):
    ids, targets = cloze.draw(rng, 40_000)
    assert ids.shape == (40_000, cloze.T)
    assert (ids[:, -cloze.LAG] == targets).all()
    for place in set(range(cloze.T)) - {cloze.T - cloze.LAG}:
        for word in np.unique(ids[:, place]):
            shares = np.bincount(targets[ids[:, place] == word], minlength=V)[2:10]
            assert np.abs(shares / shares.sum() - 1 / 8).max() < 0.03


def test_added_words_stand_behind_the_clue_and_push_it_back(rng):
    ids, targets = cloze.draw(rng, 300, extra=(1, 3))
    assert ids.shape == (300, cloze.T + 3)
    of_time = np.isin(ids, cloze.encode(cloze.SLOTS[0]))
    seen = set()
    for row, target, time in zip(ids, targets, of_time, strict=True):
        lag = next(back for back in (10, 11, 12) if row[-back] == target and time[-back + 1])
        assert time[-lag + 1 : -7].all()
        assert row[-lag - 1] == cloze.encode("。")[0]
        seen.add(lag)
    assert seen == {10, 11, 12}


@pytest.mark.parametrize("extra", [(-1, 0), (2, 1)])
def test_a_number_of_words_that_cannot_be_added_is_refused(rng, extra):
    with pytest.raises(ValueError, match="extra should be 0 <= fewest <= most, got"):
        cloze.draw(rng, 2, extra)


def test_the_length_may_be_given_as_long_as_it_holds_the_clue_and_no_more_than_two_sentences(rng):
    for length in (10, 19):
        assert cloze.draw(rng, 2, (0, 1), length).ids.shape == (2, length)
    for length in (9, 20):
        with pytest.raises(ValueError, match=rf"length should lie in 10..19 for 0 to 1 .* got {length}"):
            cloze.draw(rng, 2, (0, 1), length)


def test_an_orthogonal_start_is_orthogonal():
    cell = Recurrent(2, V, D, H, True, torch.Generator().manual_seed(0)).cell
    assert torch.allclose(cell.W_hh @ cell.W_hh.mT, torch.eye(H).expand(2, H, H), atol=1e-6)


def test_no_sentence_is_no_batch(rng):
    with pytest.raises(ValueError, match="n should be at least 1, got 0"):
        cloze.draw(rng, 0)


def test_each_reader_depends_on_the_words_within_its_reach_and_on_no_other(rng):
    ids = torch.from_numpy(cloze.draw(rng, 5).ids)[None]
    for reach, model in models(1, torch.Generator().manual_seed(0)):
        X = model.embedding(ids).detach().requires_grad_()
        model.embedding.forward = lambda given, X=X: X[:, :, -given.shape[2] :]
        model(ids).sum().backward()
        felt = (X.grad.abs().sum((0, 1, 3)) > 0).tolist()
        assert felt == [False] * (cloze.T - reach) + [True] * reach


def test_dilated_convolutions_are_the_layers_of_the_chapter_read_at_the_last_step(rng):
    model = Dilated(1, V, D, H, 3, torch.Generator().manual_seed(0))
    ids = torch.from_numpy(cloze.draw(rng, 5).ids)[None, :, -8:]
    with torch.no_grad():
        rows = list(model.embedding(ids)[0].unbind(1))  # H^(0) at each step
        for level, layer in enumerate(zip(model.now, model.then, model.bias, strict=True)):
            now, then, bias = (array[0] for array in layer)
            gap = 2**level
            joined = [rows[t] @ now + rows[t - gap] @ then + bias for t in range(gap, len(rows))]
            rows = [torch.zeros(5, H)] * gap + [torch.tanh(row) for row in joined]
        expected = rows[-1] @ model.W_hq[0] + model.b_q[0]
        assert torch.allclose(model(ids)[0], expected, atol=1e-6)


def test_networks_of_an_ensemble_share_nothing(rng):
    ids = torch.from_numpy(cloze.draw(rng, 10).ids).reshape(2, 5, -1)
    for _, model in models(2, torch.Generator().manual_seed(0)):
        model(ids)[0].sum().backward()
        for parameter in model.parameters():
            assert parameter.grad[0].abs().sum() > 0
            assert parameter.grad[1].abs().sum() == 0


def test_parameters_are_those_of_the_formulas():
    counted = [cloze_experiment.count(model) for _, model in models(2, torch.Generator().manual_seed(0))]
    both = V * D + H * V + V  # embedding and output layer
    assert counted == [
        both + 4 * D * H + H,
        both + 2 * D * H + H + 2 * (2 * H * H + H),
        both + D * H + H * H + H,
    ]


def test_a_window_that_holds_the_clue_learns_and_one_that_does_not_stays_at_chance():
    def window(k):
        return lambda seeds, generator: Window(seeds, V, 8, 16, k, generator)

    short, long = (
        cloze_experiment.run(window(k), seeds=2, steps=150, learning_rates=(0.02,)) for k in (8, 9)
    )
    assert np.abs(short.accuracy - 1 / 8).max() < 0.04
    assert long.accuracy.min() > 0.95
    assert long.parameters - short.parameters == 8 * 16


def test_an_experiment_without_networks_is_refused():
    with pytest.raises(ValueError, match="at least 1, got 0 and 10"):
        cloze_experiment.run(lambda seeds, generator: None, seeds=0, steps=10)
