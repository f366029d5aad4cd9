"""The similarity report: pairs in order, the most alike side by side, and the same as CSV."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

from markupsafe import Markup

from rnncourse.grading.feedback import TEMPLATES, content_policy, environment, visible
from rnncourse.grading.fingerprints import GRAM
from rnncourse.grading.results import spreadsheet_safe, write_atomically
from rnncourse.grading.similarity import EXPLAINED, HIGH, Found, Pair, Work

#: Pairs in the page's tables, and those of them that are shown side by side; the CSV file has all.
MOST_LISTED, MOST_SHOWN = 200, 40

_LONGEST_CELL = 20_000


def write(found: Found, assignment: str, out: Path) -> tuple[Path, Path]:
    """Write ``similarity-<assignment>.html`` and ``.csv`` into ``out``; return both paths."""
    page, table = out / f"similarity-{assignment}.html", out / f"similarity-{assignment}.csv"
    write_atomically(page, render(found, assignment))
    write_atomically(table, as_csv(found))
    return page, table


def render(found: Found, assignment: str) -> str:
    """The page; names and code are escaped, and it asks nothing of anywhere."""
    style, policy = page_style()
    own = [pair for pair in found.pairs if pair.published < EXPLAINED]
    listed, published = own[:MOST_LISTED], found.published[:MOST_LISTED]
    explained = [pair for pair in found.pairs if pair.published >= EXPLAINED]
    shown = sorted([*listed, *explained[:MOST_LISTED], *published], key=lambda pair: -pair.share)[:MOST_SHOWN]
    numbers = {id(pair): number for number, pair in enumerate(shown, 1)}
    return visible(
        environment()
        .get_template("similarity.html")
        .render(
            assignment=assignment,
            people=len(found.works) - 1,
            unread=found.unread,
            absent=found.absent,
            explained=[(numbers.get(id(pair)), pair) for pair in explained[:MOST_LISTED]],
            more_explained=len(explained[MOST_LISTED:]),
            high=HIGH,
            pairs=[(numbers.get(id(pair)), pair) for pair in listed],
            published=[(numbers.get(id(pair)), pair) for pair in published],
            more=len(own) - len(listed),
            shown=[(numbers[id(pair)], pair, _sides(found, pair)) for pair in shown],
            gram=GRAM,
            style=style,
            policy=policy,
        )
    )


def as_csv(found: Found) -> str:
    """All pairs, the most alike first; ``in_published`` is the share of the weight that the worked solution has too."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["one", "other", "alike", "shared_weight", "in_published", "cells"])
    for pair in [*found.pairs, *found.published]:
        cells = " ".join(cell for cell, _ in pair.cells)
        names = [spreadsheet_safe(name) for name in (pair.one, pair.other)]
        numbers = [f"{pair.share:.3f}", f"{pair.weight:.1f}", f"{pair.published:.3f}"]
        writer.writerow([*names, *numbers, spreadsheet_safe(cells)])
    return visible(text.getvalue())


@cache
def page_style() -> tuple[Markup, str]:
    """The style of the instructor's pages, and the policy that allows it alone."""
    style = (TEMPLATES / "report.css").read_text("utf-8")
    return Markup(style), content_policy(style)


def _sides(found: Found, pair: Pair) -> list[list[tuple[str, str, list[tuple[bool, str]]]]]:
    """For each cell in which the first of the two has something shared: its code and the other's, marked."""
    one, other = found.works[pair.one], found.works[pair.other]
    together: dict[str, dict[str, int]] = {}
    for mark in pair.shared:
        for cell, *_ in one.places[mark]:
            counts = together.setdefault(cell, {})
            for theirs, *_ in other.places[mark]:
                counts[theirs] = counts.get(theirs, 0) + 1
    order = [cell for cell in one.cells if cell in together]
    rows = []
    for cell in order:
        theirs = max(sorted(together[cell]), key=together[cell].get)
        rows.append(
            [
                (work.name, name, _marked(work, name, pair, found.given))
                for work, name in ((one, cell), (other, theirs))
            ]
        )
    return rows


def _marked(work: Work, cell: str, pair: Pair, given: frozenset[str]) -> list[tuple[bool, str]]:
    """The learner's own lines and those that begin a function, each with whether it is in something shared."""
    lines = work.cells[cell][:_LONGEST_CELL].splitlines()
    same = set()
    for mark in pair.shared:
        for name, first, last in work.places[mark]:
            if name == cell:
                same.update(range(first, last + 1))
    return [
        (number in same, line)
        for number, line in enumerate(lines, 1)
        if line.strip() not in given or line.startswith(("def ", "class "))
    ]
