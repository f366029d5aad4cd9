"""What lateness costs, by nbgrader's own plug-in as nbgrader_config.py sets it up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from nbgrader.preprocessors import AssignLatePenalties
from traitlets import TraitError
from traitlets.config import Config, PyFileConfigLoader

from rnncourse.errors import CourseError
from rnncourse.grading.home import SETTINGS_HEAD

#: (student, score of a notebook, seconds late) → points that it costs, None for none.
Penalty = Callable[[str, float, float], float | None]


def penalty(root: Path, out: Path, excused: frozenset[str]) -> Penalty:
    """What the plug-in set in ``root``'s nbgrader_config.py takes, or in one of yours in ``out``, which wins.

    As with nbgrader, a penalty is never below 0 nor above the notebook's score. Who is excused is never late.

    Raises
    ------
    CourseError : (2) the settings cannot be read, or name a plug-in that is none
    """
    log = logging.Logger("nbgrader", logging.CRITICAL)
    try:
        assigner = AssignLatePenalties(config=_settings(root, out), log=log)
        assigner.init_plugin()
    except (TraitError, ImportError) as error:
        raise CourseError(f"nbgrader_config.py: the plug-in for late penalties: {error}") from error

    def cost(student: str, score: float, seconds: float) -> float | None:
        if student in excused:
            return None
        taken = assigner.plugin_inst.late_submission_penalty(student, score, seconds)
        return None if taken is None else assigner._check_late_penalty(SimpleNamespace(score=score), taken)

    return cost


def _settings(root: Path, out: Path) -> Config:
    config = Config()
    for folder in (root, out):
        path = folder / "nbgrader_config.py"
        if not path.is_file() or path.read_text("utf-8").startswith(SETTINGS_HEAD):
            continue
        try:
            config.merge(PyFileConfigLoader(path.name, path=str(folder)).load_config())
        except Exception as error:
            raise CourseError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    return config
