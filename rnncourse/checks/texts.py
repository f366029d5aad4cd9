"""Comparing lists of texts, such as tokens, for results that are no numbers."""

from __future__ import annotations

from typing import Any

from rnncourse.checks.comparing import as_text
from rnncourse.checks.wording import kind


def difference(got: Any, want: list[str], name: str, read: str = "") -> dict[str, str] | None:
    """In what ``got`` is not the list of texts ``want``, as the fields of a failure; None where it is that list.

    >>> difference(["a", "b"], ["a", "b"], "tokens") is None
    True
    >>> difference(["a", "c"], ["a", "b"], "tokens")["fact"]
    "tokens has the right length and wrong entries. At [1] it is 'c', expected 'b'; 1 of its 2 entries differ."
    """
    if type(got) is not list:
        wanted = f"{name} should be a list of texts"
        return {"hint_id": "wrong-type", "fact": f"{wanted}, it is {kind(got)}.", "quiet": f"{wanted}."}
    if len(got) != len(want):
        return {
            "hint_id": "wrong-shape",
            "fact": f"{name} should have {_entries(len(want))}, it has {len(got)}.",
            "quiet": f"{name} has not as many entries as it should.",
        }
    texts = [as_text(entry) for entry in got]
    if None in texts:
        place = texts.index(None)
        return {
            "hint_id": "wrong-type",
            "fact": f"{name} should be a list of texts; at [{place}] it holds {kind(got[place])}.",
            "quiet": f"{name} should be a list of texts, and holds something else.",
        }
    wrong = [place for place, text in enumerate(texts) if text != want[place]]
    if not wrong:
        return None
    place, quiet = wrong[0], f"{name} has the right length and wrong entries."
    fact = f"{quiet} At [{place}] it is {texts[place]!r}, expected {want[place]!r}; "
    see = f"; see {read}" if read else ""
    return {
        "hint_id": "wrong-values",
        "fact": f"{fact}{len(wrong)} of its {_entries(len(want))} differ.",
        "quiet": quiet,
        "advice": f"Work the docstring's example by hand and compare it with yours, entry by entry{see}.",
        "where": f"[{place}]",
        "got": repr(texts[place]),
        "want": repr(want[place]),
    }


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
