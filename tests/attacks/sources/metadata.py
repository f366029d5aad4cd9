"""Cells whose marks, kinds, places and texts were changed: tests skipped, doubled, deleted, moved, retyped."""

from build import Attack, own_cell

PASS = "# Check\npass"


def _by_id(notebook: dict) -> dict[str, dict]:
    return {cell["id"]: cell for cell in notebook["cells"]}


def _tests(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


_TESTS = (
    *("step-values", "step-zero-state", "step-fresh", "step-float32"),
    *("forward-values", "forward-one-step", "forward-another-cell", "forward-float32"),
    *("readout-every", "readout-last", "readout-every-fresh", "readout-last-full", "readout-last-fresh"),
    *("torch-from", "torch-to", "torch-from-fresh", "torch-to-fresh"),
    *("stream-values", "stream-one-chunk", "stream-fresh"),
    *("padded-outputs", "padded-final", "padded-fresh-outputs", "padded-fresh-final", "padded-anything"),
    *("count-ours", "count-torch", "count-largest"),
    *("count-ours-fresh", "count-torch-fresh", "count-largest-fresh"),
)


def _all(code: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, f"rnn-{test}") for test in _TESTS)


def _tagged(notebook: dict) -> None:
    for cell in _tests(notebook):
        cell["metadata"]["tags"] = ["skip-execution", "remove-cell", "raises-exception"]


def _marks(**changes: object):
    def change(notebook: dict) -> None:
        for cell in _tests(notebook):
            cell["metadata"]["nbgrader"].update(changes)

    return change


def _emptied(notebook: dict) -> None:
    for cell in _tests(notebook):
        cell["source"] = PASS


def _doubled(notebook: dict) -> None:
    for cell in _tests(notebook):
        notebook["cells"].append(cell | {"id": cell["id"] + "-two", "source": PASS})


def _deleted(notebook: dict) -> None:
    tests = {cell["id"] for cell in _tests(notebook)}
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in tests]


def _tests_first(notebook: dict) -> None:
    tests = {cell["id"] for cell in _tests(notebook)}
    notebook["cells"].sort(key=lambda cell: cell["id"] not in tests)


def _retyped(notebook: dict) -> None:
    for number, cell in enumerate(_tests(notebook)):
        cell["cell_type"] = ("markdown", "raw")[number % 2]
        for key in ("outputs", "execution_count"):
            cell.pop(key)


def _exchanged(notebook: dict) -> None:
    """The solved exercise wears the marks of the one with more points, and the other way round."""
    cells = _by_id(notebook)
    one, other = cells["rnn-step"], cells["rnn-forward"]
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]


def _equal_ids(notebook: dict) -> None:
    for cell in _tests(notebook):
        cell["metadata"]["nbgrader"]["grade_id"] = "rnn-step-values"


def _claiming(notebook: dict) -> None:
    cell = own_cell("claim", "# Check · everything\n5.0")
    cell["metadata"]["nbgrader"] = {
        "grade": True,
        "grade_id": "rnn-bonus",
        "locked": True,
        "points": 1000,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    notebook["cells"].append(cell)


def _setup_edited(notebook: dict) -> None:
    _by_id(notebook)["rnn-setup"]["source"] = (
        "import numpy as np\nimport rnncourse.checks as checks\nchecks.returns = lambda *args, **options: None"
    )


def _settings(notebook: dict) -> None:
    notebook["metadata"]["rnncourse"] = {
        "allow": ["rnncourse.cells", "torch"],
        "limits": {"cell_seconds": 1e9, "memory_bytes": 2**60},
        "data": ["../../gradebook.db"],
    }
    notebook["metadata"]["celltoolbar"] = "Create Assignment"


def _stripped(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id")


def _odd_marks(notebook: dict) -> None:
    for number, cell in enumerate(_tests(notebook)):
        odd = [7, [], "x", None, {"grade_id": {"a": 1}}, {"grade_id": cell["id"], "points": "1e999"}]
        cell["metadata"]["nbgrader"] = odd[number % len(odd)]
        cell["metadata"]["tags"] = {"skip-execution": True}


ATTACKS = [
    Attack(
        "metadata-skip-execution",
        "Tags every test skip-execution, with which stock nbgrader gives full points; tags are the master's.",
        right="step",
        change=_tagged,
        flags=_all("metadata-edited"),
    ),
    Attack(
        "metadata-points",
        "A hundred points for every test; points are the master's.",
        right="step",
        change=_marks(points=100),
        flags=_all("metadata-edited"),
    ),
    Attack(
        "metadata-not-graded",
        "Says of every test that it is not graded and may be filled in.",
        right="step",
        change=_marks(grade=False, solution=True, locked=False),
        flags=_all("metadata-edited"),
    ),
    Attack(
        "metadata-schema-version",
        "Claims versions of nbgrader's schema that make it convert or refuse: 1 and 99.",
        right="step",
        change=_marks(schema_version=99),
        flags=_all("metadata-edited"),
    ),
    Attack(
        "metadata-schema-old",
        "The oldest schema, whose conversion takes points and ids from the cell.",
        right="step",
        change=_marks(schema_version=1, points=50, checksum="0" * 32),
        flags=_all("metadata-edited"),
    ),
    Attack(
        "metadata-tests-emptied",
        "Every test says `pass`; the master's run.",
        right="step",
        change=_emptied,
        flags=_all("locked-cell-edited"),
    ),
    Attack(
        "metadata-tests-doubled",
        "Every test a second time, as `pass`, behind the first; two equal ids stop stock nbgrader for a whole class.",
        right="step",
        change=_doubled,
        flags=_all("cell-duplicated") + _all("locked-cell-edited"),
    ),
    Attack(
        "metadata-tests-deleted",
        "No tests at all; they are put back.",
        right="step",
        change=_deleted,
        flags=_all("cell-missing"),
    ),
    Attack(
        "metadata-tests-moved",
        "All tests stand before everything else; they run where the master has them.",
        right="step",
        change=_tests_first,
    ),
    Attack(
        "metadata-tests-retyped",
        "Tests turned to text, which nothing executes.",
        right="step",
        change=_retyped,
        flags=_all("metadata-edited"),
    ),
    Attack(
        "metadata-equal-ids",
        "Every test has the id of the first one, so that 31 tests hand in one verdict.",
        right="step",
        change=_equal_ids,
        flags=(
            *(("cell-missing", f"rnn-{test}") for test in _TESTS[1:]),
            ("cell-duplicated", "rnn-step-values"),
            ("locked-cell-edited", "rnn-step-values"),
            ("metadata-edited", "rnn-step-values"),
        ),
    ),
    Attack(
        "metadata-exchanged-solutions",
        "The ids of two solution cells exchanged; each text goes where its id says, and defines what it defines.",
        right="step",
        change=_exchanged,
        lost="step",
    ),
    Attack(
        "metadata-claiming-cell",
        "A cell of its own that claims a thousand points and ends in a number, stock nbgrader's partial credit.",
        right="step",
        change=_claiming,
        flags=(("cells-added", None),),
    ),
    Attack(
        "metadata-setup-edited",
        "The locked setup cell replaced by one that switches the checks off.",
        right="step",
        change=_setup_edited,
        flags=(("locked-cell-edited", "rnn-setup"),),
    ),
    Attack(
        "metadata-own-settings",
        "Settings of its own in the notebook's metadata: modules allowed, limits lifted, a data file of the grader's.",
        right="step",
        change=_settings,
    ),
    Attack(
        "metadata-stripped",
        "No ids and no metadata anywhere; nothing of it can be told to be an answer to anything.",
        right="all",
        change=_stripped,
        status="malformed",
    ),
    Attack(
        "metadata-odd-types",
        "Numbers, lists and nulls where marks belong.",
        right="step",
        change=_odd_marks,
        flags=_all("metadata-edited"),
    ),
]
