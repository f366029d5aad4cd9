"""The labs: short cells, announced; what they store is what a run gives; nothing is left unrun."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbval.plugin import IPyNbCell, nocolors

from rnncourse.book import labs

ROOT = Path(__file__).parents[2]

LABS = labs.written(ROOT)
#: A screen of JupyterLab at its normal size.
SCREEN = 40


def compare(stored, ran) -> tuple[bool, str]:
    """nbval's comparison of two lists of outputs, applied to the run that built the book."""
    differences: list[str] = []
    judge = SimpleNamespace(
        colors=nocolors,
        sanitize=lambda text: text,
        format_output_compare=lambda key, left, right: differences.append(
            f"{key}: stored {left!r}\nran {right!r}"
        ),
    )
    skip = ("metadata", "execution_count", "output_type", "name", *labs.PICTURES)
    return IPyNbCell.compare_outputs(judge, ran, stored, skip), "\n".join(
        differences + judge.comparison_traceback
    )


@pytest.mark.parametrize("lab", LABS, ids=str)
def test_stored_outputs_are_those_of_the_run_that_built_the_book(lab, book):
    ran = labs.code_cells(labs.executed(ROOT, lab))
    stored = labs.code_cells(nbformat.read(ROOT / lab, as_version=4))
    compared = 0
    for cell, ran_cell in zip(stored, ran, strict=True):
        outputs = labs.stored_outputs(ran_cell)
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            assert bool(cell.outputs) == bool(outputs), f"{cell.id}: has outputs in one of stored and run"
            continue
        assert bool(cell.outputs) == bool(outputs), (
            f"{cell.id}: store the outputs: python -m rnncourse.book.labs"
        )
        same, difference = compare(cell.outputs, outputs)
        assert same, f"{cell.id}\n{difference}"
        compared += bool(outputs)
    assert compared >= 5, "a lab in which hardly anything is compared"


def test_the_comparison_can_fail():
    output = nbformat.v4.new_output("stream", name="stdout", text="0.5370\n")
    other = nbformat.v4.new_output("stream", name="stdout", text="0.5371\n")
    assert compare([output], [output])[0]
    assert not compare([output], [other])[0]


@pytest.mark.parametrize("lab", LABS, ids=str)
def test_nothing_but_figures_comes_out_of_a_lab_as_an_error_or_on_standard_error(lab, book):
    for cell in labs.code_cells(labs.executed(ROOT, lab)):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", f"{cell.id}: {output.get('text')}"


@pytest.mark.parametrize("lab", LABS, ids=str)
def test_every_cell_is_announced_and_fits_a_screen(lab):
    notebook = nbformat.read(ROOT / lab, as_version=4)
    assert notebook.cells[0].cell_type == "markdown"
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == "code":
            assert cell.source.count("\n") < SCREEN, f"{cell.id} is longer than a screen"
            assert before.cell_type == "markdown", f"{cell.id} comes without a sentence before it"
