"""Results that are lists of texts."""

import numpy as np
import pytest

from rnncourse import checks
from rnncourse.checks.failure import CheckFailed
from rnncourse.checks.suspects import Suspect

WANTED = ["I", "was", "late"]


def fails(result, **options):
    with pytest.raises(CheckFailed) as caught:
        checks.returns(lambda: result, (), WANTED, called="decode", of="the tokens", **options)
    return caught.value


@pytest.mark.parametrize("result", [WANTED, [np.str_(text) for text in WANTED]])
def test_the_same_texts_pass(result):
    checks.returns(lambda: result, (), WANTED, called="decode", of="the tokens")


@pytest.mark.parametrize(
    ("result", "hint", "says"),
    [
        (None, "returns-nothing", "None"),
        ("I was late", "wrong-type", "it is a text"),
        (tuple(WANTED), "wrong-type", "it is a tuple"),
        (np.array(WANTED), "wrong-type", "it is an array"),
        ([3, 4, 2], "wrong-type", "at [0] it holds an integer"),
        (["I", "was"], "wrong-shape", "should have 3 entries, it has 2"),
        (
            ["I", "late", "was"],
            "wrong-values",
            "At [1] it is 'late', expected 'was'; 2 of its 3 entries differ",
        ),
    ],
)
def test_what_is_wrong_is_said(result, hint, says):
    failure = fails(result)
    assert failure.hint_id == hint
    assert says in failure.message


def test_a_hidden_test_shows_no_entry():
    assert "was" not in fails(["I", "late", "was"]).quiet


def test_a_text_that_claims_to_equal_anything_does_not():
    class Agreeable(str):
        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

    assert fails([Agreeable("you"), "was", "late"]).hint_id == "wrong-values"


def test_a_known_mistake_is_recognised_in_texts():
    late = Suspect("reversed", lambda: WANTED[::-1], "Backwards: {got} for {want}.")
    failure = fails(WANTED[::-1], suspects=[late])
    assert failure.hint_id == "reversed"
    assert "Backwards: 'late' for 'I'." in failure.message
    assert fails(["late", "I", "was"], suspects=[late]).hint_id == "wrong-values"
