"""Copies are found through new names, order and layout; answers that were found independently are not."""

from __future__ import annotations

import ast
import csv
import html
import io
import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
import tiny

from rnncourse import cli
from rnncourse.grading import assignment as assignments
from rnncourse.grading import fingerprints, similarity, similarity_report
from rnncourse.grading.submissions import assemble, load_all

LONG = '''\
def square(x):
    """The square."""
    total = np.zeros_like(x)
    for index, value in enumerate(x):
        if value > 0:
            total[index] = value * value
        else:
            total[index] = (-value) * (-value)
    return np.where(total >= 0, total, np.abs(total))


def helper(rows, factor):
    pieces = [row * factor + offset for offset, row in enumerate(rows) if row.sum() > 0]
    return np.concatenate(pieces) if pieces else np.empty((0, factor))
'''
#: The same with names, layout, comments, annotations and the order of functions changed.
DISGUISED = """\
# my own work
def scale_up(lines, k):
    parts = [(line * k) + n
             for n, line in enumerate(lines)
             if (line.sum() > 0)]
    return (np.concatenate(parts)
            if parts else np.empty((0, k),))


def square(x):
    "Squares."
    result: np.ndarray = np.zeros_like(x)
    for i, v in enumerate(x):  # every entry

        if v > 0:
            result[i] = v * v
        else: result[i] = (-v) * (-v)
    return (np.where(result >= 0, result, np.abs(result)))
"""


@pytest.fixture
def compared(course, released, tmp_path):
    """Compare students whose ``square`` cells are these sources."""

    def running(**sources):
        for student, source in sources.items():
            tiny.hand_in(tmp_path / "in", student, tiny.filled(released, square=source))
        return similarity.compare(assignments.load(course, "tiny"), {"tiny": released}, tmp_path / "in")

    return running


def test_copy_with_new_names_layout_and_order_is_wholly_alike(compared):
    (pair,) = compared(ann=LONG, ben=DISGUISED).pairs
    assert {pair.one, pair.other} == {"ann", "ben"}
    assert pair.share == 1.0
    assert pair.cells[0][0] == "tiny-square"


def test_other_code_is_not_listed(compared):
    other = """\
def square(x):
    signs = np.sign(x)
    roots = [float(number) for number in x.tolist()]
    squares = list(map(lambda number: number**2, roots))
    while len(squares) < len(signs):
        squares.append(0.0)
    return np.asarray(squares).reshape(x.shape)
"""
    assert compared(ann=LONG, ben=other).pairs == []


def test_half_a_copy_is_about_half_alike(compared):
    half = (
        LONG.split("def helper")[0]
        + "\n\ndef other(a):\n"
        + "".join(
            f"    b{n} = np.{name}(a).{way}({n})[{n}]\n"
            for n, (name, way) in enumerate(
                zip(["sin", "cos", "exp", "log"] * 2, ["sum", "mean", "max"] * 3, strict=False)
            )
        )
    )
    (pair,) = compared(ann=LONG, ben=half).pairs
    assert 0.3 < pair.share < 0.9


def test_what_was_given_out_and_what_many_wrote_counts_nothing(compared):
    alike = {f"s{number:02}": LONG for number in range(30)}
    found = compared(**alike)
    assert found.pairs == []


def test_broken_code_is_compared_too(compared):
    (pair,) = compared(ann=LONG + "\nif", ben=LONG.replace("total", "summe") + "\nif").pairs
    assert pair.share == 1.0


def test_independent_right_answers_of_the_course_are_not_called_alike(root_of_course, tmp_path):
    root = root_of_course
    released = json.loads((root / "exercises" / "rnn" / "rnn.ipynb").read_text())
    rights: dict[str, list] = {}
    for answer in load_all(root / "tests" / "submissions" / "rnn"):
        if answer.right:
            rights.setdefault(answer.cell, []).append(answer.source)
    people = {f"s{n}": {cell: known[n % len(known)] for cell, known in rights.items()} for n in range(3)}
    people["copy"] = {cell: _renamed(source) for cell, source in people["s0"].items()}
    for name, sources in people.items():
        tiny.hand_in(tmp_path / "in", name, assemble(released, sources), "rnn")
    chosen = assignments.load(root, "rnn")
    for answers in (None, root / "tests" / "submissions" / "rnn"):
        found = similarity.compare(chosen, {"rnn": released}, tmp_path / "in", answers)
        high = {frozenset((pair.one, pair.other)) for pair in found.pairs if pair.share >= similarity.HIGH}
        assert high == {frozenset(("copy", "s0"))}
        assert not [pair for pair in found.published if pair.share >= similarity.HIGH]


def test_copy_of_the_published_solution_is_named(root_of_course, tmp_path):
    root = root_of_course
    released = json.loads((root / "exercises" / "rnn" / "rnn.ipynb").read_text())
    chosen = assignments.load(root, "rnn")
    copied = {cell.id: _renamed(cell.source) for cell in chosen.masters[0].solutions()}
    tiny.hand_in(tmp_path / "in", "ann", assemble(released, copied), "rnn")
    (pair,) = similarity.compare(chosen, {"rnn": released}, tmp_path / "in").published
    assert pair.share > 0.95
    tiny.hand_in(tmp_path / "in", "ben", assemble(released, copied), "rnn")
    for number in range(4):
        tiny.hand_in(tmp_path / "in", f"stubs{number}", assemble(released, {}), "rnn")
    (tmp_path / "in" / "kira").mkdir()
    found = similarity.compare(chosen, {"rnn": released}, tmp_path / "in")
    (pair,) = found.pairs
    assert pair.published > 0.95
    assert (found.absent, found.unread) == (["kira"], [])
    page = similarity_report.render(found, "rnn")
    assert "have the published solution's code: 1</summary>" in html.unescape(page)
    assert "Nothing handed in: kira." in page
    assert "Not readable" not in page


def _renamed(source: str) -> str:
    """Other names for everything of one's own."""

    class Rename(ast.NodeTransformer):
        def visit_Name(self, node):
            return ast.Name(node.id if node.id in fingerprints._SHARED else f"my_{node.id}", node.ctx)

        def visit_arg(self, node):
            return ast.arg(f"my_{node.arg}")

    return ast.unparse(Rename().visit(ast.parse(source)))


@pytest.fixture(scope="module")
def root_of_course():
    return Path(__file__).parents[2]


def test_report_escapes_names_and_code_marks_lines_and_says_what_it_is_worth(compared):
    evil = "<script>alert(1)</script>"
    found = compared(**{"=cmd": LONG, "b": DISGUISED + f"\n\nTITLE = '{evil}'"})
    page = similarity_report.render(found, "tiny")
    assert "This proves nothing by itself." in page
    assert evil not in page
    assert "&lt;script&gt;" in page
    assert page.count('<span class="same">') > 10
    assert re.findall(r"<(?:script|img|link)\b| style=|http(?!-equiv)", page) == []
    rows = list(csv.reader(io.StringIO(similarity_report.as_csv(found))))
    assert rows[0] == ["one", "other", "alike", "shared_weight", "in_published", "cells"]
    assert "'=cmd" in rows[1]


def test_side_by_side_shows_what_learners_wrote(compared):
    found = compared(ann=LONG.replace("The square.", "The square of each entry."), ben=DISGUISED)
    lines = similarity_report.render(replace(found, given=found.given | {"# my own work"}), "tiny")
    assert "# my own work" in similarity_report.render(found, "tiny")
    assert "# my own work" not in lines
    assert "def square(x):" in lines


def test_fingerprints_do_not_depend_on_the_process_and_point_at_lines():
    found = fingerprints.fingerprints(LONG)
    assert (len(found), min(found)) == (20, 99242696156728839)
    assert all(1 <= first <= last <= LONG.count("\n") for first, last in found.values())


def test_no_code_takes_time_without_end():
    for source in (
        "(" * 100_000,
        "x" * 150_000,
        "-" * 90_000 + "1",
        "f(" * 500 + ")" * 500,
        "\\" * 1000,
        "'''" * 999,
    ):
        began = time.process_time()
        fingerprints.fingerprints(source)
        assert time.process_time() - began < 10


def test_command_writes_page_and_table(course, released, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(course)
    for student, source in {"ann": LONG, "ben": DISGUISED}.items():
        tiny.hand_in(tmp_path / "in", student, tiny.filled(released, square=source))
    tiny.hand_in(tmp_path / "in", "torn", b"{")
    out = tmp_path / "out"
    assert cli.main(["similar", "tiny", "--submitted", str(tmp_path / "in"), "--out", str(out)]) == 0
    assert "1 pair of 2 submissions" in capsys.readouterr().out
    assert "torn" in (out / "similarity-tiny.html").read_text()
    assert (out / "similarity-tiny.csv").read_text().splitlines()[1].startswith("ann,ben,1.000,")
    assert cli.main(["similar", "tiny", "--submitted", str(tmp_path / "no")]) == 2
