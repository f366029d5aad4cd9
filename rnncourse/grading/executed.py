"""The notebooks that nbgrader's formgrader shows: the rebuilt ones, with what their cells printed and raised.

Nothing that a learner wrote is left in a form that a browser would run: outputs are text, and Markdown of the
learner's own is shown as its source.
"""

from __future__ import annotations

import json

from rnncourse.grading import wording
from rnncourse.grading.assignment import source_of
from rnncourse.grading.verdict import Run


def notebook(rebuilt: dict, run: Run) -> str:
    """The rebuilt notebook with the run's outputs, as JSON text; tests show their whole text, hidden parts too."""
    cells = [dict(cell) for cell in rebuilt["cells"]]
    for step, ending in zip(run.steps, run.course.endings, strict=True):
        outputs = []
        if ending.output:
            outputs.append({"output_type": "stream", "name": "stdout", "text": ending.output})
        if ending.ended == "raised":
            outputs.append(_error(ending.ename, ending.evalue))
        elif ending.ended != "passed":
            outputs.append(_error(ending.ended, _words(ending.ended)))
        cells[step.position] |= {"outputs": outputs, "source": step.source}
    return json.dumps(rebuilt | {"cells": [_harmless(cell) for cell in cells]}, indent=1)


def not_run(released: dict, sentence: str) -> str:
    """The released notebook with the sentence as every code cell's error, as JSON text."""
    for cell in released["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [_error("NotRun", sentence)]
    return json.dumps(released, indent=1)


def sources(rebuilt: dict | None) -> dict[str, str]:
    """The text of each cell that the master has, by its id; nothing where there is no notebook."""
    cells = rebuilt["cells"] if rebuilt else []
    named = [(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell) for cell in cells]
    return {name: source_of(cell) for name, cell in named if name}


def _harmless(cell: dict) -> dict:
    """A cell of the learner's that is no code, as code that is all comment: Markdown may hold scripts."""
    if cell["cell_type"] == "code" or not cell["id"].startswith("added-"):
        return cell
    text = "\n".join(f"# {line}" for line in source_of(cell).splitlines())
    return {
        "cell_type": "code",
        "id": cell["id"],
        "metadata": {},
        "source": text,
        "execution_count": None,
        "outputs": [],
    }


def _words(ended: str) -> str:
    if ended == "violation":
        return wording.of_flag("protocol-violation").instructor
    return wording.of_test(ended).instructor


def _error(name: str, words: str) -> dict:
    return {"output_type": "error", "ename": name, "evalue": words, "traceback": [f"{name}: {words}"]}
