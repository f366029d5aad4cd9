"""Numbers from a lab are set as in print."""

from __future__ import annotations

import pytest

from rnncourse.book.glued import format_glued


@pytest.mark.parametrize(
    ("kept", "form", "shown"),
    [
        ("0.53704957", ".2f", "0.54"),
        ("np.float64(0.5)", ".1f", "0.5"),
        ("np.float32(98.64285)", ".1f", "98.6"),
        ("-0.954", ".2f", "−0.95"),
        ("1.1102e-16", ".1e", "1.1 × 10⁻¹⁶"),
        ("-3.0e12", ".0e", "−3 × 10¹²"),
        ("np.int64(190)", "d", "190"),
        ("190", "s", "190"),
        ("'some words - with a dash'", "s", "some words - with a dash"),
        ("0.123", ".0%", "12%"),
    ],
)
def test_a_kept_value_in_a_format(kept, form, shown):
    assert format_glued(kept, form).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_what_is_no_number_cannot_be_formatted_as_one():
    with pytest.raises(ValueError):
        format_glued("'few'", ".2f")
