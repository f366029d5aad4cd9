"""A private overlay: more hidden tests, others in the place of published ones, and nothing else."""

from __future__ import annotations

import json

import pytest
import tiny
from nbformat.v4 import new_notebook

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import overlay
from rnncourse.grading.practice import practise, score

HIDDEN = """\
# Hidden test · {title}
### BEGIN HIDDEN TESTS
secret = float(checks.rng("{title}").normal())
checks.returns({function}, (secret,), {expected}, called="{function}", of="it", read="Eq. 1")
### END HIDDEN TESTS
"""


def written(folder, *cells, name="tiny.ipynb"):
    """An overlay in ``folder`` with these cells."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(new_notebook(cells=list(cells))))
    return folder


def hidden(name="tiny-double-more", title="zero", function="double", expected="2 * secret", points=2):
    return tiny.cell("test", name, HIDDEN.format(title=title, function=function, expected=expected), points)


@pytest.fixture
def loaded(course):
    return assignments.load(course, "tiny")


def test_more_tests_come_last_in_their_exercise_and_change_points_and_bundle(loaded, tmp_path):
    more = overlay.apply(loaded, written(tmp_path, hidden()))
    (master,) = more.masters
    names = [cell.id for cell in master.cells]
    assert names.index("tiny-double-more") == names.index("tiny-double-hidden") + 1
    assert (more.max_score, loaded.max_score) == (12, 10)
    assert more != loaded
    added = master.cells[names.index("tiny-double-more")]
    assert (added.exercise, added.title, added.hidden) == ("tiny-double", "zero", True)


def test_the_added_test_really_judges(loaded, tmp_path):
    (master,) = overlay.apply(loaded, written(tmp_path, hidden())).masters
    right = {f"tiny-{name}": source for name, source in tiny.RIGHT.items()}
    assert score(master, practise(master, right)) == 12
    fooling = right | {"tiny-double": "def double(x):\n    return 6.0"}
    assert practise(master, fooling)["tiny-double-more"].status == "failed"


def test_test_of_the_same_id_takes_the_others_place(loaded, tmp_path):
    new = overlay.apply(loaded, written(tmp_path, hidden("tiny-double-hidden", points=5)))
    (master,) = new.masters
    assert [cell.id for cell in master.cells] == [cell.id for cell in loaded.masters[0].cells]
    assert (new.max_score, len(master.tests())) == (12, 4)


def test_an_empty_cell_of_the_exercises_id_says_where_the_next_tests_belong(loaded, tmp_path):
    here = tiny.cell("solution", "tiny-square", "")
    made = written(
        tmp_path, here, hidden("of-mine", function="square", expected="secret**2"), name="tiny/tiny.ipynb"
    )
    (master,) = overlay.apply(loaded, made).masters
    assert next(cell for cell in master.tests() if cell.id == "of-mine").exercise == "tiny-square"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (hidden("orphan"), "belongs to no exercise"),
        (hidden("tiny-double"), "another cell has this id"),
        (hidden(points=0), "a number above 0"),
        (tiny.cell("setup", "tiny-double-x", "x = 1"), "is no test"),
        (tiny.cell("test", "tiny-double-x", "# Check · seen\nNone", 1), "an overlay holds hidden tests only"),
        (hidden(function="unheard_of"), "uses unheard_of"),
        (hidden(expected="print(1)"), "prints"),
        (
            tiny.cell("test", "tiny-double-x", f"{HIDDEN[:22]}x\n### BEGIN HIDDEN TESTS\nimport os", 1),
            "imports os",
        ),
    ],
)
def test_what_breaks_a_rule_is_named_and_its_text_is_not(loaded, tmp_path, cell, sentence):
    with pytest.raises(CourseError) as caught:
        overlay.apply(loaded, written(tmp_path, cell))
    assert sentence in str(caught.value)
    assert "secret" not in str(caught.value)


def test_overlay_that_is_not_there_or_empty_or_torn_is_a_sentence(loaded, tmp_path):
    with pytest.raises(CourseError, match="is no folder"):
        overlay.apply(loaded, tmp_path / "nowhere")
    with pytest.raises(CourseError, match="holds nothing for tiny"):
        overlay.apply(loaded, tmp_path)
    (tmp_path / "tiny.ipynb").write_text('{"cells": [1]}')
    with pytest.raises(CourseError, match="cannot be read"):
        overlay.apply(loaded, tmp_path)
