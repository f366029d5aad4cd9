"""The two-sided cloze, and what its readers can and cannot reach."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnncourse.tasks import two_sided, two_sided_experiment


def test_every_sentence_has_one_blank_and_the_answer_that_its_clues_decide(rng):
    batch = two_sided.draw(rng, 200)
    for numbers, length, blank, answer in zip(*batch, strict=True):
        words = [two_sided.WORDS[number] for number in numbers[:length]]
        assert words.count(two_sided.BLANK) == 1
        assert words[blank] == two_sided.BLANK
        assert (numbers[length:] == 0).all()
        assert two_sided.PADDING not in words
        assert two_sided.ANSWERS[answer] == two_sided.answer(words[3], new="新" in words[blank:])


def test_lengths_and_places_of_the_blank_vary(rng):
    batch = two_sided.draw(rng, 500)
    assert set(batch.lengths) == set(range(10, 16))
    assert set(batch.blank) == {8, 9, 10}


def test_bayes_accuracy_is_what_the_best_rule_scores_on_many_sentences(rng):
    batch = two_sided.draw(rng, 4000)
    clue = batch.words[:, 3]
    new = batch.lengths - batch.blank > 2
    for side, seen in (
        ("none", 0 * clue),
        ("left", clue),
        ("right", new.astype(int)),
        ("both", 100 * clue + new),
    ):
        groups = [batch.answers[seen == value] for value in np.unique(seen)]
        right = sum(np.bincount(group).max() for group in groups) / len(clue)
        assert right == pytest.approx(two_sided.bayes_accuracy(side), abs=0.03)


def test_the_words_between_say_nothing(rng):
    batch = two_sided.draw(rng, 4000)
    for place in np.unique(batch.blank):
        share = (batch.answers[batch.blank == place] == 0).mean()
        assert share == pytest.approx(two_sided.NEW_IN_TEN / 10, abs=0.05)


def test_the_band_holds_what_it_promises(rng):
    low, high = two_sided.binomial_band(0.6, 500)
    scores = rng.binomial(500, 0.6, size=20_000) / 500
    assert 0.945 <= ((scores >= low) & (scores <= high)).mean() <= 0.975


@pytest.mark.parametrize("wrong", [{"share": 1.2}, {"n": 0}, {"coverage": 1.0}])
def test_a_band_of_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match="expected 0 ≤ share ≤ 1"):
        two_sided.binomial_band(**({"share": 0.5, "n": 10} | wrong))


def test_no_sentences_and_unknown_sides_are_refused(rng):
    with pytest.raises(ValueError, match="n should be at least 1"):
        two_sided.draw(rng, 0)
    with pytest.raises(ValueError, match="side"):
        two_sided.bayes_accuracy("above")


@pytest.mark.parametrize("kind", two_sided_experiment.KINDS)
def test_readers_see_their_side_of_the_blank_and_no_padding(rng, kind):
    torch.manual_seed(0)
    reader = two_sided_experiment.Reader(kind)
    batch = two_sided.draw(rng, 30)
    column = np.arange(batch.words.shape[1])

    def changes(where):
        words = np.where(where, 3, batch.words)
        with torch.no_grad():
            return bool(((reader(batch) - reader(batch._replace(words=words))).abs().amax(1) > 0).any())

    assert changes(column < batch.blank[:, None]) == (kind != "backward")
    after = (column > batch.blank[:, None]) & (column < batch.lengths[:, None])
    assert changes(after) == (kind in ("backward", "bidirectional"))
    assert not changes(column >= batch.lengths[:, None])


def test_only_two_directions_pass_the_accuracy_of_one_side():
    scores = {
        kind: two_sided_experiment.run(kind, seed=1, steps=300, every=300, tests=1000).accuracy[-1]
        for kind in ("forward", "bidirectional")
    }
    assert scores["forward"] < two_sided.binomial_band(two_sided.bayes_accuracy("left"), 1000, 0.999)[1]
    assert scores["bidirectional"] > 0.95


def test_unknown_kinds_and_odd_sizes_are_refused():
    with pytest.raises(ValueError, match="kind"):
        two_sided_experiment.Reader("sideways")
    with pytest.raises(ValueError, match="h should be even"):
        two_sided_experiment.Reader("forward", h=7)
