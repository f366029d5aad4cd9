"""The drawings of chapter 6: one function, and a variant's difference in orange."""

from __future__ import annotations

import pytest

from rnncourse.plotting.diagrams import lstm_variants
from rnncourse.plotting.palette import GREY, ORANGE, variable


@pytest.mark.parametrize("name", lstm_variants.VARIANTS)
def test_every_variant_has_a_drawing_of_its_own(name):
    assert getattr(lstm_variants, name)() == lstm_variants.cell(name)
    assert len({lstm_variants.cell(other) for other in lstm_variants.VARIANTS}) == len(lstm_variants.VARIANTS)


def body(svg):
    """What is drawn, without the heads of arrows, which are there in every colour."""
    return svg.split("</defs>")[1]


@pytest.mark.parametrize("name", lstm_variants.VARIANTS)
def test_what_differs_is_orange_and_what_is_missing_grey(name):
    drawn, variant = body(lstm_variants.cell(name)), lstm_variants.VARIANTS[name]
    assert (variable(ORANGE) in drawn) == bool(variant.new)
    assert (variable(GREY) in drawn) == bool(variant.gone)


def test_the_drawing_of_the_parts_names_what_can_be_taken_out():
    drawn = lstm_variants.parts()
    assert [name for name in ("NIG", "NFG", "NOG", "NIAF", "NOAF", "NP") if f">{name}<" not in drawn] == []


def test_an_unknown_variant_is_refused():
    with pytest.raises(KeyError):
        lstm_variants.cell("BRNN")
