"""What the exercises of chapter 6 are tested on: cells with peepholes, measured losses, mistakes with one change."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.checks import lstm_variants
from rnncourse.checks.comparing import close
from rnncourse.checks.lstm_variants import ablating, counting, coupled, peepholes, projected

KINDS = {
    "none": True,
    "output": False,
    "first-step": True,
    "later": False,
    "started": False,
    "elsewhere": True,
    "one-sequence": False,
    "cancelling": False,
    "faint": False,
}


@pytest.mark.parametrize("kind", KINDS)
def test_cell_of_each_kind_runs_as_the_lstm_or_not_as_its_name_says(kind):
    for seed in range(10):
        _, verdicts = lstm_variants.cells_with_peepholes(np.random.default_rng(seed), [kind], n=3, h=4)
        assert verdicts.tolist() == [KINDS[kind]]


def test_every_mistake_about_cells_with_peepholes_gives_verdicts_of_its_own():
    for seed in range(10):
        cells, verdicts = lstm_variants.cells_with_peepholes(
            np.random.default_rng(seed), list(KINDS), n=3, h=4
        )
        given = {tuple(suspect.wrong(cells)) for suspect in lstm_variants.SAME} | {tuple(verdicts.tolist())}
        assert len(given) == 1 + len(lstm_variants.SAME)


@pytest.mark.parametrize("seeds", [5, 8])
def test_losses_rank_three_variants_and_one_of_the_others_has_the_largest_mean(seeds):
    for seed in range(10):
        (names, losses, base, t), (ranked, unclear) = lstm_variants.measured(
            np.random.default_rng(seed), seeds
        )
        effects = dict(zip(names, (losses - base).mean(axis=1), strict=True))
        errors = dict(zip(names, (losses - base).std(axis=1, ddof=1) / np.sqrt(seeds), strict=True))
        assert sorted(ranked + unclear) == sorted(names)
        assert [name for name in names if abs(effects[name]) > t * errors[name]] == sorted(
            ranked, key=names.index
        )
        assert [effects[name] for name in ranked] == sorted((effects[name] for name in ranked), reverse=True)
        assert max(effects, key=effects.get) in unclear


@pytest.mark.parametrize(
    ("right", "case"),
    [
        (peepholes._step_but(), lambda draw: peepholes.peephole_case(draw, 3, 4, 2)),
        (peepholes._back_but(), lambda draw: peepholes.peephole_way_back(draw, 3, 4, 2)),
        (coupled._step_but(), lambda draw: coupled.coupled_case(draw, 3, 4, 2)),
        (coupled._back_but(), lambda draw: coupled.coupled_way_back(draw, 3, 2)),
        (projected._step_but(), lambda draw: projected.projected_case(draw, 3, 4, 5, 2)),
        *(
            (ablating._step_but(), lambda draw, w=w: ablating.ablated_case(draw, w, 3, 2))
            for w in ("NIG", "NOAF")
        ),
    ],
)
def test_what_mistakes_are_made_from_is_right_before_a_part_is_exchanged(right, case, rng):
    args, expected = case(rng)
    assert all(close(got, want) for got, want in zip(right(*args), expected, strict=True))


@pytest.mark.parametrize("variant", lstm_variants.VARIANTS)
def test_right_count_is_that_of_a_cell_that_is_made(variant):
    assert counting._count_but()(variant, 5, 9, 4) == lstm_variants.counted(variant, 5, 9, 4)


def test_lent_count_refuses_every_call_too_many_in_other_words():
    lent, said = lstm_variants.lent_count(lambda h: 2 * h, calls=1), []
    assert lent(4) == 8
    for _ in range(2):
        with pytest.raises(RuntimeError, match="does your loop end") as refused:
            lent(4)
        said.append(str(refused.value))
    assert said[0] != said[1]


def test_views_read_what_they_should_and_say_what_is_wanted_of_the_rest():
    assert lstm_variants.same_verdicts(np.array([True, False])).tolist() == [True, False]
    assert [shape.tolist() for shape in lstm_variants.shapes([(1, 2)] * 5 + [[3]])][-2:] == [[1, 2], [3]]
    assert lstm_variants.two_lists((("NIG",), [])) == (["NIG"], [])
    for wrong in (True, [1], "no"):
        with pytest.raises(TypeError):
            lstm_variants.same_verdicts(wrong)
    for wrong in ((1, 2), [(1, 2)] * 5 + [3], None):
        with pytest.raises(TypeError):
            lstm_variants.shapes(wrong)
    for wrong in (["NIG"], (["NIG"], [1]), ("NIG", "NFG")):
        with pytest.raises(TypeError):
            lstm_variants.two_lists(wrong)
