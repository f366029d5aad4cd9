"""What happens to a notebook on its way from solutions/ to exercises/, besides what nbgrader does."""

from __future__ import annotations

from nbgrader.preprocessors import NbGraderPreprocessor

from rnncourse.grading.assignment import EXPLANATION


class DropExplanations(NbGraderPreprocessor):
    """Leave out the cells tagged ``explanation``; nbgrader runs this before all its own steps."""

    def preprocess(self, nb, resources):
        """The notebook without its explanations, and the resources as they were."""
        nb.cells = [cell for cell in nb.cells if EXPLANATION not in cell.metadata.get("tags", [])]
        return nb, resources
