"""What the exercises of chapter 3 are tested on: claims about gradients, and networks to be ranked."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.checks import bptt
from rnncourse.differences import central_differences

KINDS = ("plain", "minimum", "sharp", "offset", "tiny", "huge", "faint", "nan")


@pytest.mark.parametrize("kind", KINDS)
def test_the_one_claim_said_to_be_right_is_the_gradient_and_no_other_comes_near(kind):
    for seed in range(5):
        loss, theta, claims, right = bptt.claims_on(np.random.default_rng(seed), kind)
        slopes = central_differences(loss, {"moved": theta}, "moved")
        errors = np.array([np.abs(claim - slopes).max() for claim in claims]) / np.abs(slopes).max()
        assert right.sum() == 1
        assert (errors[right] < 1e-6).all()
        assert not (errors[~right] < 5e-3).any()


def test_networks_to_be_ranked_lie_apart_and_no_mistake_gives_their_order():
    kinds = [
        ("orthogonal", 0.9, 0.1),
        ("orthogonal", 1.4, 1.5),
        ("gaussian", 1.2, 0.3),
        ("feed-forward", 1, 0.2),
    ]
    for seed in range(3):
        networks = bptt.networks(np.random.default_rng(seed), [*kinds, ("gaussian", 1.6, 1)])
        right, norms = bptt.order(networks)
        assert (norms[1:] / norms[:-1]).min() > 1.49
        assert not any((suspect.wrong(networks) == right).all() for suspect in bptt.RANK)


def test_networks_that_are_all_alike_are_refused_with_a_sentence():
    with pytest.raises(RuntimeError, match="too much alike"):
        bptt.networks(np.random.default_rng(0), [("orthogonal", 1, 0)] * 3, n=1, T=1, h=1, tries=3)


def test_verdicts_are_read_from_lists_and_arrays_of_truth_values_alone():
    assert bptt.verdicts([True, np.False_]).tolist() == [True, False]
    assert bptt.verdicts(np.array([True, False])).tolist() == [True, False]
    for wrong in (1, [1.0], "no", np.ones((2, 2), bool)):
        with pytest.raises(TypeError):
            bptt.verdicts(wrong)


def test_norm_beside_float32_arrays_counts_as_float32_and_others_stay_as_they_are():
    *_, norm = bptt.clipped_and_norm(([np.ones(2, np.float32)], 1.5))
    assert norm.dtype == np.float32
    *_, norm = bptt.clipped_and_norm(([np.ones(2)], 1.5))
    assert type(norm) is float
    for wrong in (np.ones(2), ([np.ones(2)],), (np.ones(2), 1.0)):
        with pytest.raises(TypeError):
            bptt.clipped_and_norm(wrong)
