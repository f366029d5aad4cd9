"""The text, the counts, the streams and the samples of chapter 10."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from rnncourse.book import snapshot
from rnncourse.frameworks import pytorch
from rnncourse.tasks import bilingual, book_text, language_experiment, ngrams, sampling, streams, units

TEXT = "the cat sat on the mat and the rat sat on the hat. "


def test_the_snapshot_is_the_text_that_the_numbers_were_computed_from():
    text = book_text.load()
    assert 190_000 < len(text) < 210_000
    assert all(chapter in text for chapter in ("Sequences\n", "Long short-term memory\n"))


def test_a_changed_snapshot_is_refused(tmp_path, monkeypatch):
    (tmp_path / "book.txt").write_text("another text", encoding="utf-8")
    monkeypatch.setattr(book_text, "_FILE", tmp_path / "book.txt")
    with pytest.raises(ValueError, match="SHA-256"):
        book_text.load()


def test_the_parts_are_the_text_in_its_order():
    text = book_text.load()
    parts = book_text.split(text)
    assert "".join(parts) == text
    assert [round(len(part) / len(text), 2) for part in parts] == [0.8, 0.1, 0.1]
    assert all(part.endswith("\n") for part in parts)


def test_a_text_of_one_paragraph_cannot_be_split():
    with pytest.raises(ValueError, match="every part"):
        book_text.split("one paragraph only\n")


def test_the_vocabulary_comes_from_the_training_text_alone():
    vocabulary, parts, ids = book_text.corpus()
    assert set(vocabulary.symbols[1:]) <= set(parts.train)
    assert [vocabulary.known(part) for part in parts] == [vocabulary.decode(own) for own in ids]
    with pytest.raises(ValueError, match="ids should lie"):
        vocabulary.decode(np.array([len(vocabulary)]))


def test_prose_drops_code_tables_formulas_and_marks():
    gone = "$$\na\n$$ (x-y)\n\n| a | b |\n\n:::{list-table}\n* - no\n:::\n"
    page = f"## A *b*\n\n{gone}\n{{glue:text}}`l::n:.2f` of [x](y).\n"
    assert snapshot.prose(page) == "A b\n# of x.\n"


@pytest.mark.parametrize("smoothing", ngrams.SMOOTHINGS)
@pytest.mark.parametrize("order", [1, 2, 4])
def test_probabilities_of_a_context_seen_seldom_or_never_add_up_to_one(smoothing, order):
    symbols = sorted({*TEXT, "z"})
    model = ngrams.NGram(ngrams.Counted(TEXT * 3, 4), order, symbols, smoothing)
    for context in ("", "t", "the", " th", "zzz", "on z"):
        distribution = model.distribution(context)
        assert distribution.sum() == pytest.approx(1, abs=1e-12)
        assert distribution.min() > 0
        assert distribution == pytest.approx([model.probability(context, symbol) for symbol in symbols])


def test_witten_bell_by_hand():
    """abab: after a, b twice; N(a) = 2, U = 1; of no context N = 4, U = 2, and a third symbol waits."""
    model = ngrams.NGram(ngrams.Counted("abab", 2), 2, "abc", "Witten-Bell")
    no_context = {"a": 2 / 6 + 2 / 6 / 3, "b": 2 / 6 + 2 / 6 / 3, "c": 2 / 6 / 3}
    assert model.probability("a", "b") == pytest.approx(2 / 3 + 1 / 3 * no_context["b"])
    assert model.probability("a", "c") == pytest.approx(1 / 3 * no_context["c"])
    assert model.bits("b", before="a") == pytest.approx([-math.log2(2 / 3 + 1 / 3 * no_context["b"])])


def test_kneser_ney_counts_what_stood_before_and_not_how_often():
    """f follows o alone, ten times; a follows three different letters, once each."""
    counted = ngrams.Counted("of" * 10 + "xayaza", 2)
    assert counted.raw[0][""]["f"] == 10
    assert (counted.continuations[0][""]["f"], counted.continuations[0][""]["a"]) == (1, 3)


def test_a_symbol_that_is_none_is_refused():
    model = ngrams.NGram(ngrams.Counted("abab", 2), 2, "ab")
    with pytest.raises(ValueError, match="symbols"):
        model.bits("c")
    with pytest.raises(ValueError, match="order"):
        ngrams.NGram(ngrams.Counted("abab", 2), 3, "ab")


def test_chunks_of_streams_are_the_text_again():
    ids = np.random.default_rng(0).integers(9, size=101)
    cut = streams.cut(ids, 4)
    parts = list(streams.chunks(cut, 7))
    assert np.concatenate([part.inputs for part in parts], 1).ravel().tolist() == ids[:100].tolist()
    assert np.concatenate([part.targets for part in parts], 1).ravel().tolist() == ids[1:].tolist()
    with pytest.raises(ValueError, match="longer than n"):
        streams.cut(ids[:4], 4)


def test_bits_in_chunks_are_those_of_one_run():
    torch.manual_seed(0)
    model = language_experiment.CharModel(7, 4, 6).double()
    ids = np.random.default_rng(1).integers(7, size=60)
    whole = language_experiment.bits(model, ids, T=59)
    assert language_experiment.bits(model, ids, T=7) == pytest.approx(whole, abs=1e-12)
    after = language_experiment.bits(model, ids[20:], before=ids[:20])
    assert after == pytest.approx(whole[19:], abs=1e-12)
    assert language_experiment.bits_by_position(model, ids, 59)[0] == pytest.approx(whole, abs=1e-12)
    second = language_experiment.bits_by_position(model, ids, 20)[1]
    assert second == pytest.approx(language_experiment.bits(model, ids[29:50]), abs=1e-12)


def test_training_keeps_the_weights_of_the_best_epoch_and_gives_the_same_twice():
    vocabulary = book_text.Vocabulary(TEXT)
    ids = vocabulary.encode(TEXT * 8)
    given = {"d": 4, "h": 8, "n": 4, "T": 10, "epochs": 3, "dropout": 0.2}
    found, again = (language_experiment.train(ids, ids[:90], len(vocabulary), **given) for _ in range(2))
    assert found.validation == again.validation
    assert language_experiment.bits(found.model, ids[:90]).mean() == min(found.validation)
    assert found.best == 1 + int(np.argmin(found.validation))
    written = language_experiment.write(
        found.model, vocabulary, 20, rng=np.random.default_rng(0), prompt="the ", temperature=0.7, top_k=3
    )
    assert len(written) == 20
    assert book_text.UNKNOWN not in written


def test_what_looks_on_while_it_learns_changes_nothing():
    vocabulary, seen = book_text.Vocabulary(TEXT), []
    ids = vocabulary.encode(TEXT * 8)
    given = {"d": 4, "h": 8, "n": 4, "T": 10, "epochs": 3, "dropout": 0.2}

    def look(epoch, model):
        rng = np.random.default_rng(0)
        seen.append((epoch, language_experiment.write(model, vocabulary, 9, rng=rng, prompt="the ")))

    watched = language_experiment.train(ids, ids[:90], len(vocabulary), **given, after=look)
    alone = language_experiment.train(ids, ids[:90], len(vocabulary), **given)
    assert watched.train == alone.train
    assert [epoch for epoch, _ in seen] == [1, 2, 3]
    assert len({words for _, words in seen}) > 1


def test_cells_are_those_of_the_course_and_the_unit_that_counts_is_found():
    torch.manual_seed(0)
    model = language_experiment.CharModel(7, 4, 6).double()
    ids = np.random.default_rng(1).integers(7, size=40)
    cell, params = pytorch.from_torch(model.lstm)
    _, _, tape = cell.forward(params, model.embedding.weight.detach().numpy()[ids][None])
    C = units.cells(model, ids)
    assert np.abs(C - np.concatenate([cache.tanh_c for cache in tape.caches])).max() < 1e-12
    counted = np.arange(40) % 5
    C[:, 3] = 1 - 0.2 * counted
    found = units.best(C, counted)
    assert found.unit == 3
    assert (found.chosen, found.held_out) == pytest.approx((-1, -1))
    C[20:, 3] = C[20:, 2]
    assert abs(units.best(C, counted).held_out) < 0.9
    for bad in ((C, counted[1:]), (C, np.zeros(40))):
        with pytest.raises(ValueError, match="should"):
            units.best(*bad)


def test_brackets_and_distances_are_counted():
    assert units.inside("(a\n b) (c").tolist() == [1, 1, 0, 0, 0, 0, 0, 1, 1]
    assert units.since("a.b", ".".__contains__).tolist() == [1, 0, 1]


def test_temperature_divides_differences_of_logits():
    logits = np.array([[2.0, -1.0, 0.5]])
    assert sampling.distribution(logits + 5, 2.0) == pytest.approx(sampling.distribution(logits, 2.0))
    p = sampling.distribution(logits, 0.5)[0]
    assert p[0] / p[2] == pytest.approx(math.exp(1.5 / 0.5))
    assert sampling.distribution(logits, 0).tolist() == [[1.0, 0.0, 0.0]]
    assert (sampling.distribution(np.zeros((2, 4)), top_k=3) > 0).sum(1).tolist() == [3, 3]
    for bad in ({"temperature": -1}, {"top_k": 0}, {"top_k": 4}):
        with pytest.raises(ValueError, match="should"):
            sampling.distribution(logits, **bad)


def test_draws_have_the_frequencies_of_the_distribution():
    rng, p = np.random.default_rng(0), np.array([0.5, 0.0, 0.3, 0.2])
    counts = np.bincount([sampling.draw(rng, p) for _ in range(4000)], minlength=4)
    assert counts[1] == 0
    assert counts / 4000 == pytest.approx(p, abs=0.03)


@pytest.mark.parametrize("language", bilingual.LANGUAGES)
@pytest.mark.parametrize("extra", [0, 3])
def test_the_clue_lies_at_its_distance_and_decides_the_answer(language, extra):
    batch = bilingual.draw(np.random.default_rng(0), 50, extra, language)
    clues = batch.ids[:, -(bilingual.LAG + extra)]
    said = {
        bilingual.VOCABULARY[clue]: bilingual.ANSWERS[answer]
        for clue, answer in zip(clues, batch.targets, strict=True)
    }
    assert batch.english.all() == (language == "English")
    assert said == (dict(bilingual.ENGLISH) if language == "English" else {w: w for w in said})
    assert (batch.ids[:, 1] != clues).any()
